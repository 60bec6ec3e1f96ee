using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Help;

/// <summary>What somebody offers, as others see it.</summary>
/// <param name="Name">As others see it.</param>
/// <param name="Topics">Each once.</param>
/// <param name="Note">Plain text; empty for none.</param>
/// <param name="Helped">Different people who said that it helped; <see langword="null"/> when too few for a number that tells of nobody.</param>
/// <param name="HelpedViewer">Whether the one who looks said so.</param>
public sealed record OfferedHelp(
    string PersonId, string Name, IReadOnlyList<string> Topics, string Note, int? Helped, bool HelpedViewer);

/// <param name="People">Who helps with it now.</param>
public sealed record OfferedTopic(string Topic, int People);

/// <summary>Who helps with what.</summary>
/// <param name="Topics">By name.</param>
/// <param name="Offers">The latest first; of one topic if one was asked for.</param>
public sealed record HelpBoard(IReadOnlyList<OfferedTopic> Topics, IReadOnlyList<OfferedHelp> Offers);

/// <summary>One's own offer.</summary>
/// <param name="Helped">Different people who said that it helped.</param>
/// <param name="IsShown">Otherwise its owner appears otherwise now than when they published it, or to nobody.</param>
public sealed record OwnOffer(IReadOnlyList<string> Topics, string Note, int Helped, bool IsShown)
{
    public static OwnOffer None { get; } = new([], "", 0, false);

    public bool IsAny => Topics.Count > 0 || Note.Length > 0;
}

/// <summary>What became of somebody's wish to offer help, or to say that some helped.</summary>
public enum HelpOutcome
{
    Done,

    /// <summary>Help is between people who take part, and is offered by those whom others see.</summary>
    NotShown,

    /// <summary>Nobody offers help under the id, or it is one's own.</summary>
    NoSuchOffer,
}
