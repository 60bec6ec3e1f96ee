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
    public long Of(in TokenUsage tokens) =>
        (tokens.UncachedInputTokens * Input) + (tokens.OutputTokens * Output) + (tokens.CacheReadTokens * CacheRead)
        + (tokens.CacheWrite5mTokens * CacheWrite5m) + (tokens.CacheWrite1hTokens * CacheWrite1h) + (tokens.CacheWriteUnknownTokens * CacheWriteUnknown);
}
