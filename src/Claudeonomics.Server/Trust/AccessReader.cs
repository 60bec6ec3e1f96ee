using Claudeonomics.Core.Ledger;
using Claudeonomics.Server.Operations;
using Claudeonomics.Storage.Access;

namespace Claudeonomics.Server.Trust;

/// <summary>An entry of the access log with people by their ids.</summary>
/// <param name="By"><c>person</c>, <c>key:ID</c>, <c>administrator</c>, <c>anybody</c>, <c>digest:ID</c> or <c>share:ID</c>.</param>
/// <param name="ByPerson">Who looked; <see langword="null"/> for who is no person, and for who was erased.</param>
/// <param name="About">Who was looked at; <see langword="null"/> when it was nobody by themselves, and for who was erased.</param>
public sealed record AccessLine(
    AccessPlace Place, DateTimeOffset At, AccessAct Act, string By, string? ByPerson, string? About, string What, long? Snapshot, int Count);

/// <summary>What of the log is wanted. Absent means all.</summary>
/// <param name="By">A person's id, or what stands in <see cref="AccessLine.By"/>.</param>
/// <param name="About">A person's id.</param>
public sealed record AccessFilter(AccessAct? Act = null, string? By = null, string? About = null);

/// <summary>Lines, the latest first.</summary>
/// <param name="Next">Where to go on; <see langword="null"/> at the end. A page may be short, or empty, while there is more.</param>
public sealed record AccessPage(IReadOnlyList<AccessLine> Lines, AccessPlace? Next);

/// <summary>Reads the access log for auditors and for those who were looked at.</summary>
public sealed class AccessReader(AccessLog log, DataDirectory data, TimeProvider clock)
{
    // A batch is some seconds of a company: reading goes on from where a page ends.
    private const int MostBatches = 2_000;

    /// <summary>Entries for auditors. For whom a key, link or role was made is for the person alone: whoever made it would learn who is behind a pseudonym.</summary>
    public async Task<AccessPage> ReadAsync(AccessFilter filter, AccessPlace? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var store = await log.ReadAsync(cancellationToken);
        var by = filter.By is null ? null : store.NumbersOf(filter.By).ToHashSet();
        var about = filter.About is null ? null : store.NumbersOf(filter.About).ToHashSet();
        var (entries, next) = store.Read(
            before, limit,
            entry => (filter.Act is null || entry.Act == filter.Act)
                && (by is null || (entry.ByNumber is { } number ? by.Contains(number) : entry.By == filter.By))
                && (about is null || (entry.About is { } subject && entry.Act is not AccessAct.Access && about.Contains(subject))),
            MostBatches);
        return new([.. Named(store, entries).Select(static line => line.Act is AccessAct.Access ? line with { About = null } : line)], next);
    }

    /// <summary>Who looked at a person, the latest first.</summary>
    public async Task<IReadOnlyList<AccessLine>> AboutAsync(string personId, int limit, CancellationToken cancellationToken)
    {
        var store = await log.ReadAsync(cancellationToken);
        return Named(store, [.. store.ReadAbout([.. store.NumbersOf(personId)], limit).Select(static entry => new PlacedAccessEntry(default, entry))]);
    }

    /// <summary>Reads the whole chain, with all that waits.</summary>
    public async Task<LedgerVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        await log.ReadAsync(cancellationToken);
        return AccessLogStore.Verify(data.Path, expected: null, clock.GetUtcNow(), cancellationToken);
    }

    private static List<AccessLine> Named(AccessLogStore store, IReadOnlyList<PlacedAccessEntry> entries)
    {
        var people = store.PeopleOf(entries.SelectMany(static placed => new[] { placed.Entry.ByNumber, placed.Entry.About }).OfType<long>());
        string? NameOf(long? number) => number is { } known ? people.GetValueOrDefault(known) : null;
        return
        [
            .. entries.Select(placed => new AccessLine(
                placed.At, DateTimeOffset.FromUnixTimeMilliseconds(placed.Entry.AtMs), placed.Entry.Act, placed.Entry.By, NameOf(placed.Entry.ByNumber),
                NameOf(placed.Entry.About), placed.Entry.What, placed.Entry.Snapshot, placed.Entry.Count)),
        ];
    }
}
