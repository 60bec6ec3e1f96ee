using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Ranking;

/// <summary>What a token of each bucket weighs, in hundredths of an uncached input token: about what it costs beside one.</summary>
/// <param name="CacheWriteUnknown">Of unknown lifetime: between the two it may be.</param>
public readonly record struct TokenWeights(int Input, int Output, int CacheRead, int CacheWrite5m, int CacheWrite1h, int CacheWriteUnknown)
{
    /// <summary>Hundredths in one.</summary>
    public const int Unit = 100;

    /// <summary>Input 1, output 5, cache read 0.1, write 5 min 1.25, write 1 h 2, unknown 1.6.</summary>
    public static TokenWeights Default { get; } = new(100, 500, 10, 125, 200, 160);

    /// <summary>Weighted tokens, in hundredths. Reasoning is part of the output and weighs nothing of its own.</summary>
    public long Of(in TokenUsage tokens) => (long)Int128.Min(
        Capped.MostWeighted,
        ((Int128)tokens.UncachedInputTokens * Input) + ((Int128)tokens.OutputTokens * Output) + ((Int128)tokens.CacheReadTokens * CacheRead)
        + ((Int128)tokens.CacheWrite5mTokens * CacheWrite5m) + ((Int128)tokens.CacheWrite1hTokens * CacheWrite1h)
        + ((Int128)tokens.CacheWriteUnknownTokens * CacheWriteUnknown));
}
