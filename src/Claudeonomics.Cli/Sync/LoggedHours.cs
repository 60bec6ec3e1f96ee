using System.Security.Cryptography;
using System.Text;
using Claudeonomics.Cli.Changes;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Core.Usage;
using Claudeonomics.Core.Wire;

namespace Claudeonomics.Cli.Sync;

/// <summary>The calls of this machine as they are sent: by the UTC hour in which they were answered, older ones as totals of days.</summary>
internal sealed class LoggedHours
{
    private LoggedHours(LoggedDays old) => Old = old;

    private readonly SortedDictionary<int, List<LoggedCall>> _hours = [];
    private readonly Dictionary<int, SortedDictionary<string, LoggedChanges>> _changes = [];

    /// <summary>Calls that cannot be counted once by a company, because the log tells no time or no conversation. They stay here.</summary>
    public int Unplaced { get; private set; }

    /// <summary>Hours that have calls or changes, since 1970 UTC, ascending.</summary>
    public IEnumerable<int> Hours => _hours.Keys.Union(_changes.Keys).Order();

    /// <summary>What is older.</summary>
    public LoggedDays Old { get; }

    /// <param name="old">Takes calls of days that are older than single ones are taken.</param>
    /// <param name="untilUnixMs">Calls after that, by a clock gone wrong, wait until it has come.</param>
    public static LoggedHours Of(AllObservations observations, long fromUnixMs, long untilUnixMs, LoggedDays old)
    {
        var hours = new LoggedHours(old);
        CallResolver.Resolve(observations.EachByKey, TakeCall, (in change) =>
        {
            // What is older than single calls are taken is not told any more.
            if (change.AtUnixMs >= fromUnixMs && change.AtUnixMs <= untilUnixMs)
            {
                hours.AddChange(change, observations.Names);
            }
        });
        return hours;

        void TakeCall(in Observation call)
        {
            if (call.AtUnixMs != Observation.NoTime && call.AtUnixMs < fromUnixMs)
            {
                old.Add(call, observations.Names);
            }
            else if (call.AtUnixMs == Observation.NoTime || observations.Names.Conversations[call.Conversation].IsEmpty)
            {
                hours.Unplaced++;
            }
            else if (call.AtUnixMs <= untilUnixMs)
            {
                hours.Add(call, observations.Names);
            }
        }
    }

    /// <summary>An hour as it is sent; without calls and changes when there are none.</summary>
    public UsageHour this[int hour] => new()
    {
        Hour = DateTimeOffset.UnixEpoch.AddHours(hour),
        Calls = _hours.TryGetValue(hour, out var calls) ? InOrder(calls) : [],
        Changes = _changes.TryGetValue(hour, out var changes) ? [.. changes.Values] : null,
    };

    /// <summary>Which version of an hour this is: equal for equal calls.</summary>
    /// <remarks>Without the parser's revision, so that a new one makes only those hours new that it reads otherwise.</remarks>
    public static string DigestOf(UsageHour hour)
    {
        var content = hour with { Calls = [.. hour.Calls.Select(static call => call with { ParserRevision = 0 })] };
        return DigestOf(new UsageBatch { Hours = [content] });
    }

    /// <summary>A digest of a body, equal for equal ones.</summary>
    public static string DigestOf(UsageBatch content) =>
        Convert.ToHexStringLower(SHA256.HashData(UsageBatchJson.Write(content)).AsSpan(0, 16));

    private void Add(in Observation call, NameTables names)
    {
        var hour = HourOf(call);
        if (!_hours.TryGetValue(hour, out var calls))
        {
            _hours.Add(hour, calls = []);
        }

        calls.Add((LoggedCall)Fill(
            new LoggedCall
            {
                Conversation = Encoding.UTF8.GetString(names.Conversations[call.Conversation]),
                Request = call.Request == 0 ? null : Encoding.UTF8.GetString(names.Requests[call.Request]),
                At = DateTimeOffset.FromUnixTimeMilliseconds(call.AtUnixMs),
                IsPartial = call.IsPartial,
                ParserRevision = call.Revision,
            },
            names.Origins[call.Origin], call.Usage, call.Traits, call.WebSearches));
    }

    private void AddChange(in Observation change, NameTables names)
    {
        var hour = HourOf(change);
        if (!_changes.TryGetValue(hour, out var byAgent))
        {
            _changes.Add(hour, byAgent = new(StringComparer.Ordinal));
        }

        var agent = names.Origins[change.Origin].Agent;
        var known = byAgent.GetValueOrDefault(agent) ?? new LoggedChanges { Agent = agent };
        byAgent[agent] = change.Change switch
        {
            ChangeClass.Code => known with { Code = known.Code + 1 },
            ChangeClass.Tests => known with { Tests = known.Tests + 1 },
            ChangeClass.Documentation => known with { Documentation = known.Documentation + 1 },
            ChangeClass.Configuration => known with { Configuration = known.Configuration + 1 },
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.Change, "no change"),
        };
    }

    private static int HourOf(in Observation observation) => (int)Math.DivRem(observation.AtUnixMs, 3_600_000).Quotient;

    /// <summary>Puts what is known of tokens and their price into a record.</summary>
    public static LoggedTokens Fill(LoggedTokens record, CallOrigin origin, in TokenUsage usage, CallTraits traits, long webSearches) => record with
    {
        Agent = origin.Agent,
        Provider = origin.Provider.Length == 0 ? null : origin.Provider,
        Model = origin.Model is CallOrigin.UnknownModel ? null : origin.Model,
        UncachedInputTokens = usage.UncachedInputTokens,
        CacheReadTokens = usage.CacheReadTokens,
        CacheWrite5mTokens = usage.CacheWrite5mTokens,
        CacheWrite1hTokens = usage.CacheWrite1hTokens,
        CacheWriteUnknownTokens = usage.CacheWriteUnknownTokens,
        OutputTokens = usage.OutputTokens,
        ReasoningTokens = usage.ReasoningTokens,
        Speed = traits.Speed is Speed.Fast ? "fast" : null,
        ServiceTier = NameOf(traits.ServiceTier),
        Geography = NameOf(traits.Geography),
        WebSearches = webSearches,
    };

    /// <summary>The tokens of a record.</summary>
    public static TokenUsage UsageOf(LoggedTokens record) => new(
        record.UncachedInputTokens, record.CacheReadTokens, record.CacheWrite5mTokens, record.CacheWrite1hTokens, record.CacheWriteUnknownTokens,
        record.OutputTokens, record.ReasoningTokens);

    // Whatever order the files were read in.
    private static List<LoggedCall> InOrder(List<LoggedCall> calls) =>
    [
        .. calls.OrderBy(static call => call.At).ThenBy(static call => call.Conversation, StringComparer.Ordinal)
            .ThenBy(static call => call.Request, StringComparer.Ordinal).ThenBy(static call => call.Model, StringComparer.Ordinal)
            .ThenBy(static call => call.OutputTokens).ThenBy(static call => call.UncachedInputTokens).ThenBy(static call => call.CacheReadTokens),
    ];

    private static string? NameOf(ServiceTier tier) => tier switch
    {
        ServiceTier.Batch => "batch",
        ServiceTier.Flex => "flex",
        ServiceTier.Priority => "priority",
        _ => null,
    };

    private static string? NameOf(Geography geography) => geography switch
    {
        Geography.UnitedStates => "us",
        Geography.Regional => "regional",
        _ => null,
    };
}
