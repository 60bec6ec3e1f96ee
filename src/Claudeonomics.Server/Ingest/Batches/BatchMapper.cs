using System.Text;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Core.Wire;
using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest.Batches;

/// <summary>Turns records of a batch into facts, under the rules that telemetry is read by: the same names, hashes, bounds and reasons.</summary>
internal sealed class BatchMapper(
    OriginTable origins, KeyedHash hash, CompanyCalendar calendar, BatchGrant grant, UsageBatch batch, DateTimeOffset now)
{
    private const long MaxCalls = 1_000_000;
    private const long MaxWebSearches = 1_000_000;

    // Of one class in an hour: nobody's agents change a file every few milliseconds.
    private const long MaxChanges = 1_000_000;

    private readonly long _oldestUnixMs = (now - RawHorizon.Length).ToUnixTimeMilliseconds();
    private readonly long _newestUnixMs = (now + FactSink.MaxAhead).ToUnixTimeMilliseconds();

    // What the key says before what the body says; without either nothing is replaced.
    private readonly ulong _device = hash.Of(grant.Device ?? batch.Device ?? "");

    // How many records of the batch are alike: logs without request ids may tell of two calls in the same words.
    private readonly Dictionary<(ulong Conversation, FactKey Key), ulong> _alike = [];

    public Tally Tally { get; } = new();

    /// <summary>Adds the calls of one hour, as far as they hold.</summary>
    public void Add(UsageHour hour, FactBatch into)
    {
        var startUnixMs = hour.Hour!.Value.ToUnixTimeMilliseconds();

        // An hour that the horizon cuts is judged whole: what was told of it before stays as it is.
        if (startUnixMs < _oldestUnixMs)
        {
            Tally.AddRejected(RecordsOf(hour), DropReason.TooOld);
            return;
        }

        // What is noted of an hour is dated by it, and whatever is dated in the future would be kept for as long.
        if (startUnixMs > _newestUnixMs)
        {
            Tally.AddRejected(RecordsOf(hour), DropReason.Future);
            return;
        }

        if (_device != 0)
        {
            var reading = new HourReading(grant.Identity, _device, startUnixMs, ReadAtUnixMs);
            into.Add(reading with { HasChanges = AddChanges(hour.Changes ?? [], reading, into) });
        }
        else
        {
            // Counts have no ids: without a device nobody could tell a second copy from more.
            Tally.AddRejected(ChangesOf(hour), DropReason.NoIdentity);
        }

        foreach (var call in hour.Calls)
        {
            Tally.Add(Map(call, startUnixMs, out var fact) is { } reason ? Verdict.Rejected(reason) : Keep(fact, into));
        }
    }

    /// <returns>Whether there are any.</returns>
    private bool AddChanges(IReadOnlyList<LoggedChanges> told, in HourReading reading, FactBatch into)
    {
        var agents = new HashSet<CallOrigin>();
        var added = false;
        foreach (var changes in told)
        {
            var agent = origins.Of(Encoding.UTF8.GetBytes(changes.Agent ?? ""), default, default).Origin;
            var isTwice = !agents.Add(agent);
            foreach (var (measure, count) in CountsOf(changes))
            {
                if (isTwice || count is < 0 or > MaxChanges)
                {
                    Tally.Add(Verdict.Rejected(isTwice ? DropReason.Malformed : count < 0 ? DropReason.NegativeCount : DropReason.UnreadableCount));
                    continue;
                }

                into.Add(ChangeCount.Of(reading, measure, agent, count));
                Tally.Add(Verdict.Accepted);
                added = true;
            }
        }

        return added;
    }

    // What is 0 is not told.
    private static IEnumerable<(CounterMeasure Measure, long Count)> CountsOf(LoggedChanges changes) => new (CounterMeasure Measure, long Count)[]
    {
        (CounterMeasure.CodeChanges, changes.Code), (CounterMeasure.TestChanges, changes.Tests),
        (CounterMeasure.DocumentationChanges, changes.Documentation), (CounterMeasure.ConfigurationChanges, changes.Configuration),
    }.Where(static told => told.Count != 0);

    private static int RecordsOf(UsageHour hour) => hour.Calls.Count + ChangesOf(hour);

    private static int ChangesOf(UsageHour hour) => hour.Changes?.Sum(static changes => CountsOf(changes).Count()) ?? 0;

    // A clock that is far ahead must not keep what is read after it was put right from counting.
    private long ReadAtUnixMs => Math.Clamp(batch.ReadAt!.Value.ToUnixTimeMilliseconds(), 0, _newestUnixMs);

    /// <summary>The totals of one day, as far as they hold.</summary>
    /// <returns><see langword="null"/> when single calls of that day are still taken, or nothing says which device it was.</returns>
    public DayReading? Read(UsageDay day)
    {
        if (day.Day!.Value >= RawHorizon.FirstOpenDay(calendar.DayOf(now.ToUnixTimeMilliseconds())))
        {
            Tally.AddRejected(day.Totals.Count, DropReason.TooRecent);
            return null;
        }

        if (_device == 0)
        {
            // Of two machines without a name the second would take the place of the first.
            Tally.AddRejected(day.Totals.Count, DropReason.NoIdentity);
            return null;
        }

        var totals = new List<ModelTotal>(day.Totals.Count);
        foreach (var told in day.Totals)
        {
            Tally.Add(Map(told, out var total) is { } reason ? Verdict.Rejected(reason) : Verdict.Accepted);
            if (total.Calls > 0)
            {
                totals.Add(total);
            }
        }

        return new(grant.Identity, _device, day.Day.Value.DayNumber, ReadAtUnixMs, totals);
    }

    private DropReason? Map(LoggedTotal told, out ModelTotal total)
    {
        total = default;
        if (ReadTokens(told, Counts.MaxOfSum, out var usage) is { } problem)
        {
            return problem;
        }

        if (told.Calls is < 1 or > MaxCalls || told.WebSearches is < 0 or > MaxWebSearches || ReadTraits(told) is not { } traits)
        {
            return DropReason.Malformed;
        }

        total = new(OriginOf(told), traits, usage, (int)told.Calls, (int)told.WebSearches);
        return null;
    }

    private Verdict Keep(UsageEvent fact, FactBatch into)
    {
        if (fact.Request == 0)
        {
            var alike = (fact.Conversation, fact.Key);
            var before = _alike.GetValueOrDefault(alike);
            _alike[alike] = before + 1;
            fact = fact with { Ordinal = before };
        }

        into.Add(fact);
        return Verdict.Accepted;
    }

    private DropReason? Map(LoggedCall call, long startUnixMs, out UsageEvent fact)
    {
        fact = default;
        if (ReadTokens(call, Counts.MaxOfCall, out var usage) is { } problem)
        {
            return problem;
        }

        if (call.At is not { } moment)
        {
            return DropReason.Undated;
        }

        var at = moment.ToUnixTimeMilliseconds();
        if (at > _newestUnixMs)
        {
            return DropReason.Future;
        }

        if (string.IsNullOrEmpty(call.Conversation))
        {
            return DropReason.NoConversation;
        }

        if (at < startUnixMs || at - startUnixMs >= (long)TimeSpan.FromHours(1).TotalMilliseconds || !IsId(call.Conversation)
            || (call.Request is { } request && !IsId(request)) || ReadTraits(call) is not { } traits
            || call.WebSearches is < 0 or > MaxWebSearches || call.ParserRevision is < 0 or > byte.MaxValue)
        {
            return DropReason.Malformed;
        }

        fact = new()
        {
            Identity = grant.Identity,
            Who = Who.Known,
            Source = Source.LocalLog,
            AtUnixMs = at,
            Conversation = hash.Of(call.Conversation),
            Request = call.Request is null ? 0 : hash.Of(call.Request),
            Origin = OriginOf(call),
            Traits = traits,
            Usage = usage,
            WebSearches = (int)call.WebSearches,
            IsPartial = call.IsPartial,
            ParserRevision = (byte)call.ParserRevision,
            Device = _device,
        };
        return null;
    }

    private CallOrigin OriginOf(LoggedTokens logged) => origins.Of(
        Encoding.UTF8.GetBytes(logged.Agent ?? ""), Encoding.UTF8.GetBytes(logged.Provider ?? ""), Encoding.UTF8.GetBytes(logged.Model ?? "")).Origin;

    private static DropReason? ReadTokens(LoggedTokens logged, double max, out TokenUsage usage)
    {
        usage = default;
        ReadOnlySpan<long> counts =
        [
            logged.UncachedInputTokens, logged.CacheReadTokens, logged.CacheWrite5mTokens, logged.CacheWrite1hTokens,
            logged.CacheWriteUnknownTokens, logged.OutputTokens, logged.ReasoningTokens,
        ];
        foreach (var count in counts)
        {
            if (Counts.Check(count, max, out _) is { } problem)
            {
                return problem;
            }
        }

        if (logged.ReasoningTokens > logged.OutputTokens)
        {
            return DropReason.PartExceedsWhole;
        }

        usage = new(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);
        return null;
    }

    private static CallTraits? ReadTraits(LoggedTokens logged)
    {
        Speed? speed = logged.Speed switch
        {
            null => Speed.Standard,
            "fast" => Speed.Fast,
            _ => null,
        };
        ServiceTier? tier = logged.ServiceTier switch
        {
            null => ServiceTier.Standard,
            "batch" => ServiceTier.Batch,
            "flex" => ServiceTier.Flex,
            "priority" => ServiceTier.Priority,
            _ => null,
        };
        Geography? geography = logged.Geography switch
        {
            null => Geography.Global,
            "us" => Geography.UnitedStates,
            "regional" => Geography.Regional,
            _ => null,
        };
        return speed is { } known && tier is { } served && geography is { } where ? new(known, served, where) : null;
    }

    // An id is hashed, so it may be anything that a log line holds; a longer one is something else.
    private static bool IsId(string id) => id.Length > 0 && Encoding.UTF8.GetByteCount(id) <= LoggedCall.MaxIdBytes;
}
