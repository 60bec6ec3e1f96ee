namespace Claudeonomics.Core.Ranking.Focus;

/// <summary>What a focus counts.</summary>
public enum FocusMeasure : byte
{
    /// <summary>Active days.</summary>
    ActiveDays = 0,

    /// <summary>Edits that were accepted.</summary>
    AcceptedEdits = 1,

    /// <summary>Edits that were accepted or rejected: looked at.</summary>
    ReviewedEdits = 2,

    Commits = 3,

    PullRequests = 4,

    /// <summary>Lines that are gone.</summary>
    LinesRemoved = 5,

    /// <summary>Models with at least 10 calls.</summary>
    Models = 6,

    /// <summary>Changes to tests. Told by the command line's classes of changes, where those are connected.</summary>
    TestChanges = 7,

    /// <summary>Changes to documentation. Told as <see cref="TestChanges"/> are.</summary>
    DocumentationChanges = 8,

    /// <summary>Reviews. Told as <see cref="TestChanges"/> are.</summary>
    Reviews = 9,
}
