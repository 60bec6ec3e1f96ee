namespace Claudeonomics.Core.Usage;

/// <summary>Tokens of one or many model calls, split into buckets that do not overlap.</summary>
/// <remarks>
/// <para>Unit: whole tokens, each at least 0. <see cref="TotalTokens"/> is the sum of the six buckets;
/// <see cref="ReasoningTokens"/> is a part of <see cref="OutputTokens"/>, never added to it.</para>
/// <para>
/// Sources disagree on what "input" means, so callers name the shape they hold: OpenTelemetry's
/// <c>gen_ai.usage.input_tokens</c>, Codex's <c>input_token_count</c> and Gemini's prompt count include cached tokens;
/// Anthropic's <c>input_tokens</c> does not. See README.md beside this file.
/// </para>
/// </remarks>
public readonly record struct TokenUsage
{
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or reasoning exceeds output.</exception>
    public TokenUsage(
        long uncachedInputTokens,
        long cacheReadTokens,
        long cacheWrite5mTokens,
        long cacheWrite1hTokens,
        long cacheWriteUnknownTokens,
        long outputTokens,
        long reasoningTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(uncachedInputTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(cacheReadTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(cacheWrite5mTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(cacheWrite1hTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(cacheWriteUnknownTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(reasoningTokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputTokens, reasoningTokens);
        UncachedInputTokens = uncachedInputTokens;
        CacheReadTokens = cacheReadTokens;
        CacheWrite5mTokens = cacheWrite5mTokens;
        CacheWrite1hTokens = cacheWrite1hTokens;
        CacheWriteUnknownTokens = cacheWriteUnknownTokens;
        OutputTokens = outputTokens;
        ReasoningTokens = reasoningTokens;
    }

    public long UncachedInputTokens { get; }

    public long CacheReadTokens { get; }

    /// <summary>Written to a cache that lives five minutes.</summary>
    public long CacheWrite5mTokens { get; }

    /// <summary>Written to a cache that lives one hour.</summary>
    public long CacheWrite1hTokens { get; }

    /// <summary>Written to a cache whose lifetime the source does not tell.</summary>
    public long CacheWriteUnknownTokens { get; }

    /// <summary>Everything the model wrote, reasoning included.</summary>
    public long OutputTokens { get; }

    public long ReasoningTokens { get; }

    public long CacheWriteTokens => CacheWrite5mTokens + CacheWrite1hTokens + CacheWriteUnknownTokens;

    /// <summary>What the model was sent: everything but the output.</summary>
    public long ContextTokens => UncachedInputTokens + CacheReadTokens + CacheWriteTokens;

    public long TotalTokens => ContextTokens + OutputTokens;

    /// <summary>Reads a source whose input count already includes its cache counts (OpenTelemetry, OpenAI, Gemini).</summary>
    /// <param name="inputTokens">All tokens sent, cached ones included.</param>
    /// <param name="cacheReadTokens">The part read from a cache.</param>
    /// <param name="cacheWriteTokens">The part written to a cache, of unknown lifetime.</param>
    /// <param name="outputTokens">Everything written, reasoning included.</param>
    /// <param name="reasoningTokens">The part of the output that was reasoning.</param>
    /// <returns>The split, or <see langword="null"/> when a part exceeds its whole or a count is negative.</returns>
    public static TokenUsage? FromInclusiveInput(
        long inputTokens, long cacheReadTokens, long cacheWriteTokens, long outputTokens, long reasoningTokens)
    {
        if (inputTokens < 0 || cacheReadTokens < 0 || cacheWriteTokens < 0 || reasoningTokens < 0
            || outputTokens < reasoningTokens
            || (UInt128)(ulong)cacheReadTokens + (ulong)cacheWriteTokens > (ulong)inputTokens)
        {
            return null;
        }

        return new(inputTokens - cacheReadTokens - cacheWriteTokens, cacheReadTokens, 0, 0, cacheWriteTokens,
            outputTokens, reasoningTokens);
    }

    /// <summary>Reads a source whose input count leaves its cache counts out (Anthropic, Claude Code).</summary>
    /// <returns>The split, or <see langword="null"/> when a count is negative.</returns>
    public static TokenUsage? FromExclusiveInput(
        long uncachedInputTokens, long cacheReadTokens, long cacheWriteTokens, long outputTokens) =>
        (uncachedInputTokens | cacheReadTokens | cacheWriteTokens | outputTokens) < 0
            ? null
            : new(uncachedInputTokens, cacheReadTokens, 0, 0, cacheWriteTokens, outputTokens, 0);

    /// <summary>Adds bucket by bucket. No bucket of a sum holds more than 2^56 tokens, which is beyond anybody's use.</summary>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) => new(
        Sum(left.UncachedInputTokens, right.UncachedInputTokens),
        Sum(left.CacheReadTokens, right.CacheReadTokens),
        Sum(left.CacheWrite5mTokens, right.CacheWrite5mTokens),
        Sum(left.CacheWrite1hTokens, right.CacheWrite1hTokens),
        Sum(left.CacheWriteUnknownTokens, right.CacheWriteUnknownTokens),
        Sum(left.OutputTokens, right.OutputTokens),
        Sum(left.ReasoningTokens, right.ReasoningTokens));

    public static TokenUsage Add(TokenUsage left, TokenUsage right) => left + right;

    private static long Sum(long left, long right) => Capped.Tokens(Capped.Add(left, right));
}
