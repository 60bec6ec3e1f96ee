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

    /// <summary>Files of tests that tools changed, as command lines count them in agents' logs.</summary>
    TestChanges = 7,

    /// <summary>Files of documentation that tools changed, told as <see cref="TestChanges"/> are.</summary>
    DocumentationChanges = 8,

    /// <summary>Reviews. No source tells of them yet: no log says that a review was made.</summary>
    Reviews = 9,
}
