using System.Globalization;

namespace Claudeonomics.Simulator.Wire;

/// <summary>Moments as OTLP and its agents write them.</summary>
internal static class WireClock
{
    /// <summary>Bytes of an ISO 8601 time with milliseconds.</summary>
    public const int IsoLength = 24;

    public static ulong Nanoseconds(long unixMs) => (ulong)unixMs * 1_000_000;

    /// <summary><c>2026-11-22T00:40:05.893Z</c></summary>
    public static ReadOnlySpan<byte> WriteIso(long unixMs, Span<byte> to)
    {
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).TryFormat(
            to, out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return to[..written];
    }
}
