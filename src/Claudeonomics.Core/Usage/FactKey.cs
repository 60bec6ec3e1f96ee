using System.Runtime.CompilerServices;

namespace Claudeonomics.Core.Usage;

/// <summary>The stable, source-local name of a fact within its identity and conversation.</summary>
/// <remarks>
/// Derived from what the fact stores, so that it takes no room of its own. Within one conversation of n facts two different
/// facts collide with a chance of about n²/2^65: one in two trillion at 4,000 facts.
/// </remarks>
public readonly record struct FactKey(ulong Value)
{
    /// <summary>A call that the provider named. Copies that a log keeps while the call is streamed are different facts of one call.</summary>
    public static FactKey OfRequest(Source source, ulong request, in UsageEvent call) =>
        source is Source.LocalLog
            ? new(Mix(Mix(request, Of(call.Usage)), (ulong)source | (call.IsPartial ? 256UL : 0) | ((ulong)call.ParserRevision << 16)))
            : new(Mix(request, (ulong)source));

    /// <summary>A call without a name: its moment, order and counts.</summary>
    public static FactKey OfMoment(Source source, long atUnixMs, ulong ordinal, in TokenUsage usage) =>
        new(Mix(Mix((ulong)atUnixMs, ordinal), Mix(Of(usage), 0x100 | (ulong)source)));

    /// <summary>A point of a series: where it started and when it was taken.</summary>
    public static FactKey OfCounter(ulong series, long startUnixMs, long atUnixMs) =>
        new(Mix(Mix(series, (ulong)startUnixMs), (ulong)atUnixMs));

    /// <summary>An act: its kind, moment and order.</summary>
    public static FactKey OfSignal(Source source, SignalKind kind, long atUnixMs, ulong ordinal) =>
        new(Mix(Mix((ulong)atUnixMs, ordinal), 0x200 | (ulong)source | ((ulong)kind << 16)));

    private static ulong Of(in TokenUsage usage)
    {
        var hash = Mix((ulong)usage.UncachedInputTokens, (ulong)usage.CacheReadTokens);
        hash = Mix(hash, (ulong)usage.CacheWriteTokens);
        return Mix(hash, (ulong)usage.OutputTokens);
    }

    // Two rounds of splitmix64's finaliser: every input bit reaches every output bit. The inputs are keyed hashes or small
    // numbers of one's own, so nobody can aim for a collision with somebody else's fact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong a, ulong b)
    {
        unchecked
        {
            var x = a + (0x9E3779B97F4A7C15UL * (b + 1));
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            x ^= x >> 31;
            x = (x ^ b) * 0xD6E8FEB86659FD93UL;
            return x ^ (x >> 32);
        }
    }
}
