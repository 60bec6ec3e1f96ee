using Claudeonomics.Core.Cube;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>Holds a cube's sums by identity and day to a truth.</summary>
internal static class CubeSums
{
    public static void AssertAre(IReadOnlyDictionary<(int Identity, DateOnly Day), GeneratedHistory.Truth> truth, UsageCube cube)
    {
        var sums = new Dictionary<(int, DateOnly), GeneratedHistory.Truth>();
        foreach (var (number, day) in cube.HotDays)
        {
            for (var row = 0; row < day.Usage.Count; row++)
            {
                var key = (day.Usage.Identities[row], DateOnly.FromDayNumber(number));
                var cells = day.Usage.CellsOf(row);
                if (cells.IsZero)
                {
                    continue;
                }

                var before = sums.GetValueOrDefault(key) ?? new(0, 0, 0, 0, 0);
                sums[key] = new(
                    before.Requests + cells[UsageCell.Requests],
                    before.Uncached + cells[UsageCell.UncachedInputTokens],
                    before.Read + cells[UsageCell.CacheReadTokens],
                    before.Write + cells[UsageCell.CacheWrite5mTokens] + cells[UsageCell.CacheWrite1hTokens]
                        + cells[UsageCell.CacheWriteUnknownTokens],
                    before.Output + cells[UsageCell.OutputTokens]);
            }
        }

        Assert.Equal(
            truth.OrderBy(static pair => pair.Key).Select(static pair => (pair.Key, pair.Value)),
            sums.OrderBy(static pair => pair.Key).Select(static pair => (pair.Key, pair.Value)));
    }
}
