using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>How costs that agents reported compare with ours.</summary>
public readonly record struct CostComparison(long Agreeing, long Differing);

/// <summary>Adds calls, acts and signals to the <see cref="RollupDelta"/>, or takes them back.</summary>
internal sealed class CallApplier(CompanyCalendar calendar, PriceHistory prices, UsageCube cube, RollupDelta delta)
{
    private const long MsPerHour = 3_600_000;

    private readonly DimensionCache _dimensions = new(cube.Dimensions);
    private readonly AgentNumbers _agents = new(cube.Agents);
    private long _agreeing;
    private long _differing;

    public CostComparison CostComparison => new(Volatile.Read(ref _agreeing), Volatile.Read(ref _differing));

    /// <summary>Notes that a call was reported, whether or not another copy of it counts.</summary>
    public void Report(ConversationState state, in UsageEvent call) =>
        ActivityOf(state, call.Identity, calendar.DayNumberOf(call.AtUnixMs), call.Origin.Agent).AddCall(call.AtUnixMs);

    /// <summary>Notes that a reported call was taken back (-1), or told of again (1). The stretch of time that it widened stays.</summary>
    public void Report(ConversationState state, in UsageEvent call, int sign) =>
        ActivityOf(state, call.Identity, calendar.DayNumberOf(call.AtUnixMs), call.Origin.Agent).Add(ActivityCell.ReportedCalls, sign);

    /// <summary>Notes that something came of the conversation.</summary>
    public void Report(ConversationState state, in CounterPoint point)
    {
        if (point.Value > 0 && point.Measure
            is CounterMeasure.LinesAdded or CounterMeasure.Commits or CounterMeasure.PullRequests or CounterMeasure.EditsAccepted)
        {
            SawProductive(state, point.Identity, point.AtUnixMs);
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

    /// <summary>Adds a call that only one fact tells of, and notes that it was reported.</summary>
    /// <param name="batch">The ledger batch that holds it.</param>
    public void ApplyAlone(ConversationState state, in UsageEvent call, long batch)
    {
        var day = calendar.DayNumberOf(call.AtUnixMs);
        ref var activity = ref ActivityOf(state, call.Identity, day, call.Origin.Agent);
        activity.AddCall(call.AtUnixMs);
        activity.AddContext(ActivityCells.ContextBucket(call.Usage.ContextTokens), 1);
        var priced = prices.At(batch).Price(call.Origin, call.Traits, call.Usage, call.AtUnixMs, call.ReportedCostMicros, call.WebSearches);
        Compare(priced.ReportedCost, 1);
        var trust = new Trust(call.Who, ResolvedCall.EvidenceOf(call.Source));
        var dimension = _dimensions.NumberOf(call.Origin, priced, trust, call.Source);
        AddTo(state, call.Identity, day, call.AtUnixMs, dimension, priced, requests: 1, 1);
    }

    public void Apply(ConversationState state, in ResolvedAct act, int sign) =>
        ActivityOf(state, act.Identity, calendar.DayNumberOf(act.AtUnixMs), act.Agent).Add(CellOf(act.Measure), sign * act.Value);

    public void Apply(ConversationState state, in Signal signal)
    {
        _agents.SawSignal(signal.Agent);
        ref var activity = ref ActivityOf(state, signal.Identity, calendar.DayNumberOf(signal.AtUnixMs), signal.Agent);
        if (signal.ByHuman)
        {
            activity.AddHumanSignal(signal.AtUnixMs);
            SawHuman(state, signal.Identity, signal.AtUnixMs);
        }

        if (signal.Kind is SignalKind.EditAccepted || (signal.ByHuman && signal.Kind is not SignalKind.Prompt))
        {
            activity.AddAct(signal.AtUnixMs);
        }

        switch (signal.Kind)
        {
            case SignalKind.Prompt:
                activity.Add(ActivityCell.Prompts, signal.ByHuman ? 1 : 0);
                break;
            case SignalKind.EditAccepted:
                activity.Add(ActivityCell.EditsAccepted, 1);
                SawProductive(state, signal.Identity, signal.AtUnixMs);
                break;
            case SignalKind.EditRejected:
                activity.Add(ActivityCell.EditsRejected, 1);
                break;
            case SignalKind.ToolAccepted:
                activity.Add(ActivityCell.ToolsAccepted, 1);
                break;
            default:
                activity.Add(ActivityCell.ToolsRejected, 1);
                break;
        }
    }

    private void Apply(ConversationState state, in ResolvedCall call, long batch, int sign)
    {
        var priced = prices.At(batch).Price(call.Origin, call.Traits, call.Usage, call.AtUnixMs, call.ReportedCostMicros, call.WebSearches);
        Compare(priced.ReportedCost, sign);
        var dimension = _dimensions.NumberOf(call.Origin, priced, call.Trust, call.Source);
        var day = calendar.DayNumberOf(call.AtUnixMs);
        AddTo(state, call.Identity, day, call.AtUnixMs, dimension, priced, requests: 1, sign);
        ActivityOf(state, call.Identity, day, call.Origin.Agent).AddContext(ActivityCells.ContextBucket(call.Usage.ContextTokens), sign);
    }

    private void Apply(ConversationState state, in ResolvedCounter counter, int sign)
    {
        var priced = prices.At(counter.FirstBatch).PriceSum(counter.Origin, counter.Traits, counter.Usage, counter.QuarterUnixMs);
        var trust = new Trust(counter.Who, Evidence.SelfReported);
        var dimension = _dimensions.NumberOf(counter.Origin, priced, trust, Source.OtlpCounter);
        AddTo(state, counter.Identity, calendar.DayNumberOf(counter.QuarterUnixMs), counter.QuarterUnixMs, dimension, priced, 0, sign);
    }

    private ref ActivityChange ActivityOf(ConversationState state, int identity, int day, string agent) =>
        ref delta.ActivityOf(state, identity, day, agent, _agents);

    private void AddTo(
        ConversationState state, int identity, int day, long atMs, ushort dimension, in PricedCall priced, int requests, int sign)
    {
        ref var sums = ref delta.SumsOf(state, identity, day, (int)(atMs / MsPerHour), dimension);
        sums.Cells.Add(priced, requests, sign);
        sums.Widen(atMs, atMs);
    }

    private void SawHuman(ConversationState state, int identity, long atMs)
    {
        var supervision = state.SupervisionOf(identity);
        if (supervision.SawHuman(atMs))
        {
            delta.Pend(supervision);
        }
    }

    private void SawProductive(ConversationState state, int identity, long atMs)
    {
        var supervision = state.SupervisionOf(identity);
        if (supervision.SawProductive(atMs))
        {
            delta.Pend(supervision);
        }
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
        CounterMeasure.CodeChanges => ActivityCell.CodeChanges,
        CounterMeasure.TestChanges => ActivityCell.TestChanges,
        CounterMeasure.DocumentationChanges => ActivityCell.DocumentationChanges,
        CounterMeasure.ConfigurationChanges => ActivityCell.ConfigurationChanges,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "a measure of tokens is no act"),
    };
}
