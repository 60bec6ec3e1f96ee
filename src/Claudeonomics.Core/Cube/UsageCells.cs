using System.Runtime.CompilerServices;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>One of the sums of a row. The numbers are stored in roll-ups and never change their meaning.</summary>
public enum UsageCell : byte
{
    Requests = 0,
    UncachedInputTokens = 1,
    CacheReadTokens = 2,
    CacheWrite5mTokens = 3,
    CacheWrite1hTokens = 4,
    CacheWriteUnknownTokens = 5,
    OutputTokens = 6,
    ReasoningTokens = 7,
    UnpricedTokens = 8,
    ListCostNanoUsd = 9,
    CostSpreadNanoUsd = 10,
    CacheSavedNanoUsd = 11,
}

/// <summary>Signed sums, one per <see cref="UsageCell"/>: what is added to a row, or taken back when a better copy of a call arrives.</summary>
/// <remarks>Parts may be negative; what a row has in all never is, but for what caches saved. Money is in nano-dollars. Sums are of 64 bits and begin
/// anew past them, as if more digits had been cut off: so that a fact that was taken can always be added and taken back exactly, in any order,
/// whatever somebody sends. Nobody's real use comes near.</remarks>
[InlineArray(Count)]
public struct UsageCells
{
    public const int Count = 12;

    private long _first;

    public long this[UsageCell cell]
    {
        readonly get => this[(int)cell];
        set => this[(int)cell] = value;
    }

    public readonly bool IsZero
    {
        get
        {
            long any = 0;
            for (var i = 0; i < Count; i++)
            {
                any |= this[i];
            }

            return any == 0;
        }
    }

    public readonly long TotalTokens => unchecked(
        this[UsageCell.UncachedInputTokens] + this[UsageCell.CacheReadTokens] + this[UsageCell.CacheWrite5mTokens]
        + this[UsageCell.CacheWrite1hTokens] + this[UsageCell.CacheWriteUnknownTokens] + this[UsageCell.OutputTokens]);

    public void Add(in UsageCells other)
    {
        for (var i = 0; i < Count; i++)
        {
            this[i] = unchecked(this[i] + other[i]);
        }
    }

    /// <summary>Adds for whoever reads: sums stand still at the greatest number.</summary>
    public void AddCapped(in UsageCells other)
    {
        for (var i = 0; i < Count; i++)
        {
            this[i] = Capped.Add(this[i], other[i]);
        }
    }

    public void Subtract(in UsageCells other)
    {
        for (var i = 0; i < Count; i++)
        {
            this[i] = unchecked(this[i] - other[i]);
        }
    }

    /// <summary>Adds a priced call.</summary>
    /// <param name="requests">1 for a call, 0 for a counter's tokens.</param>
    /// <param name="sign">1 to add, -1 to take back.</param>
    public void Add(in PricedCall call, int requests, int sign)
    {
        var usage = call.Usage;
        unchecked
        {
            this[UsageCell.Requests] += sign * requests;
            this[UsageCell.UncachedInputTokens] += sign * usage.UncachedInputTokens;
            this[UsageCell.CacheReadTokens] += sign * usage.CacheReadTokens;
            this[UsageCell.CacheWrite5mTokens] += sign * usage.CacheWrite5mTokens;
            this[UsageCell.CacheWrite1hTokens] += sign * usage.CacheWrite1hTokens;
            this[UsageCell.CacheWriteUnknownTokens] += sign * usage.CacheWriteUnknownTokens;
            this[UsageCell.OutputTokens] += sign * usage.OutputTokens;
            this[UsageCell.ReasoningTokens] += sign * usage.ReasoningTokens;
            if (call.ListCostNanoUsd is { } cost)
            {
                this[UsageCell.ListCostNanoUsd] += sign * cost;
                this[UsageCell.CostSpreadNanoUsd] += sign * call.CostSpreadNanoUsd;
                this[UsageCell.CacheSavedNanoUsd] += sign * call.CacheSavedNanoUsd;
            }
            else
            {
                this[UsageCell.UnpricedTokens] += sign * usage.TotalTokens;
            }
        }
    }

    /// <summary>The sums of a whole row, as far as sums go (<see cref="UsageSums"/>).</summary>
    public readonly UsageSums ToSums()
    {
        var output = Capped.Tokens(this[UsageCell.OutputTokens]);
        return new(
            Capped.Tokens(this[UsageCell.Requests]),
            new TokenUsage(
                Capped.Tokens(this[UsageCell.UncachedInputTokens]),
                Capped.Tokens(this[UsageCell.CacheReadTokens]),
                Capped.Tokens(this[UsageCell.CacheWrite5mTokens]),
                Capped.Tokens(this[UsageCell.CacheWrite1hTokens]),
                Capped.Tokens(this[UsageCell.CacheWriteUnknownTokens]),
                output,
                Math.Min(output, Capped.Tokens(this[UsageCell.ReasoningTokens]))),
            Capped.Tokens(this[UsageCell.UnpricedTokens]),
            Math.Max(0, Capped.NanoUsd(this[UsageCell.ListCostNanoUsd])),
            Math.Max(0, Capped.NanoUsd(this[UsageCell.CostSpreadNanoUsd])),
            Capped.NanoUsd(this[UsageCell.CacheSavedNanoUsd]));
    }
}
