using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>How many of a call's cache writes of unknown lifetime lived five minutes and how many an hour, as far as the agent's own
/// cost tells.</summary>
/// <param name="Certain1h">Tokens that lived an hour in every reading that gives the reported cost.</param>
/// <param name="Certain5m">Tokens that lived five minutes in every such reading.</param>
/// <param name="Open">Tokens that lived an hour in some readings and five minutes in others.</param>
/// <remarks>
/// Claude Code's telemetry adds both lifetimes up and still prices them apart, so the cost it reports is an equation in one unknown:
/// <c>cost = known + writes * p5m + hour * (p1h - p5m)</c>. At Opus prices one token more in the hour's bucket is 3.75 micro-dollars,
/// so the whole micro-dollars that it reports leave one solution. At Haiku's 0.75 they sometimes leave two: then the
/// tokens on which both agree are taken and the one that differs stays open. Nothing is guessed.
/// </remarks>
internal readonly record struct WriteSplit(long Certain1h, long Certain5m, long Open, ReportedCost Reported)
{
    // The reported cost is rounded to a micro-dollar from a sum of binary fractions, so half of one is allowed on either side.
    private const long Tolerance = FemtoUsd.PerMicro / 2;

    /// <param name="known">Cost of everything else in the call.</param>
    /// <param name="open">Cache writes of unknown lifetime.</param>
    public static WriteSplit Solve(Int128 known, Rates rates, long open, long? reportedCostMicros)
    {
        if (reportedCostMicros is not { } micros)
        {
            return new(0, 0, open, ReportedCost.None);
        }

        var extra = rates.CacheWrite1h - rates.CacheWrite5m;
        // What the hour's share has to explain: reported minus the call with all writes at five minutes.
        var rest = FemtoUsd.Times(FemtoUsd.PerMicro, micros) - known - FemtoUsd.Times(rates.CacheWrite5m, open);
        if (open == 0 || extra <= 0)
        {
            return new(0, 0, open, rest >= -Tolerance && rest <= Tolerance ? ReportedCost.Agrees : ReportedCost.Differs);
        }

        var fewest = rest <= Tolerance ? 0 : CeilingOf(rest - Tolerance, extra);
        var most = rest < -Tolerance ? -1 : FloorOf(rest + Tolerance, extra);
        if (fewest > open || fewest > most)
        {
            return new(0, 0, open, ReportedCost.Differs);
        }

        var certain1h = (long)fewest;
        var possible1h = (long)Int128.Min(most, open);
        return new(certain1h, open - possible1h, possible1h - certain1h, ReportedCost.Agrees);
    }

    /// <summary>The usage with the certain tokens in their buckets.</summary>
    public TokenUsage Applied(in TokenUsage usage) => Certain1h == 0 && Certain5m == 0
        ? usage
        : new(usage.UncachedInputTokens, usage.CacheReadTokens, usage.CacheWrite5mTokens + Certain5m, usage.CacheWrite1hTokens + Certain1h,
            Open, usage.OutputTokens, usage.ReasoningTokens);

    // Both are asked for amounts of 0 or more.
    private static Int128 FloorOf(Int128 amount, long divisor) =>
        amount <= long.MaxValue ? (long)amount / divisor : amount / divisor;

    private static Int128 CeilingOf(Int128 amount, long divisor) => FloorOf(amount + divisor - 1, divisor);
}
