using Claudeonomics.Core.Cube;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>The part of what people and their agents did that scores are computed from.</summary>
public struct ScoredActs : IActivitySums
{
    private bool _isAny;

    /// <summary>Prompts by a person.</summary>
    public long Prompts { get; set; }

    /// <summary>Prompts and decisions by a person.</summary>
    public long HumanSignals { get; set; }

    public long EditsAccepted { get; set; }

    public long Commits { get; set; }

    public long PullRequests { get; set; }

    /// <summary><see cref="ActivitySums.IsAny"/> of any that were added.</summary>
    public readonly bool IsAny => _isAny;

    public void Add(in ActivitySums sums)
    {
        Prompts += sums.Prompts;
        HumanSignals += sums.HumanSignals;
        EditsAccepted += sums.EditsAccepted;
        Commits += sums.Commits;
        PullRequests += sums.PullRequests;
        _isAny |= sums.IsAny;
    }

    public void Add(in ScoredActs other)
    {
        Prompts += other.Prompts;
        HumanSignals += other.HumanSignals;
        EditsAccepted += other.EditsAccepted;
        Commits += other.Commits;
        PullRequests += other.PullRequests;
        _isAny |= other._isAny;
    }

    // Of the newest day, whose rows nobody has added up: the first cells of each, and no copy of it.
    public void Add(in ActivityCells cells)
    {
        Prompts += cells[ActivityCell.Prompts];
        HumanSignals += cells[ActivityCell.HumanSignals];
        EditsAccepted += cells[ActivityCell.EditsAccepted];
        Commits += cells[ActivityCell.Commits];
        PullRequests += cells[ActivityCell.PullRequests];
        _isAny |= ActivitySums.IsAnyOf(cells);
    }
}
