using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Counting;

/// <summary>What calls are added up by: fine enough for every report.</summary>
/// <param name="Quarter">Quarters of an hour since 1970 UTC, since some zones begin their days at one; <see cref="NoTime"/> without a time.</param>
internal readonly record struct CellKey(int Quarter, int Conversation, int Project, int Origin)
{
    public const int NoTime = int.MinValue;

    private const long MsPerQuarter = 15 * 60 * 1000;

    public static CellKey Of(in Observation call) => new(
        call.AtUnixMs == Observation.NoTime ? NoTime : (int)(call.AtUnixMs / MsPerQuarter), call.Conversation, call.Project, call.Origin);

    public long StartUnixMs => Quarter * MsPerQuarter;
}

/// <summary>Sums of the calls of one key.</summary>
internal record struct UsageCell(CellKey Key, UsageSums Sums);

/// <summary>Sums of priced calls. Money in nano-dollars.</summary>
internal record struct UsageSums
{
    /// <summary>When the first and the last of them was answered, in milliseconds since 1970 UTC; 0 without any.</summary>
    public long FirstAtUnixMs;
    public long LastAtUnixMs;

    public long Requests;

    /// <summary>Calls whose file may hold less output than was billed.</summary>
    public long PartialRequests;

    public long UncachedInput;
    public long CacheRead;
    public long CacheWrite5m;
    public long CacheWrite1h;
    public long CacheWriteUnknown;
    public long Output;
    public long Reasoning;
    public long CostNanoUsd;
    public long UnpricedRequests;
    public long UnpricedTokens;

    public readonly long TotalTokens => UncachedInput + CacheRead + CacheWrite5m + CacheWrite1h + CacheWriteUnknown + Output;

    /// <summary>Null when calls were counted and none of them has a price.</summary>
    public readonly decimal? ListCostUsd => Requests > 0 && UnpricedRequests == Requests ? null : CostNanoUsd / 1_000_000_000m;

    /// <summary>The same to be taken away. Times stay: they only ever widen.</summary>
    public readonly UsageSums Negated => new()
    {
        Requests = -Requests,
        PartialRequests = -PartialRequests,
        UncachedInput = -UncachedInput,
        CacheRead = -CacheRead,
        CacheWrite5m = -CacheWrite5m,
        CacheWrite1h = -CacheWrite1h,
        CacheWriteUnknown = -CacheWriteUnknown,
        Output = -Output,
        Reasoning = -Reasoning,
        CostNanoUsd = -CostNanoUsd,
        UnpricedRequests = -UnpricedRequests,
        UnpricedTokens = -UnpricedTokens,
    };

    public void Add(in PricedCall call, long atUnixMs, bool isPartial)
    {
        Widen(atUnixMs, atUnixMs);
        Requests++;
        PartialRequests += isPartial ? 1 : 0;
        Add(call.Usage);
        if (call.ListCostNanoUsd is { } cost)
        {
            CostNanoUsd += cost;
        }
        else
        {
            UnpricedRequests++;
            UnpricedTokens += call.Usage.TotalTokens;
        }
    }

    public void Add(in UsageSums other)
    {
        Widen(other.FirstAtUnixMs, other.LastAtUnixMs);
        Requests += other.Requests;
        PartialRequests += other.PartialRequests;
        UncachedInput += other.UncachedInput;
        CacheRead += other.CacheRead;
        CacheWrite5m += other.CacheWrite5m;
        CacheWrite1h += other.CacheWrite1h;
        CacheWriteUnknown += other.CacheWriteUnknown;
        Output += other.Output;
        Reasoning += other.Reasoning;
        CostNanoUsd += other.CostNanoUsd;
        UnpricedRequests += other.UnpricedRequests;
        UnpricedTokens += other.UnpricedTokens;
    }

    private void Widen(long first, long last)
    {
        if (first != 0)
        {
            FirstAtUnixMs = FirstAtUnixMs == 0 ? first : Math.Min(FirstAtUnixMs, first);
            LastAtUnixMs = Math.Max(LastAtUnixMs, last);
        }
    }

    private void Add(in TokenUsage usage)
    {
        UncachedInput += usage.UncachedInputTokens;
        CacheRead += usage.CacheReadTokens;
        CacheWrite5m += usage.CacheWrite5mTokens;
        CacheWrite1h += usage.CacheWrite1hTokens;
        CacheWriteUnknown += usage.CacheWriteUnknownTokens;
        Output += usage.OutputTokens;
        Reasoning += usage.ReasoningTokens;
    }
}
