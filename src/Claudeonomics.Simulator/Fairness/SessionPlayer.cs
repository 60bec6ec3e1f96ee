using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Fairness;

/// <summary>Plays one stretch of a conversation after its <see cref="SessionShape"/>.</summary>
internal sealed class SessionPlayer(DraftDay day, ReportedCosts costs)
{
    private const int MostActsPerExport = 48;
    private const long LongestExportMs = 600_000;
    private const double MostOutput = 32_000;
    private const double LeastOutput = 4;

    private Draft _draft = null!;
    private long _draftFrom;
    private int _sequence;
    private int _prompt;

    /// <summary>Plays and returns when the last act happened.</summary>
    /// <param name="random">Advances.</param>
    /// <param name="startMs">When the first prompt is given.</param>
    /// <param name="untilMs">Nothing begins later.</param>
    public long Play(ref SplitMix64 random, SessionShape shape, int person, Guid conversation, long startMs, long untilMs)
    {
        // A conversation that goes on the next day counts on: the moment is unique enough as a number.
        _sequence = (int)(startMs / 1000 % 1_000_000_000);
        (_prompt, _draftFrom) = (_sequence, 0);
        Open(shape, person, conversation, startMs);
        var at = startMs;
        var context = shape.Context;
        var isCold = !shape.IsWarm;
        var untilPrompt = shape.StartsWithPrompt ? 0.0 : shape.CallsPerPrompt;
        var sums = default(StretchSums);
        for (var call = 0; call < shape.Calls && at < untilMs; call++)
        {
            var isPrompt = call == 0 ? shape.StartsWithPrompt : untilPrompt <= 0;
            if (isPrompt)
            {
                at += call == 0 ? 0 : Ms(Draws.LogNormal(ref random, shape.PromptPause, shape.PromptPauseSigma));
                Prompt(shape, person, conversation, at);
                untilPrompt = shape.IsEven ? Math.Round(shape.CallsPerPrompt) : Draws.Exponential(ref random, shape.CallsPerPrompt);
                sums.UserMs += 9_000;
            }

            untilPrompt--;
            var pause = Ms(Math.Max(1.2, Draws.LogNormal(ref random, shape.CallPause, shape.CallPauseSigma)));
            at += pause;
            Open(shape, person, conversation, at);
            var written = Math.Max(40, Draws.LogNormal(ref random, shape.Written, shape.WrittenSigma));
            var pasted = isPrompt && shape.Pasted > 0 ? Draws.LogNormal(ref random, shape.Pasted, shape.PastedSigma) : 0;
            var output = Math.Clamp(Draws.LogNormal(ref random, shape.Output, shape.OutputSigma), LeastOutput, MostOutput);
            ref var act = ref Begin(ActKind.Call, at, shape.Model.Origin);
            act.Id = random.Next();
            act.DurationMs = (int)Math.Min(pause, 600_000);
            Fill(ref act, shape, (long)(isCold ? 0 : context), (long)(isCold ? context + written : written), (long)pasted, (long)output);
            _draft.Acts.Keep();
            sums.Add(act);
            isCold = false;
            if (shape.Grows)
            {
                context += written + pasted + output;
                if (context > shape.ContextCap)
                {
                    context = shape.ContextCap / 5;
                    isCold = true;
                }
            }

            at = Tools(ref random, shape, at, ref sums);
            sums.AgentMs += pause;
        }

        if (shape.SendsMetrics && !random.Chance(shape.LosesMetrics))
        {
            Metrics(shape, person, conversation, startMs, at, sums);
        }

        return at;
    }

    private void Prompt(SessionShape shape, int person, Guid conversation, long at)
    {
        Open(shape, person, conversation, at);
        _prompt = _sequence;
        if (!shape.LosesSignals)
        {
            Begin(ActKind.Prompt, at, shape.Model.Origin);
            _draft.Acts.Keep();
        }
    }

    private void Fill(ref Act act, SessionShape shape, long read, long written, long pasted, long output)
    {
        var tellsWrites = shape.Model.Origin.Provider is Act.AnthropicProvider;
        var fresh = 11 + pasted + (tellsWrites ? 0 : written);
        var isAnthropic = shape.Model.Agent is AgentKind.ClaudeCode;
        Set(ref act, fresh, read, tellsWrites ? written : 0, output, 1);
        act.CostMicros = isAnthropic ? costs.MicrosOf(act, shape.Model) : -1;
        if (shape.Inflation != 1)
        {
            Set(ref act, fresh, read, tellsWrites ? written : 0, output, shape.Inflation);
            act.CostMicros = isAnthropic && shape.InflatesCost ? costs.MicrosOf(act, shape.Model) : act.CostMicros;
        }
    }

    private static void Set(ref Act act, long fresh, long read, long written, long output, double factor)
    {
        act.UncachedInput = (int)(fresh * factor);
        act.CacheRead = (int)(read * factor);
        act.CacheWrite = (int)(written * factor);
        act.Output = (int)(output * factor);
    }

