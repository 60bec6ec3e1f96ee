using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents;

/// <summary>Takes the calls of one file after another.</summary>
public abstract class CallSink
{
    /// <summary>Takes one call. Copies of one call may be added any number of times: of each count the largest is kept.</summary>
    public abstract void Add(in LogCall call);

    /// <summary>Takes one change. Copies of one may be added any number of times.</summary>
    public abstract void AddChange(in LogChange change);

    /// <summary>The start of a <see cref="LogCall.Key"/>: a keyed hash of an id, 0 for an empty one.</summary>
    public abstract ulong Hash(ReadOnlySpan<byte> id);

    /// <summary>A key of two parts whose order matters.</summary>
    public static ulong Join(ulong first, ulong second)
    {
        unchecked
        {
            var x = first + (0x9E3779B97F4A7C15UL * (second + 1));
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            x ^= x >> 31;
            x = (x ^ second) * 0xD6E8FEB86659FD93UL;
            x ^= x >> 32;
            return x == 0 ? 1 : x;
        }
    }

    /// <summary>A key of counts: equal for copies of one answer, and rarely for two answers of a conversation.</summary>
    public static ulong Of(in TokenUsage usage) => Join(
        Join((ulong)usage.UncachedInputTokens, (ulong)usage.CacheReadTokens), Join((ulong)usage.CacheWriteTokens, (ulong)usage.OutputTokens));
}
