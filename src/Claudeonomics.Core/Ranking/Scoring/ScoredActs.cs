using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Usage;

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
        Prompts = Capped.Add(Prompts, sums.Prompts);
        HumanSignals = Capped.Add(HumanSignals, sums.HumanSignals);
        EditsAccepted = Capped.Add(EditsAccepted, sums.EditsAccepted);
        Commits = Capped.Add(Commits, sums.Commits);
        PullRequests = Capped.Add(PullRequests, sums.PullRequests);
        _isAny |= sums.IsAny;
    }

    public void Add(in ScoredActs other)
    {
        Prompts = Capped.Add(Prompts, other.Prompts);
        HumanSignals = Capped.Add(HumanSignals, other.HumanSignals);
        EditsAccepted = Capped.Add(EditsAccepted, other.EditsAccepted);
        Commits = Capped.Add(Commits, other.Commits);
        PullRequests = Capped.Add(PullRequests, other.PullRequests);
        _isAny |= other._isAny;
    }

    public void Cap()
    {
        Prompts = Capped.Acts(Prompts);
        HumanSignals = Capped.Acts(HumanSignals);
        EditsAccepted = Capped.Acts(EditsAccepted);
        Commits = Capped.Acts(Commits);
        PullRequests = Capped.Acts(PullRequests);
    }

    // Of the newest day, whose rows nobody has added up: the first cells of each, and no copy of it.
    public void Add(in ActivityCells cells)
    {
        Prompts = Capped.Add(Prompts, cells[ActivityCell.Prompts]);
        HumanSignals = Capped.Add(HumanSignals, cells[ActivityCell.HumanSignals]);
        EditsAccepted = Capped.Add(EditsAccepted, cells[ActivityCell.EditsAccepted]);
        Commits = Capped.Add(Commits, cells[ActivityCell.Commits]);
        PullRequests = Capped.Add(PullRequests, cells[ActivityCell.PullRequests]);
        _isAny |= ActivitySums.IsAnyOf(cells);
    }
}
