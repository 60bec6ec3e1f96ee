namespace Claudeonomics.Core.Ranking;

/// <summary>Outcomes that a source outside the agents vouches for, such as merged changes of a code host.</summary>
/// <remarks>Immutable. While none is connected, the score looks at what the agents themselves report, and conditions about linked outcomes
/// are "not yet judged".</remarks>
public interface ILinkedOutcomes
{
    bool IsConnected { get; }

    /// <summary>Differs whenever the content differs.</summary>
    long Version { get; }

    /// <summary>In any order; what was reverted within 7 days is not among them.</summary>
    IReadOnlyList<LinkedOutcome> Outcomes { get; }
}

/// <summary>How large an accepted change is. A large one counts more than a small one, and far less than its lines: splitting gains little.</summary>
public enum SizeClass : byte
{
    /// <summary>Up to 20 changed lines.</summary>
    Small = 0,

    /// <summary>21 to 200 changed lines.</summary>
    Medium = 1,

    /// <summary>More than 200 changed lines.</summary>
    Large = 2,
}

/// <summary>One outcome that is linked to an identity.</summary>
/// <param name="Day">Company day on which it was accepted.</param>
public readonly record struct LinkedOutcome(int Identity, DateOnly Day, SizeClass Size);

/// <summary>No source of outcomes is connected.</summary>
public sealed class NoLinkedOutcomes : ILinkedOutcomes
{
    public static NoLinkedOutcomes Instance { get; } = new();

    public bool IsConnected => false;

    public long Version => 0;

    public IReadOnlyList<LinkedOutcome> Outcomes => [];
}
