using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Matching;

/// <summary>What every source knows of a call's tokens: lifetimes and reasoning are details that some leave out.</summary>
internal readonly record struct CallCounts(long UncachedInput, long CacheRead, long CacheWrite, long Output)
    : IComparable<CallCounts>
{
    public static CallCounts Of(in TokenUsage usage) =>
        new(usage.UncachedInputTokens, usage.CacheReadTokens, usage.CacheWriteTokens, usage.OutputTokens);

    public int CompareTo(CallCounts other)
    {
        var order = UncachedInput.CompareTo(other.UncachedInput);
        order = order != 0 ? order : CacheRead.CompareTo(other.CacheRead);
        order = order != 0 ? order : CacheWrite.CompareTo(other.CacheWrite);
        return order != 0 ? order : Output.CompareTo(other.Output);
    }
}
