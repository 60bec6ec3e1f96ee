using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Scoring;

namespace Claudeonomics.Tests.Cube;

public sealed class ActivityCellsTests
{
    [Fact]
    public void ContextBucket_EverySizeUpToTheLargest_IsWhatTheLogarithmSays()
    {
        for (var tokens = 0L; tokens < 1_300_000; tokens++)
        {
            var expected = tokens <= 4096 ? 0 : Math.Min(ActivityCells.ContextBuckets - 1, (int)Math.Ceiling(4 * (Math.Log2(tokens) - 12)));
            if (ActivityCells.ContextBucket(tokens) != expected)
            {
                Assert.Fail($"{tokens} tokens fall into {ActivityCells.ContextBucket(tokens)}, not into {expected}");
            }
        }

        Assert.Equal(ActivityCells.ContextBuckets - 1, ActivityCells.ContextBucket(long.MaxValue));
    }

    [Fact]
    public void ActSpan_PromptsBeforeAndAfter_IsOfDecisionsAlone()
    {
        const long Minute = 60_000;
        var change = default(ActivityChange);
        change.AddHumanSignal(1 * Minute);
        change.AddHumanSignal(200 * Minute);
        var cells = default(ActivityCells);
        change.AddTo(ref cells);
        Assert.Equal((199 * Minute, 199 * Minute), (cells.HumanSpanMs, cells.ActSpanMs));

        change.AddAct(50 * Minute);
        change.AddAct(60 * Minute);
        change.AddTo(ref cells);
        Assert.Equal((199 * Minute, 10 * Minute), (cells.HumanSpanMs, cells.ActSpanMs));
        Assert.False(ActiveDayRule.Default.IsMetBySignals(12, 8, cells.HumanSpanMs, cells.ActSpanMs));

        change.AddAct(70 * Minute);
        change.AddTo(ref cells);
        Assert.True(ActiveDayRule.Default.IsMetBySignals(12, 8, cells.HumanSpanMs, cells.ActSpanMs));
    }

    /// <summary>Scores read a day's cells as they are, and windows added up: both tell the same.</summary>
    [Fact]
    public void ScoredActs_OfCellsOrOfTheirSums_AreTheSame()
    {
        for (var cell = 0; cell < ActivityCells.CellCount; cell++)
        {
            var cells = default(ActivityCells);
            cells[(ActivityCell)cell] = 7;
            var (direct, summed) = (default(ScoredActs), default(ScoredActs));

            direct.Add(cells);
            summed.Add(ActivitySums.Of(cells));

            Assert.Equal(summed, direct);
        }
    }

    [Fact]
    public void AddTo_ClearedAndUsedAgain_AddsOnlyWhatCameAfter()
    {
        var change = default(ActivityChange);
        change.AddCall(5_000);
        change.AddHumanSignal(6_000);
        change.AddContext(32, 2);
        var once = default(ActivityCells);
        change.AddTo(ref once);
        Assert.Equal((1, 1, 2, 5_000, 6_000), (once[ActivityCell.ReportedCalls], once[ActivityCell.HumanSignals], once.CallsOf(32), once.LastCallMs, once.FirstHumanMs));
        change.Clear();
        change.Add(ActivityCell.Commits, 3);
        var then = default(ActivityCells);
        change.AddTo(ref then);
        Assert.Equal((3, 0, 0, 0, 0), (then[ActivityCell.Commits], then[ActivityCell.ReportedCalls], then.CallsOf(32), then.LastCallMs, then.FirstHumanMs));
    }
}
