using System.Globalization;
using Claudeonomics.Cli.Counting;

namespace Claudeonomics.Cli.Reports;

/// <summary>Five hours in which a subscription counts usage together: from the hour of the first call on, anew after that or after a longer pause.</summary>
/// <param name="Start">Milliseconds since 1970 UTC, a whole hour.</param>
internal sealed record UsageBlock(string Agent, long Start, UsageSums Sums)
{
    public static readonly long LengthMs = (long)TimeSpan.FromHours(5).TotalMilliseconds;

    public long End => Start + LengthMs;

    /// <summary>As the key of a report's row.</summary>
    public static string KeyOf(long start) =>
        DateTimeOffset.FromUnixTimeMilliseconds(start).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>It has not ended, and there was no pause that ended it.</summary>
    public bool IsActive(DateTimeOffset now) => now.ToUnixTimeMilliseconds() is var ms && ms < End && ms >= Start;

    /// <summary>From the first call to the last one; null where one minute cannot be told from another.</summary>
    public double? TokensPerMinute => Minutes >= 1 ? Sums.TotalTokens / Minutes : null;

    /// <summary>What share of what was used so far is to be expected until the end, if it goes on as before.</summary>
    public double? ProjectedShare => Minutes >= 1 ? 1 + ((End - Sums.LastAtUnixMs) / 60_000.0 / Minutes) : null;

    private double Minutes => (Sums.LastAtUnixMs - Sums.FirstAtUnixMs) / 60_000.0;
}

/// <summary>Finds the blocks of each agent.</summary>
internal sealed class UsageBlocks
{
    private const long HourMs = 3_600_000;

    private readonly Dictionary<(string Agent, int Quarter), long> _starts = [];

    /// <param name="cells">With their agents; those without a time are in no block.</param>
    public UsageBlocks(IEnumerable<(string Agent, UsageCell Cell)> cells)
    {
        foreach (var agent in cells.Where(static cell => cell.Cell.Key.Quarter != CellKey.NoTime).GroupBy(static cell => cell.Agent))
        {
            long start = long.MinValue / 2, last = long.MinValue / 2;
            foreach (var quarter in agent.GroupBy(static cell => cell.Cell.Key.Quarter).OrderBy(static quarter => quarter.Key))
            {
                var first = quarter.Min(static cell => cell.Cell.Sums.FirstAtUnixMs);
                if (first >= start + UsageBlock.LengthMs || first - last > UsageBlock.LengthMs)
                {
                    start = first / HourMs * HourMs;
                }

                last = quarter.Max(static cell => cell.Cell.Sums.LastAtUnixMs);
                _starts[(agent.Key, quarter.Key)] = start;
            }
        }
    }

    /// <summary>When the block of a cell began.</summary>
    public long StartOf(string agent, in CellKey cell) => _starts[(agent, cell.Quarter)];
}
