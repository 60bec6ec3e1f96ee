using System.Globalization;
using Claudeonomics.Core.Cube;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>Everything a cube holds, in an order of its own, so that equal cubes give equal texts.</summary>
internal static class CubeDump
{
    // As many as the first release had.
    private const int FirstCells = 13;

    /// <param name="withBeginnings">Also where supervised stretches begin, which stores of earlier releases do not know.</param>
    public static string Of(UsageCube cube, bool withBeginnings = true)
    {
        var lines = new List<string>();
        foreach (var (number, day) in cube.HotDays)
        {
            var date = DateOnly.FromDayNumber(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            for (var row = 0; row < day.Usage.Count; row++)
            {
                var cells = day.Usage.CellsOf(row);
                if (!cells.IsZero)
                {
                    lines.Add($"{date} usage {day.Usage.Identities[row]} {cube.Dimensions[day.Usage.Dimensions[row]]} {Text(cells)}");
                }
            }

            for (var row = 0; row < day.Activity.Count; row++)
            {
                var cells = day.Activity.Cells[row];
                lines.Add($"{date} acts {day.Activity.Identities[row]} {cube.Agents.NameOf(day.Activity.Agents[row])} {Text(cells)}");
            }

            foreach (var (key, newest) in day.Threads.Conversations)
            {
                if (day.Threads.SecondsOf(newest, quiet: null) is not 0 and var seconds)
                {
                    var stretches = day.Threads.StretchesOf(newest).Where(stretch => withBeginnings && stretch.Ms != 0).Order();
                    lines.Add($"{date} thread {key.Identity} {key.Conversation:x16} {seconds}{string.Concat(stretches.Select(static stretch => $" {stretch}"))}");
                }
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private static string Text(UsageCells cells) =>
        string.Join(' ', Enumerable.Range(0, UsageCells.Count).Select(i => cells[i].ToString(CultureInfo.InvariantCulture)));

    private static string Text(ActivityCells cells)
    {
        var counts = Enumerable.Range(0, FirstCells).Select(i => cells[(ActivityCell)i].ToString(CultureInfo.InvariantCulture)).ToList();

        // Of cells that came later only those that are there, so that the sums of earlier releases read as they did.
        counts.InsertRange(0, Enumerable.Range(FirstCells, ActivityCells.CellCount - FirstCells).Where(i => cells[(ActivityCell)i] != 0)
            .Select(i => $"{(ActivityCell)i}={cells[(ActivityCell)i].ToString(CultureInfo.InvariantCulture)}"));
        counts.AddRange(cells.Contexts.ToArray().Select(static count => count.ToString(CultureInfo.InvariantCulture)));
        return $"{string.Join(' ', counts)} {cells.FirstHumanMs} {cells.LastHumanMs} {cells.FirstCallMs} {cells.LastCallMs}";
    }
}
