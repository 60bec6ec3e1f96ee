using Claudeonomics.Core.People;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People.Consents;

/// <summary>The ledger of consents: rows are added and ended, never changed otherwise.</summary>
internal static class ConsentBook
{
    private static readonly ConsentPurpose[] OfParticipation = [ConsentPurpose.Ranked, ConsentPurpose.Listed, ConsentPurpose.Named];

    /// <summary>Gives and withdraws what it takes to take part in a way. Taking no part shares nothing with the team either.</summary>
    /// <exception cref="InvalidOperationException">The policy leaves it to the person. Whoever calls asks <see cref="OptIn.Problem"/> first.</exception>
    public static async Task TakePartAsync(ControlContext db, OptIn optIn, string personId, Participation participation, string by, DateTimeOffset now)
    {
        if (optIn.Problem(participation, by) is { } problem)
        {
            throw new InvalidOperationException(problem);
        }

        await SetAsync(
            db, optIn.Texts, personId, participation is Participation.No ? Enum.GetValues<ConsentPurpose>() : OfParticipation,
            ConsentTexts.PurposesOf(participation), by, now);
    }

    /// <summary>Shares one's line with one's team, or stops. Only the person does.</summary>
    public static Task ShareWithTeamAsync(ControlContext db, OptIn optIn, string personId, bool shares, string by, DateTimeOffset now) =>
        SetAsync(db, optIn.Texts, personId, [ConsentPurpose.Team], shares ? [ConsentPurpose.Team] : [], by, now);

    /// <summary>The rows of somebody new who takes part in a way.</summary>
    public static IEnumerable<Consent> Beginning(OptIn optIn, string personId, Participation participation, string by, DateTimeOffset now) =>
        optIn.Problem(participation, by) is { } problem
            ? throw new InvalidOperationException(problem)
            : ConsentTexts.PurposesOf(participation).Select(purpose => Given(optIn.Texts, personId, purpose, by, now));

    /// <summary>Every change of how somebody took part, oldest first, out of all their rows.</summary>
    public static IReadOnlyList<ConsentChange> HistoryOf(IReadOnlyList<Consent> rows, ConsentTexts texts)
    {
        var moments = rows.SelectMany(static row => row.WithdrawnAt is { } ended ? (DateTimeOffset[])[row.GivenAt, ended] : [row.GivenAt]).Distinct().Order();
        var history = new List<ConsentChange>();
        var before = Participation.No;
        foreach (var at in moments)
        {
            var after = ConsentTexts.ParticipationOf(texts.Allowed(rows
                .Where(row => row.GivenAt <= at && !(row.WithdrawnAt <= at)).Select(static row => (row.Purpose, row.Version))));
            if (after != before)
            {
                var by = rows.FirstOrDefault(row => row.GivenAt == at)?.GivenBy ?? rows.First(row => row.WithdrawnAt == at).WithdrawnBy!;
                history.Add(new(at, before, after, by));
                before = after;
            }
        }

        return history;
    }

    private static async Task SetAsync(
        ControlContext db, ConsentTexts texts, string personId, IReadOnlyList<ConsentPurpose> concerned, IReadOnlyList<ConsentPurpose> wanted, string by,
        DateTimeOffset now)
    {
        var rows = await db.Consents.Where(row => row.PersonId == personId).ToListAsync();
        var at = After(rows, now);
        foreach (var purpose in concerned)
        {
            var held = rows.Find(row => row.Purpose == purpose && row.WithdrawnAt is null);
            var isWanted = wanted.Contains(purpose);
            if (held is not null && (!isWanted || IsToBeRenewed(held, texts, by)))
            {
                (held.WithdrawnAt, held.WithdrawnBy) = (at, by);
                // The index lets one row of a purpose hold at a time.
                await db.SaveChangesAsync();
                held = null;
            }

            if (isWanted && held is null)
            {
                db.Consents.Add(Given(texts, personId, purpose, by, at));
            }
        }
    }

    // The person read the present text, or says themselves what others had said for them.
    private static bool IsToBeRenewed(Consent held, ConsentTexts texts, string by) =>
        OptIn.IsThePerson(by) && (held.Version < texts.Of(held.Purpose).Version || !OptIn.IsThePerson(held.GivenBy));

    private static Consent Given(ConsentTexts texts, string personId, ConsentPurpose purpose, string by, DateTimeOffset at) =>
        new() { PersonId = personId, Purpose = purpose, Version = texts.Of(purpose).Version, GivenAt = at, GivenBy = by };

    // Changes of one person come one after the other, also while a clock stands or goes back.
    private static DateTimeOffset After(List<Consent> rows, DateTimeOffset now)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var last = rows.Max(static row => (DateTimeOffset?)(row.WithdrawnAt ?? row.GivenAt));
        return last >= at ? last.Value.AddMilliseconds(1) : at;
    }
}
