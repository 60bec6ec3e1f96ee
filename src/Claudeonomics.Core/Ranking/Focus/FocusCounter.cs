using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Focus;

/// <summary>Counts a month's focus.</summary>
internal static class FocusCounter
{
    // Calls from which a model is tried and not just met.
    private const int CallsOfModel = 10;

    // One in so many of those who change anything has to tell what it was about.
    private const int LeastTelling = 2;

    /// <summary>Whether a measure has a source for all of some days.</summary>
    /// <param name="everybody">Whoever the month's focus is one for.</param>
    public static bool IsConnected(FocusMeasure measure, IBoardData data, DayRange days, BoardScope everybody) => measure switch
    {
        FocusMeasure.Reviews => false,
        FocusMeasure.TestChanges or FocusMeasure.DocumentationChanges => data.ActivityFrom <= days.Start && AreChangesTold(data, days, everybody),
        FocusMeasure.Models => true,
        _ => data.ActivityFrom <= days.Start,
    };

    /// <summary>The days of a window on which its focus counts: those of the month in which it ends.</summary>
    public static DayRange DaysOf(DayRange window)
    {
        var month = DayRange.MonthOf(window.End.AddDays(-1)).Start;
        return new(month > window.Start ? month : window.Start, window.End);
    }

    /// <summary>Adds the count of a measure per row of a scope.</summary>
    /// <param name="untold">Receives for each row whether nothing tells of the measure at all, so that its zero says nothing; may be empty.</param>
    public static void Count(
        FocusMeasure measure, IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, ActiveDayBits active, Span<long> byRow, Span<bool> untold = default)
    {
        switch (measure)
        {
            case FocusMeasure.ActiveDays:
                CountActiveDays(days, scope, active, byRow);
                break;
            case FocusMeasure.Models:
                CountModels(data, days, filter, scope, byRow);
                break;
            default:
                CountActivity(measure, data, days, filter, scope, byRow, untold);
                break;
        }
    }

    /// <summary>How far somebody's count fills a focus: a part-time pattern has a target in proportion.</summary>
    /// <returns>0 to 1.</returns>
    public static double Progress(long count, FocusCount focus, double workingDays) => Math.Clamp(count / (focus.Target * workingDays / 5), 0, 1);

    public static long CountOf(FocusMeasure measure, in ActivitySums sums) => measure switch
    {
        FocusMeasure.AcceptedEdits => sums.EditsAccepted,
        FocusMeasure.ReviewedEdits => sums.EditsAccepted + sums.EditsRejected,
        FocusMeasure.Commits => sums.Commits,
        FocusMeasure.PullRequests => sums.PullRequests,
        FocusMeasure.LinesRemoved => sums.LinesRemoved,
        FocusMeasure.TestChanges => sums.TestChanges,
        FocusMeasure.DocumentationChanges => sums.DocumentationChanges,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "not told by activity"),
    };

    // Agents without signals, and machines whose command line does not send, say nothing: not that there was none.
    private static bool IsTold(FocusMeasure measure, in ActivitySums sums) =>
        measure is FocusMeasure.TestChanges or FocusMeasure.DocumentationChanges ? sums.HasChanges : sums.IsAny;

    // Only a command line tells what changes were about. While few people's does, the focus of all is counted by what everybody's agents tell.
    private static bool AreChangesTold(IBoardData data, DayRange days, BoardScope everybody)
    {
        using var activity = new Scratch<ActivitySums>(everybody.Rows);
        data.SumActivity(days, agent: null, everybody, activity.Span);
        var (editing, telling) = (0, 0);
        foreach (ref readonly var sums in activity.Span)
        {
            editing += sums.HasChanges || sums.EditsAccepted > 0 ? 1 : 0;
            telling += sums.HasChanges ? 1 : 0;
        }

        return telling > 0 && telling * LeastTelling >= editing;
    }

    private static void CountActiveDays(DayRange days, BoardScope scope, ActiveDayBits active, Span<long> byRow)
    {
        foreach (ref readonly var span in scope.Spans)
        {
            var (from, to) = (span.From > days.Start ? span.From : days.Start, span.Until < days.End ? span.Until : days.End);
            if (from < to)
            {
                byRow[span.Row] += active.Count(span.Person, new(from, to));
            }
        }
    }

    private static void CountModels(IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, Span<long> byRow)
    {
        // A callback cannot hold the caller's span, and a model reached through two providers is one model.
        var counts = new long[scope.Rows];
        var models = data.Models;
        data.SumByModel(BoardMeasure.Requests, days, filter, scope, (row, sums) =>
        {
            if (sums.Length == 1)
            {
                counts[row] = sums[0].Value >= CallsOfModel ? 1 : 0;
                return;
            }

            var calls = new Dictionary<string, long>(sums.Length, StringComparer.Ordinal);
            foreach (var sum in sums)
            {
                calls[models[sum.Model].Model] = calls.GetValueOrDefault(models[sum.Model].Model) + sum.Value;
            }

            counts[row] = calls.Count(static model => model.Value >= CallsOfModel);
        });
        for (var row = 0; row < counts.Length; row++)
        {
            byRow[row] += counts[row];
        }
    }

    private static void CountActivity(
        FocusMeasure measure, IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, Span<long> byRow, Span<bool> untold)
    {
        using var activity = new Scratch<ActivitySums>(scope.Rows);
        data.SumActivity(days, filter.Agent, scope, activity.Span);
        for (var row = 0; row < byRow.Length; row++)
        {
            byRow[row] += CountOf(measure, activity.Span[row]);
        }

        for (var row = 0; row < untold.Length; row++)
        {
            untold[row] = !IsTold(measure, activity.Span[row]);
        }
    }
}
