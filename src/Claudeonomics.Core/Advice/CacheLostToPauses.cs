using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Advice;

/// <summary>A conversation that goes on after its cache has died is written to it once more, at many times the price of reading it.</summary>
/// <remarks>
/// Counted is what the call before left in the cache and this one did not read, as far as this one wrote, where the pause was longer than the cache
/// lives and the context did not shrink meanwhile: a smaller one was compacted or cleared, and had to be written anyway. Providers that bill no writes
/// say nothing of how long their caches live, and are left out.
/// </remarks>
public sealed class CacheLostToPauses : IHabit
{
    // https://platform.claude.com/docs/en/build-with-claude/prompt-caching: five minutes, or an hour for twice the input price; each read begins them anew.
    private const long FiveMinutesMs = 5 * 60 * 1000;
    private const long HourMs = 60 * 60 * 1000;

    public AdviceKind Kind => AdviceKind.CacheLostToPauses;

    public IEnumerable<Alternative> Find(AdviceThread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        var lifetimeMs = long.MaxValue;
        for (var i = 1; i < thread.Calls.Length; i++)
        {
            var (before, call) = (thread.Calls.Span[i - 1], thread.Calls.Span[i]);
            var usage = call.Usage;
            lifetimeMs = LifetimeAfter(before.Usage, lifetimeMs);
            var cached = before.Usage.CacheReadTokens + before.Usage.CacheWriteTokens;
            if (call.AtUnixMs - before.AtUnixMs > lifetimeMs && usage.ContextTokens >= cached
                && Math.Min(cached - usage.CacheReadTokens, usage.CacheWriteTokens) is > 0 and var lost)
            {
                yield return new(i, thread.Origin, Reading(usage, lost));
            }
        }
    }

    // The longest of the lifetimes seen, and an hour where the file does not tell: a loss is rather overlooked than made up.
    private static long LifetimeAfter(in TokenUsage usage, long lifetimeMs) =>
        lifetimeMs == HourMs || usage.CacheWrite1hTokens + usage.CacheWriteUnknownTokens > 0 ? HourMs
        : usage.CacheWrite5mTokens > 0 ? FiveMinutesMs
        : lifetimeMs;

    // The cheaper writes first, so that the saving is not made larger than it is.
    private static TokenUsage Reading(in TokenUsage usage, long lost)
    {
        var of5m = Math.Min(lost, usage.CacheWrite5mTokens);
        var ofUnknown = Math.Min(lost - of5m, usage.CacheWriteUnknownTokens);
        var of1h = lost - of5m - ofUnknown;
        return new(
            usage.UncachedInputTokens, usage.CacheReadTokens + lost, usage.CacheWrite5mTokens - of5m, usage.CacheWrite1hTokens - of1h,
            usage.CacheWriteUnknownTokens - ofUnknown, usage.OutputTokens, usage.ReasoningTokens);
    }
}
