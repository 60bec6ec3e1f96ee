using Claudeonomics.Core.People;

namespace Claudeonomics.Storage.Control;

/// <summary>What kudos are for. Stored; never renumbered.</summary>
/// <remarks>A fixed list and no words of one's own: nobody can be hurt, named or told on by a choice, so that nobody has to read along.</remarks>
public enum KudosReason
{
    Unstuck = 1,
    Taught = 2,
    Reviewed = 3,
    Shared = 4,
    Caught = 5,
    Lightened = 6,
}

/// <summary>One person's kudos for another in one company week.</summary>
public sealed class Kudos
{
    public required string FromPersonId { get; init; }

    public required string ToPersonId { get; init; }

    /// <summary>Its Monday.</summary>
    public required DateOnly Week { get; init; }

    /// <summary>Company day on which it was given.</summary>
    public required DateOnly Day { get; init; }

    public required KudosReason Reason { get; set; }

    /// <summary>How the giver took part then. Under another appearance they are not named any more: who remembers the one would learn the other.</summary>
    public required Participation GivenAs { get; set; }
}
