using System.Globalization;
using Claudeonomics.Cli.Counting;

namespace Claudeonomics.Cli.Blocks;

/// <summary>Five hours of one agent's use, as subscriptions count their limits: they begin with the hour (UTC) in which the first call was answered.</summary>
/// <param name="Agent">Whose.</param>
/// <param name="StartUnixMs">A full hour.</param>
/// <param name="Sums">Of all its calls; first and last tell when they were answered.</param>
internal sealed record UsageBlock(string Agent, long StartUnixMs, UsageSums Sums)
{
    public const long LengthMs = 5 * 60 * 60 * 1000;

    public long EndUnixMs => StartUnixMs + LengthMs;

    public bool IsActiveAt(long nowUnixMs) => nowUnixMs >= StartUnixMs && nowUnixMs < EndUnixMs;

    /// <summary>As the key of a report's row: <c>2026-11-21T09:00:00Z</c>.</summary>
    public string Key => KeyOf(StartUnixMs);

    /// <summary>Tokens a minute from the first call to the last one; null where one minute cannot be told from another.</summary>
    public double? TokensPerMinute => Sums.LastAtUnixMs - Sums.FirstAtUnixMs is >= MsPerMinute and var length ? (double)Sums.TotalTokens / length * MsPerMinute : null;

    private const long MsPerMinute = 60 * 1000;

    public static string KeyOf(long unixMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>How fast it is used up.</summary>
    /// <returns>Null when the block is over, or so young that a rate would say nothing.</returns>
    public BlockPace? PaceAt(long nowUnixMs)
    {
        var elapsed = nowUnixMs - Sums.FirstAtUnixMs;
        return IsActiveAt(nowUnixMs) && elapsed >= BlockPace.LeastMs ? new BlockPace(Sums, elapsed, EndUnixMs - nowUnixMs) : null;
    }
}

/// <summary>A running block's rate, from its first call until now, and what it comes to if it goes on so.</summary>
/// <param name="ElapsedMs">Since the first call; at least <see cref="LeastMs"/>.</param>
/// <param name="LeftMs">Until the block ends.</param>
internal readonly record struct BlockPace(UsageSums Sums, long ElapsedMs, long LeftMs)
{
    /// <summary>Ten minutes.</summary>
    public const long LeastMs = 10 * 60 * 1000;

    private const long MsPerMinute = 60 * 1000;
    private const long MsPerHour = 60 * MsPerMinute;

    public double TokensPerMinute => (double)Sums.TotalTokens / ElapsedMs * MsPerMinute;

    /// <summary>Null when nothing of it has a price.</summary>
    public decimal? UsdPerHour => Sums.ListCostUsd * MsPerHour / ElapsedMs;

    public long ProjectedTokens => Sums.TotalTokens + (long)((double)Sums.TotalTokens / ElapsedMs * LeftMs);

    /// <summary>Null when nothing of it has a price.</summary>
    public decimal? ProjectedUsd => Sums.ListCostUsd + (Sums.ListCostUsd * LeftMs / ElapsedMs);
}