    // Decisions of settings follow at once; a person takes some seconds.
    private long Tools(ref SplitMix64 random, SessionShape shape, long at, ref StretchSums sums)
    {
        if (shape.Model.Agent is AgentKind.OpenCode)
        {
            return at;
        }

        for (var left = shape.ToolsPerCall; left > 0; left--)
        {
            if (!random.Chance(Math.Min(1, left)))
            {
                continue;
            }

            var isEdit = random.Chance(shape.EditShare);
            var isAsked = shape.IsAttended && random.Chance(shape.AskedShare);
            var decider = !isAsked ? Decider.Setting : random.Chance(0.06) ? Decider.PersonAgainst : Decider.Person;
            at += isAsked ? Ms(Draws.LogNormal(ref random, 7, 0.7)) : 60;
            if (isAsked)
            {
                sums.UserMs += 4_000;
            }

            if (decider is not Decider.PersonAgainst && isEdit)
            {
                sums.AddEdit(ref random, shape);
            }

            if (shape.LosesSignals)
            {
                continue;
            }

            var kind = shape.Model.Agent is AgentKind.GeminiCli && decider is not Decider.PersonAgainst ? ActKind.ToolResult : ActKind.Decision;
            ref var act = ref Begin(kind, at, shape.Model.Origin);
            act.Id = random.Next();
            act.Tool = isEdit ? Tool.Edit : random.Chance(0.4) ? Tool.Bash : Tool.Read;
            act.Decider = decider;
            act.DurationMs = 400;
            _draft.Acts.Keep();
        }

        return at;
    }

    private void Metrics(SessionShape shape, int person, Guid conversation, long from, long at, in StretchSums sums)
    {
        if (shape.Model.Agent is not AgentKind.ClaudeCode)
        {
            return;
        }

        var draft = day.Begin(person, shape.Model.Agent, ExportSignal.Metrics, conversation, shape.IsAttended, shape.Worth);
        var scale = shape.Inflation == 1 || shape.InflatesMetrics ? 1 : 1 / shape.Inflation;
        Point(draft, CounterMeasure.UncachedInputTokens, (long)(sums.Fresh * scale), from, at, shape.Model.Origin);
        Point(draft, CounterMeasure.CacheReadTokens, (long)(sums.Read * scale), from, at, shape.Model.Origin);
        Point(draft, CounterMeasure.CacheWriteTokens, (long)(sums.Written * scale), from, at, shape.Model.Origin);
        Point(draft, CounterMeasure.OutputTokens, (long)(sums.Output * scale), from, at, shape.Model.Origin);
        Point(draft, CounterMeasure.LinesAdded, sums.Added, from, at, shape.Model.Origin);
        Point(draft, CounterMeasure.LinesRemoved, sums.Removed, from, at, shape.Model.Origin);
        Point(draft, CounterMeasure.Commits, sums.Commits, from, at, AgentModel.NoModel);
        Point(draft, CounterMeasure.PullRequests, sums.Requests, from, at, AgentModel.NoModel);
        Point(draft, CounterMeasure.UserActiveMs, shape.IsAttended ? sums.UserMs : 0, from, at, AgentModel.NoModel);
        Point(draft, CounterMeasure.AgentActiveMs, sums.AgentMs, from, at, AgentModel.NoModel);
    }

    private static void Point(Draft draft, CounterMeasure measure, long value, long from, long at, CallOrigin origin)
    {
        if (value > 0)
        {
            ref var point = ref draft.Acts.Begin(ActKind.Counter, at, origin);
            (point.Measure, point.Value, point.StartUnixMs) = (measure, value, from);
            draft.Acts.Keep();
        }
    }

    private void Open(SessionShape shape, int person, Guid conversation, long at)
    {
        if (_draftFrom == 0 || at - _draftFrom > LongestExportMs || _draft.Acts.Acts.Length >= MostActsPerExport)
        {
            var signal = shape.Model.Agent is AgentKind.OpenCode ? ExportSignal.Traces : ExportSignal.Logs;
            _draft = day.Begin(person, shape.Model.Agent, signal, conversation, shape.IsAttended, shape.Worth);
            _draftFrom = at;
        }
    }

    private ref Act Begin(ActKind kind, long at, CallOrigin origin)
    {
        ref var act = ref _draft.Acts.Begin(kind, at, origin);
        act.Sequence = _sequence++;
        act.Prompt = _prompt;
        return ref act;
    }

    private static long Ms(double seconds) => (long)(Math.Min(seconds, 86_400) * 1000);

    private struct StretchSums
    {
        public long Fresh;
        public long Read;
        public long Written;
        public long Output;
        public long Added;
        public long Removed;
        public long Commits;
        public long Requests;
        public long UserMs;
        public long AgentMs;

        public void Add(in Act call)
        {
            Fresh += call.UncachedInput;
            Read += call.CacheRead;
            Written += call.CacheWrite;
            Output += call.Output;
        }

        public void AddEdit(ref SplitMix64 random, SessionShape shape)
        {
            var lines = Math.Max(1, (long)Draws.LogNormal(ref random, shape.LinesPerEdit, 0.8));
            Added += lines;
            Removed += (long)Math.Round(lines * shape.Removed);
            var isCommit = random.Chance(shape.CommitsPerEdit);
            var isRequest = isCommit && random.Chance(shape.RequestsPerCommit);
            if (shape.Cut is { } cut)
            {
                // Drawn beside the stream, so that the same work goes on as in the world where nothing is cut.
                var beside = random;
                isCommit = beside.Chance(cut.CommitsPerEdit);
                isRequest = isCommit && beside.Chance(cut.RequestsPerCommit);
            }

            Commits += isCommit ? 1 : 0;
            Requests += isRequest ? 1 : 0;
        }
    }
}

/// <summary>Numbers by chance.</summary>
internal static class Draws
{
    public static double LogNormal(ref SplitMix64 random, double median, double sigma) =>
        median * Math.Exp(sigma * Normal(ref random));

    public static double Normal(ref SplitMix64 random) => NormalQuantile.Of((random.Below(1 << 24) + 0.5) / (1 << 24));

    public static double Exponential(ref SplitMix64 random, double mean) => -mean * Math.Log(1 - random.Unit());

    public static double Between(ref SplitMix64 random, double from, double to) => from + ((to - from) * random.Unit());
}
