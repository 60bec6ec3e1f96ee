using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Tests.Simulator;

/// <summary>One person in four hundred of a company of 85,000, over 30 days: about a million calls, counted once for all tests.</summary>
public sealed class Marginals
{
    public Marginals()
    {
        Company = Simulated.Company(85_000);
        Sample = [.. Company.People.Where(person => person.Ordinal % 400 == 0)];
        var stream = Simulated.Stream(Company, 30, Sample.Select(person => person.Ordinal));
        while (stream.TryRead(out var export))
        {
            Exports++;
            Resends += export.IsResend ? 1 : 0;
            if (!export.IsResend)
            {
                LateExports += export.ArrivedAtUnixMs - export.Acts[^1].AtUnixMs >= 3_600_000 ? 1 : 0;
                Add(export);
            }
        }
    }

    public Company Company { get; }

    public IReadOnlyList<SimulatedPerson> Sample { get; }

    public int Exports { get; private set; }

    public int Resends { get; private set; }

    public int LateExports { get; private set; }

    public Dictionary<ActKind, long> Acts { get; } = Enum.GetValues<ActKind>().ToDictionary(kind => kind, _ => 0L);

    public Dictionary<string, long> TokensByAgent { get; } = [];

    public long HelperTokens { get; private set; }

    public TokenUsage Claude { get; private set; }

    public long[] CallsByHour { get; } = new long[24];

    public long WeekendCalls { get; private set; }

    public Dictionary<int, long> TokensByPerson { get; } = [];

    public List<long> RequestTokens { get; } = [];

    public List<long> Outputs { get; } = [];

    public List<double> ReadShares { get; } = [];

    public Dictionary<Guid, (long First, long Last, int Calls)> Sessions { get; } = [];

    public List<long> GapsMs { get; } = [];

    public Dictionary<(short Status, byte Attempt), int> Errors { get; } = [];

    public long ClaudeAnswers { get; private set; }

    public long ClaudeResults { get; private set; }

    public Dictionary<int, HashSet<long>> DaysByPerson { get; } = [];

    public long Calls => Acts[ActKind.Call];

    public static T Quantile<T>(IEnumerable<T> values, double q)
    {
        T[] sorted = [.. values.Order()];
        return sorted[(int)(q * (sorted.Length - 1))];
    }

    private void Add(in Export export)
    {
        foreach (ref readonly var act in export.Acts)
        {
            Acts[act.Kind]++;
            if (act.Kind is ActKind.Call)
            {
                AddCall(export, act);
            }
            else if (act.Kind is ActKind.Error)
            {
                Errors[(act.Status, act.Attempt)] = Errors.GetValueOrDefault((act.Status, act.Attempt)) + 1;
            }
            else if (act.Kind is ActKind.ToolResult && export.Agent is AgentKind.ClaudeCode)
            {
                ClaudeResults++;
            }
        }
    }

    private void AddCall(in Export export, in Act call)
    {
        var tokens = call.Truth.TotalTokens;
        var person = export.Person.Ordinal;
        var localMs = call.AtUnixMs + (long)export.Person.Zone.UtcOffset.TotalMilliseconds;
        var local = DateTimeOffset.FromUnixTimeMilliseconds(localMs);
        CallsByHour[local.Hour]++;
        WeekendCalls += local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0;
        TokensByAgent[call.Origin.Agent] = TokensByAgent.GetValueOrDefault(call.Origin.Agent) + tokens;
        TokensByPerson[person] = TokensByPerson.GetValueOrDefault(person) + tokens;
        (DaysByPerson.TryGetValue(person, out var days) ? days : DaysByPerson[person] = []).Add(localMs / 86_400_000);
        if (export.Agent is AgentKind.ClaudeCode)
        {
            Claude += call.Truth;
            ClaudeAnswers++;
            HelperTokens += call.Origin == AgentModel.Helper.Origin ? tokens : 0;
        }

        var session = Sessions.GetValueOrDefault(export.Conversation, (First: call.AtUnixMs, Last: call.AtUnixMs, Calls: 0));
        if (call.AtUnixMs > session.Last)
        {
            GapsMs.Add(call.AtUnixMs - session.Last);
        }

        Sessions[export.Conversation] =
            (Math.Min(session.First, call.AtUnixMs), Math.Max(session.Last, call.AtUnixMs), session.Calls + 1);
        RequestTokens.Add(tokens);
        Outputs.Add(call.Output);
        ReadShares.Add(call.CacheRead / (double)call.Truth.ContextTokens);
    }
}
