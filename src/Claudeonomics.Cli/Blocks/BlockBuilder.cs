using System.Runtime.InteropServices;
using Claudeonomics.Cli.Counting;

namespace Claudeonomics.Cli.Blocks;

/// <summary>Divides each agent's calls into blocks of five hours.</summary>
internal static class BlockBuilder
{
    private const long MsPerHour = 60 * 60 * 1000;

    /// <returns>Blocks in the order of their beginnings, then of their agents. Calls without a time are in none.</returns>
    /// <remarks>A block ends five hours after it began; the next begins with the next call. Cells never reach over a full quarter of an hour, and
    /// blocks begin at full hours, so that a cell is always of one block.</remarks>
    public static List<UsageBlock> Build(IEnumerable<UsageCell> cells, NameTables names)
    {
        var quarters = new Dictionary<(string Agent, int Quarter), UsageSums>();
        foreach (var (key, sums) in cells)
        {
            if (key.Quarter != CellKey.NoTime)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(quarters, (names.Origins[key.Origin].Agent, key.Quarter), out _).Add(sums);
            }
        }

        var blocks = new List<UsageBlock>();
        var open = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var ((agent, quarter), sums) in quarters.Where(static quarter => quarter.Value.Requests > 0).OrderBy(static quarter => quarter.Key.Quarter))
        {
            var at = new CellKey(quarter, 0, 0, 0).StartUnixMs;
            if (open.TryGetValue(agent, out var last) && blocks[last].IsActiveAt(at))
            {
                var joined = blocks[last].Sums;
                joined.Add(sums);
                blocks[last] = blocks[last] with { Sums = joined };
            }
            else
            {
                open[agent] = blocks.Count;
                blocks.Add(new(agent, at - (at % MsPerHour), sums));
            }
        }

        return [.. blocks.OrderBy(static block => block.StartUnixMs).ThenBy(static block => block.Agent, StringComparer.Ordinal)];
    }
}
