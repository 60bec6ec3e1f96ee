using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>How costs that agents reported compare with ours.</summary>
public readonly record struct CostComparison(long Agreeing, long Differing);

/// <summary>Adds resolved calls and acts to the rows of their conversation, or takes them back.</summary>
internal sealed class CallApplier(CompanyCalendar calendar, PriceHistory prices, UsageCube cube)
{
    private const long MsPerHour = 3_600_000;

    private readonly DimensionCache _dimensions = new(cube.Dimensions);
    private long _agreeing;
    private long _differing;

    public CostComparison CostComparison => new(Volatile.Read(ref _agreeing), Volatile.Read(ref _differing));

    /// <summary>Notes that a call was reported, whether or not another copy of it counts.</summary>
    public void Report(ConversationState state, in UsageEvent call)
    {
        var agent = cube.Agents.NumberOf(call.Origin.Agent);
        ref var cells = ref state.ActivityOf(call.Identity, calendar.DayNumberOf(call.AtUnixMs), agent);
        cells[ActivityCell.ReportedCalls]++;
        cells.SawCall(call.AtUnixMs);
    }

    /// <summary>Notes that something came of the conversation.</summary>
    public static void Report(ConversationState state, in CounterPoint point)
    {
        if (point.Value > 0 && point.Measure
            is CounterMeasure.LinesAdded or CounterMeasure.Commits or CounterMeasure.PullRequests or CounterMeasure.EditsAccepted)
        {
            state.SupervisionOf(point.Identity).SawProductive(point.AtUnixMs);
        }
    }

    /// <param name="facts">What was resolved.</param>
    public void Apply(ConversationState state, Resolution resolution, ConversationFacts facts, int sign)
    {
        foreach (var call in resolution.Calls)
        {
            Apply(state, call, facts.BatchOf(call), sign);
        }

        foreach (var counter in resolution.Counters)
        {
            Apply(state, counter, sign);
        }

        foreach (var act in resolution.Acts)
        {
            Apply(state, act, sign);
        }
    }

    /// <param name="batch">The first ledger batch that told of it.</param>
    public void Apply(ConversationState state, in ResolvedCall call, long batch, int sign)
    {
        var priced = prices.At(batch).Price(call.Origin, call.Traits, call.Usage, call.AtUnixMs, call.ReportedCostMicros, call.WebSearches);
        Compare(priced.ReportedCost, sign);
        var dimension = _dimensions.NumberOf(call.Origin, priced, call.Trust, call.Source);
        var day = calendar.DayNumberOf(call.AtUnixMs);
        AddTo(state, call.Identity, day, call.AtUnixMs, dimension, priced, requests: 1, sign);
        var agent = cube.Agents.NumberOf(call.Origin.Agent);
        ref var activity = ref state.ActivityOf(call.Identity, day, agent);
        activity.Contexts[ActivityCells.ContextBucket(call.Usage.ContextTokens)] += sign;
    }

    public void Apply(ConversationState state, in ResolvedAct act, int sign)
    {
        ref var cells = ref state.ActivityOf(act.Identity, calendar.DayNumberOf(act.AtUnixMs), cube.Agents.NumberOf(act.Agent));
        cells[CellOf(act.Measure)] += sign * act.Value;
    }

    public void Apply(ConversationState state, in Signal signal)
    {
        var agent = cube.Agents.NumberOf(signal.Agent);
        cube.Agents.SawSignal(agent);
        ref var cells = ref state.ActivityOf(signal.Identity, calendar.DayNumberOf(signal.AtUnixMs), agent);
        if (signal.ByHuman)
        {
            cells[ActivityCell.HumanSignals]++;
            cells.SawHuman(signal.AtUnixMs);
            state.SupervisionOf(signal.Identity).SawHuman(signal.AtUnixMs);
        }

        switch (signal.Kind)
        {
            case SignalKind.Prompt:
                cells[ActivityCell.Prompts] += signal.ByHuman ? 1 : 0;
                break;
            case SignalKind.EditAccepted:
                cells[ActivityCell.EditsAccepted]++;
                state.SupervisionOf(signal.Identity).SawProductive(signal.AtUnixMs);
                break;
            case SignalKind.EditRejected:
                cells[ActivityCell.EditsRejected]++;
                break;
            case SignalKind.ToolAccepted:
                cells[ActivityCell.ToolsAccepted]++;
                break;
            default:
                cells[ActivityCell.ToolsRejected]++;
                break;
        }
    }

    private void Apply(ConversationState state, in ResolvedCounter counter, int sign)
    {
        var priced = prices.At(counter.FirstBatch).PriceSum(counter.Origin, counter.Traits, counter.Usage, counter.QuarterUnixMs);
        var trust = new Trust(counter.Who, Evidence.SelfReported);
        var dimension = _dimensions.NumberOf(counter.Origin, priced, trust, Source.OtlpCounter);
        AddTo(state, counter.Identity, calendar.DayNumberOf(counter.QuarterUnixMs), counter.QuarterUnixMs, dimension, priced, 0, sign);
    }

    private static void AddTo(
        ConversationState state, int identity, int day, long atMs, ushort dimension, in PricedCall priced, int requests, int sign)
    {
        ref var row = ref state.RowOf(identity, day, (int)(atMs / MsPerHour), dimension);
        row.Cells.Add(priced, requests, sign);
        row.Widen(atMs, atMs);
    }

    private void Compare(ReportedCost reported, int sign)
    {
        _agreeing += reported is ReportedCost.Agrees ? sign : 0;
        _differing += reported is ReportedCost.Differs ? sign : 0;
    }

    private static ActivityCell CellOf(CounterMeasure measure) => measure switch
    {
        CounterMeasure.LinesAdded => ActivityCell.LinesAdded,
        CounterMeasure.LinesRemoved => ActivityCell.LinesRemoved,
        CounterMeasure.Commits => ActivityCell.Commits,
        CounterMeasure.PullRequests => ActivityCell.PullRequests,
        CounterMeasure.UserActiveMs => ActivityCell.UserActiveMs,
        CounterMeasure.AgentActiveMs => ActivityCell.AgentActiveMs,
        CounterMeasure.EditsAccepted => ActivityCell.EditsAccepted,
        CounterMeasure.EditsRejected => ActivityCell.EditsRejected,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "a measure of tokens is no act"),
    };
}
