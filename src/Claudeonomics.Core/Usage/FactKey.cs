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

    /// <summary>A call that a device found in its logs: everything that is told of it. Told otherwise it is another fact, so that the device can
    /// take back the one and keep the other.</summary>
    public static FactKey OfLogged(in UsageEvent call)
    {
        var usage = call.Usage;
        var hash = Mix(Mix(call.Device, (ulong)call.Identity), (ulong)call.AtUnixMs);
        hash = Mix(Mix(hash, call.Request), call.Ordinal);
        hash = Mix(Mix(hash, Of(usage)), (ulong)usage.CacheWrite5mTokens);
        hash = Mix(Mix(hash, (ulong)usage.CacheWrite1hTokens), (ulong)usage.ReasoningTokens);
        hash = Mix(Mix(Mix(hash, Of(call.Origin.Agent)), Of(call.Origin.Provider)), Of(call.Origin.Model));
        hash = Mix(hash, (ulong)call.Traits.Speed | ((ulong)call.Traits.ServiceTier << 8) | ((ulong)call.Traits.Geography << 16)
            | ((ulong)call.Source << 24) | ((ulong)call.ParserRevision << 32) | (call.IsPartial ? 1UL << 40 : 0));
        return new(Mix(Mix(hash, (ulong)call.WebSearches), call.ReportedCostMicros is { } cost ? (ulong)cost + 1 : 0));
    }

    /// <summary>A note about an hour of a device: what it is about, when the hour was read and what it says.</summary>
    public static FactKey OfNote(HourNoteKind kind, ulong subject, long readAtUnixMs) =>
        new(Mix(Mix(subject, (ulong)readAtUnixMs), 0x300 | ((ulong)kind << 16)));

    /// <summary>What the ledger keeps of an hour of a device stands under this, beside the conversations of agents.</summary>
    internal static ulong ConversationOf(int identity, ulong device, long hourUnixMs) =>
        Mix(Mix(device, (ulong)identity), (ulong)hourUnixMs);

    /// <summary>Counts of changes in an hour of a device stand under this, beside what else is kept of the hour.</summary>
    internal static ulong ChangesOf(ulong hour) => Mix(hour, 0x400);

    /// <summary>A series of counts that a device makes of an agent's changes.</summary>
    internal static ulong SeriesOf(ulong device, CounterMeasure measure, string agent) => Mix(Mix(device, (ulong)measure), Of(agent));

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

    // FNV-1a over the characters of a name: names are short, and what tells them apart is mixed once more.
    private static ulong Of(string name)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var letter in name)
            {
                hash = (hash ^ letter) * 1099511628211UL;
            }

            return hash;
        }
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
