using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Activity;

/// <summary>What an agent's metrics hold: summed up as it works, reported once a minute.</summary>
/// <remarks>Claude Code reports differences, Gemini CLI running totals. A series that did not change is not reported again.</remarks>
internal static class CounterActs
{
    private const int MostPromptTypingMs = 30_000;

    /// <summary>Counts an answer, and the prompt before it.</summary>
    public static void Count(ref Conversation c, in Act call, AgentModel model)
    {
        ref var sums = ref call.Origin == model.Origin ? ref c.Counters.Tokens : ref c.Counters.HelperTokens;
        sums.UncachedInput += call.UncachedInput;
        sums.CacheRead += call.CacheRead;
        sums.CacheWrite += call.CacheWrite;
        sums.Output += call.Output - call.Reasoning;
        sums.Reasoning += call.Reasoning;
        c.Counters.AgentActiveMs += call.DurationMs;
        c.Counters.UserActiveMs += c.StartsWithPrompt ? Math.Min(c.GapMs / 2, MostPromptTypingMs) : 0;
        MakeDue(ref c, call.AtUnixMs);
    }

    /// <summary>Counts a tool's use.</summary>
    public static void Count(ref Conversation c, in Act result)
    {
        // What the use brought is drawn from its id, which is chance already.
        var bits = SplitMix64.Mix(result.Id);
        if (result.Decider is not Decider.Setting)
        {
            c.Counters.UserActiveMs += c.DecisionDelayMs;
        }

        if (result.Tool is Tool.Edit or Tool.Write)
        {
            if (result.Decider is Decider.PersonAgainst)
            {
                c.Counters.EditsRejected++;
            }
            else
            {
                c.Counters.EditsAccepted++;
                c.Counters.LinesAdded += Tables.LinesAdded.Draw(bits);
                c.Counters.LinesRemoved += Tables.LinesRemoved.Draw(bits >> 12);
            }
        }
        else if (result.Tool is Tool.Bash && result.Decider is not Decider.PersonAgainst)
        {
            c.Counters.Commits += (bits & 0xFFFF) < (ulong)(65536 * CompanyParameters.CommitShare) ? 1 : 0;
            c.Counters.PullRequests += (bits >> 16 & 0xFFFF) < (ulong)(65536 * CompanyParameters.PullRequestShare) ? 1 : 0;
        }

        c.Counters.AgentActiveMs += result.DurationMs;
        MakeDue(ref c, result.AtUnixMs);
    }

    /// <summary>Reports what was counted, at the moment it was due.</summary>
    public static void Report(ref Conversation c, ActBuffer acts)
    {
        var model = AgentModel.Catalogue[c.Model];
        var at = c.MetricsDueAt;
        if (model.Agent is AgentKind.GeminiCli)
        {
            ReportRunningTotals(c, model.Origin, at, acts);
        }
        else
        {
            ReportDifferences(ref c, model.Origin, at, acts);
        }

        c.MetricsDueAt = 0;
    }

    // Exports come at whole minutes since the conversation began.
    private static void MakeDue(ref Conversation c, long at)
    {
        if (c.MetricsDueAt == 0)
        {
            var minutes = ((at - c.Counters.OpenedAt) / CompanyParameters.MetricsExportMs) + 1;
            c.MetricsDueAt = c.Counters.OpenedAt + (minutes * CompanyParameters.MetricsExportMs);
        }
    }

    private static void ReportDifferences(ref Conversation c, CallOrigin origin, long at, ActBuffer acts)
    {
        var start = c.Counters.StartAt;
        ReportTokens(ref c.Counters.Tokens, origin, start, at, acts);
        ReportTokens(ref c.Counters.HelperTokens, AgentModel.Helper.Origin, start, at, acts);
        Take(ref c.Counters.LinesAdded, CounterMeasure.LinesAdded, origin, start, at, acts);
        Take(ref c.Counters.LinesRemoved, CounterMeasure.LinesRemoved, origin, start, at, acts);
        Take(ref c.Counters.Commits, CounterMeasure.Commits, AgentModel.NoModel, start, at, acts);
        Take(ref c.Counters.PullRequests, CounterMeasure.PullRequests, AgentModel.NoModel, start, at, acts);
        Take(ref c.Counters.EditsAccepted, CounterMeasure.EditsAccepted, AgentModel.NoModel, start, at, acts);
        Take(ref c.Counters.EditsRejected, CounterMeasure.EditsRejected, AgentModel.NoModel, start, at, acts);
        Take(ref c.Counters.UserActiveMs, CounterMeasure.UserActiveMs, AgentModel.NoModel, start, at, acts);
        Take(ref c.Counters.AgentActiveMs, CounterMeasure.AgentActiveMs, AgentModel.NoModel, start, at, acts);
        c.Counters.StartAt = at;
    }

    private static void ReportTokens(ref TokenCounts tokens, CallOrigin origin, long start, long at, ActBuffer acts)
    {
        Add(tokens.UncachedInput, CounterMeasure.UncachedInputTokens, origin, start, at, acts);
        Add(tokens.CacheRead, CounterMeasure.CacheReadTokens, origin, start, at, acts);
        Add(tokens.CacheWrite, CounterMeasure.CacheWriteTokens, origin, start, at, acts);
        Add(tokens.Output, CounterMeasure.OutputTokens, origin, start, at, acts);
        tokens = default;
    }

    private static void ReportRunningTotals(in Conversation c, CallOrigin origin, long at, ActBuffer acts)
    {
        var input = c.Counters.Tokens.UncachedInput + c.Counters.Tokens.CacheRead;
        Add(input, CounterMeasure.InclusiveInputTokens, origin, c.Counters.StartAt, at, acts);
        Add(c.Counters.Tokens.CacheRead, CounterMeasure.CacheReadTokens, origin, c.Counters.StartAt, at, acts);
        Add(c.Counters.Tokens.Output, CounterMeasure.OutputTokens, origin, c.Counters.StartAt, at, acts);
        Add(c.Counters.Tokens.Reasoning, CounterMeasure.ExclusiveReasoningTokens, origin, c.Counters.StartAt, at, acts);
    }

    private static void Take(ref int value, CounterMeasure measure, CallOrigin origin, long start, long at, ActBuffer acts)
    {
        Add(value, measure, origin, start, at, acts);
        value = 0;
    }

    private static void Add(long value, CounterMeasure measure, CallOrigin origin, long start, long at, ActBuffer acts)
    {
        if (value > 0)
        {
            ref var point = ref acts.Begin(ActKind.Counter, at, origin);
            point.StartUnixMs = start;
            point.Measure = measure;
            point.Value = value;
            acts.Keep();
        }
    }
}
