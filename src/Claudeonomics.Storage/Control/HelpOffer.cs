using Claudeonomics.Core.People;

namespace Claudeonomics.Storage.Control;

/// <summary>What somebody helps colleagues with.</summary>
public sealed class HelpOffer
{
    public required string PersonId { get; init; }

    /// <summary>One a line, by <see cref="HelpTopics"/>.</summary>
    public required string Topics { get; set; }

    /// <summary>By <see cref="SetUpNote"/>; empty for none.</summary>
    public required string Note { get; set; }

    /// <summary>How they took part when they published it. Under another appearance it is not shown: who remembers the words would learn who it is.</summary>
    public required Participation PublishedAs { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>Somebody said that a colleague's note or help did help.</summary>
public sealed class AcceptedHelp
{
    public required string HelperId { get; init; }

    public required string HelpedId { get; init; }

    /// <summary>Company day on which it was said.</summary>
    public required DateOnly Day { get; init; }
}
