using System.Numerics;
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
/// so the whole micro-dollars that it reports leave one solution. At Haiku's 0.75 they sometimes leave two: then the tokens on
/// which both agree are taken and the one that differs stays open. Nothing is guessed.
/// </remarks>
internal readonly record struct WriteSplit(long Certain1h, long Certain5m, long Open, ReportedCost Reported)
{
    // The reported cost is a sum of binary fractions rounded to a micro-dollar, so half of one is allowed on either side.
    private const long Tolerance = FemtoUsd.PerMicro / 2;

    /// <param name="known">Femto-dollars of everything else in the call.</param>
    /// <param name="open">Cache writes of unknown lifetime.</param>
    public static WriteSplit Solve<T>(T known, Rates rates, long open, long? reportedCostMicros)
        where T : struct, IBinaryInteger<T>
    {
        if (reportedCostMicros is not { } micros)
        {
            return new(0, 0, open, ReportedCost.None);
        }

        // What the hour's share has to explain: reported minus the call with all writes at five minutes.
        var rest = FemtoUsd.Times<T>(FemtoUsd.PerMicro, micros) - known - FemtoUsd.Times<T>(rates.CacheWrite5m, open);
        var tolerance = T.CreateTruncating(Tolerance);
        var extra = T.CreateTruncating(rates.CacheWrite1h - rates.CacheWrite5m);
        if (open == 0 || T.IsZero(extra))
        {
            return new(0, 0, open, T.Abs(rest) <= tolerance ? ReportedCost.Agrees : ReportedCost.Differs);
        }

        // hour * extra must lie within the tolerance of rest, and hour between none and all of the open tokens.
        var all = T.CreateTruncating(open);
        var fewest = rest <= tolerance ? T.Zero : (rest - tolerance + extra - T.One) / extra;
        var most = T.Min(all, (rest + tolerance) / extra);
        if (rest + tolerance < T.Zero || fewest > most)
        {
            return new(0, 0, open, ReportedCost.Differs);
        }

        return new(long.CreateTruncating(fewest), long.CreateTruncating(all - most), long.CreateTruncating(most - fewest), ReportedCost.Agrees);
    }

    /// <summary>The usage with the certain tokens in their buckets.</summary>
    public TokenUsage Applied(in TokenUsage usage) => Certain1h == 0 && Certain5m == 0
        ? usage
        : new(usage.UncachedInputTokens, usage.CacheReadTokens, usage.CacheWrite5mTokens + Certain5m, usage.CacheWrite1hTokens + Certain1h,
            Open, usage.OutputTokens, usage.ReasoningTokens);
}
