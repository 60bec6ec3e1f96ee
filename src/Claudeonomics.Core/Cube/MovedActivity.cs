using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>The activity over one window of those identities whose board row changes within it, by board row and agent.</summary>
internal sealed class MovedActivity
{
    private readonly ActivityWindow _window;
    private readonly long _version;

    private MovedActivity(ActivityWindow window, ActivityWindow sums) => (_window, _version, Sums) = (window, window.Version, sums);

    /// <summary>What stands for identities here are board rows.</summary>
    public ActivityWindow Sums { get; }

    /// <param name="map">Of the whole window: names who moves.</param>
    /// <param name="rowsOf">The rows of who moves on one day.</param>
    public static MovedActivity Of(
        ActivityWindow window, RowMap map, IEnumerable<(DateOnly Day, ActivityTable Activity)> days, Func<DayRange, RowMap> rowsOf)
    {
        var moves = new bool[map.Changing[^1] + 1];
        foreach (var identity in map.Changing)
        {
            moves[identity] = true;
        }

        var sums = new ActivityWindow();
        foreach (var (day, activity) in days)
        {
            var rows = rowsOf(new(day, day.AddDays(1)));
            var identities = activity.Identities;
            for (var row = 0; row < identities.Length; row++)
            {
                var identity = identities[row];
                if (identity < moves.Length && moves[identity] && rows.RowOf(identity) is >= 0 and var boardRow)
                {
                    sums.Add(boardRow, activity.Agents[row], ActivitySums.Of(activity.Cells[row]));
                }
            }
        }

        return new(window, sums);
    }

    /// <summary>Whether these still belong to a window: whatever changes in its days changes in the window with them.</summary>
    public bool IsOf(ActivityWindow window) => ReferenceEquals(window, _window) && window.Version == _version;
}
