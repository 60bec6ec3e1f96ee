using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.Json;

/// <summary>What an agent calls its counters, and which of them are parts of others.</summary>
/// <remarks>
/// Each counter is given by its paths inside the usage object; the first that is there counts. Where the object has a total, the total
/// judges: <c>{"input":5264,"cached":4864,"output":74,"thoughts":17,"tool":20,"total":5375}</c> adds up only if caches are inside the input
/// and thoughts beside the output. What is said here holds where there is no total, or none that adds up in any way.
/// </remarks>
internal sealed class UsageShape
{
    private JsonFields? _fields;

    public required string[] Input { get; init; }

    /// <summary>Input beside <see cref="Input"/>: results of tools that are sent along.</summary>
    public string[] Tool { get; init; } = [];

    public string[] CacheRead { get; init; } = [];

    /// <summary>All writes to caches, whatever their lifetime.</summary>
    public string[] CacheWrite { get; init; } = [];

    /// <summary>The part of <see cref="CacheWrite"/> that lives five minutes.</summary>
    public string[] CacheWrite5m { get; init; } = [];

    /// <summary>The part of <see cref="CacheWrite"/> that lives an hour.</summary>
    public string[] CacheWrite1h { get; init; } = [];

    public required string[] Output { get; init; }

    public string[] Reasoning { get; init; } = [];

    public string[] Total { get; init; } = [];

    /// <summary>What the agent says the call cost, in dollars.</summary>
    public string[] CostUsd { get; init; } = [];

    /// <summary>What was read from and written to caches is a part of <see cref="Input"/>.</summary>
    public bool InputIncludesCaches { get; init; }

    /// <summary><see cref="Reasoning"/> is a part of <see cref="Output"/>.</summary>
    public bool OutputIncludesReasoning { get; init; }

    /// <summary>Reads a usage object. Anything else has no counts.</summary>
    public UsageCounts Read(ReadOnlySpan<byte> usage)
    {
        if (usage is not [(byte)'{', ..])
        {
            return default;
        }

        _fields ??= new(
            [.. Input, .. Tool, .. CacheRead, .. CacheWrite, .. CacheWrite5m, .. CacheWrite1h, .. Output, .. Reasoning, .. Total, .. CostUsd]);
        if (!_fields.TryRead(usage, out var record))
        {
            return new() { Problem = UnreadReason.NotJson };
        }

        var counts = default(Counts);
        var raw = new RawCounts
        {
            Input = First(record, Input, ref counts) + First(record, Tool, ref counts),
            CacheRead = First(record, CacheRead, ref counts),
            CacheWrite = First(record, CacheWrite, ref counts),
            CacheWrite5m = First(record, CacheWrite5m, ref counts),
            CacheWrite1h = First(record, CacheWrite1h, ref counts),
            Output = First(record, Output, ref counts),
            Reasoning = First(record, Reasoning, ref counts),
            Total = First(record, Total, ref counts),
            InputIncludesCaches = InputIncludesCaches,
            OutputIncludesReasoning = OutputIncludesReasoning,
        };
        return UsageCounts.Of(raw, counts, Counts.MicrosOf(FirstNumber(record, CostUsd)));
    }

    private static long First(in JsonRecord record, string[] paths, ref Counts counts)
    {
        var number = FirstNumber(record, paths);
        return number.IsEmpty ? 0 : counts.Parse(number);
    }

    private static ReadOnlySpan<byte> FirstNumber(in JsonRecord record, string[] paths)
    {
        foreach (var path in paths)
        {
            if (record.Number(path) is { IsEmpty: false } number)
            {
                return number;
            }
        }

        return default;
    }
}

/// <summary>The usage of one call, read.</summary>
internal readonly record struct UsageCounts
{
    /// <param name="counts">What was wrong with the counters while they were read.</param>
    public static UsageCounts Of(in RawCounts raw, Counts counts, long? costMicros) =>
        new() { Problem = counts.Problem, IsReadable = counts.AreReadable, Tokens = raw.ToUsage(), CostMicros = costMicros };

    /// <summary>What was wrong with a counter.</summary>
    public UnreadReason? Problem { get; init; }

    public bool IsReadable { get; init; }

    public TokenUsage Tokens { get; init; }

    public long? CostMicros { get; init; }

    /// <summary>Whether there is something to count.</summary>
    public bool IsCall => IsReadable && Tokens.TotalTokens > 0;

    /// <summary>What to answer for a call of these counts that was handed over.</summary>
    public UnreadReason? Verdict(long? atUnixMs) => Problem ?? (atUnixMs is null ? UnreadReason.NoTime : null);
}
