using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Advice;

/// <summary>Every call reads its whole context again. Those beyond a limit would have read no more than that.</summary>
/// <remarks>Only what was read from the cache is taken off, since what is new in a call was wanted. Compacting costs a call of its own, which is not
/// taken off; the context starts small again after it, which is not added.</remarks>
public sealed class ContextBloat : IHabit
{
    /// <summary>Half of the usual window: until here a conversation has room to work.</summary>
    public const long LongContext = 100_000;

    public AdviceKind Kind => AdviceKind.ContextBloat;

    public IEnumerable<Alternative> Find(AdviceThread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        for (var i = 0; i < thread.Calls.Length; i++)
        {
            if (Shortened(thread.Calls.Span[i].Usage) is { } shorter)
            {
                yield return new(i, thread.Origin, shorter);
            }
        }
    }

    /// <returns>The call without the cache reads beyond the limit; <see langword="null"/> where there were none.</returns>
    internal static TokenUsage? Shortened(in TokenUsage usage) =>
        Math.Min(usage.CacheReadTokens, usage.ContextTokens - LongContext) is > 0 and var spare
            ? new(
                usage.UncachedInputTokens, usage.CacheReadTokens - spare, usage.CacheWrite5mTokens, usage.CacheWrite1hTokens,
                usage.CacheWriteUnknownTokens, usage.OutputTokens, usage.ReasoningTokens)
            : null;
}
