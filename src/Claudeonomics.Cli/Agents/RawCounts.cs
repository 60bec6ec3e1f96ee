using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents;

/// <summary>Counts of one call as an agent tells them, and which of them are said to be parts of others. Each is at least 0.</summary>
internal readonly record struct RawCounts
{
    public long Input { get; init; }

    public long CacheRead { get; init; }

    /// <summary>All writes to caches, whatever their lifetime; where it is less than its parts, those are all.</summary>
    public long CacheWrite { get; init; }

    /// <summary>The part of <see cref="CacheWrite"/> that lives five minutes.</summary>
    public long CacheWrite5m { get; init; }

    /// <summary>The part of <see cref="CacheWrite"/> that lives an hour.</summary>
    public long CacheWrite1h { get; init; }

    public long Output { get; init; }

    public long Reasoning { get; init; }

    /// <summary>What the agent says all of it adds up to; 0 when it does not say.</summary>
    public long Total { get; init; }

    /// <summary>What was read from and written to caches is a part of <see cref="Input"/>.</summary>
    public bool InputIncludesCaches { get; init; }

    /// <summary><see cref="Reasoning"/> is a part of <see cref="Output"/>.</summary>
    public bool OutputIncludesReasoning { get; init; }

    /// <summary>The same counts in buckets that do not overlap.</summary>
    /// <remarks>Where there is a total, it judges; what is said to be inside of what holds where there is none, or none that adds up in any way.</remarks>
    public TokenUsage ToUsage()
    {
        var write = Math.Max(CacheWrite, CacheWrite5m + CacheWrite1h);
        var (cachesInside, reasoningInside) = Inside(Input + Output, CacheRead + write, Reasoning, Total);

        // A part that exceeds what it is said to be in stands beside it.
        cachesInside &= CacheRead + write <= Input;
        reasoningInside &= Reasoning <= Output;
        return new(
            Input - (cachesInside ? CacheRead + write : 0), CacheRead, CacheWrite5m, CacheWrite1h, write - CacheWrite5m - CacheWrite1h,
            Output + (reasoningInside ? 0 : Reasoning), Reasoning);
    }

    // Of the ways in which the counts can add up to the total, the one that is said to hold, else the first that does.
    private (bool Caches, bool Reasoning) Inside(long counts, long caches, long reasoning, long total)
    {
        ReadOnlySpan<(bool Caches, bool Reasoning)> ways =
        [
            (InputIncludesCaches, OutputIncludesReasoning), (InputIncludesCaches, !OutputIncludesReasoning),
            (!InputIncludesCaches, OutputIncludesReasoning), (!InputIncludesCaches, !OutputIncludesReasoning),
        ];
        foreach (var way in ways)
        {
            if (counts + (way.Caches ? 0 : caches) + (way.Reasoning ? 0 : reasoning) == total)
            {
                return way;
            }
        }

        return ways[0];
    }
}
