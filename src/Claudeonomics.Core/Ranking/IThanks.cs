namespace Claudeonomics.Core.Ranking;

/// <summary>What participants said about each other's help.</summary>
/// <remarks>Immutable: a change gives another object. Whoever does not take part any more may still be in it: readers leave out what is from or
/// to them, so that a withdrawal takes effect with the roster. Nothing here is shown to anybody but the two it is about: others see counts.</remarks>
public interface IThanks
{
    /// <summary>Differs whenever the content differs.</summary>
    long Version { get; }

    /// <summary>In any order.</summary>
    IReadOnlyList<Thank> All { get; }
}

/// <summary>How somebody said that a colleague helped.</summary>
public enum ThankKind : byte
{
    /// <summary>Kudos: once for a pair of people and a company week.</summary>
    Kudos = 0,

    /// <summary>A set-up note or an offer to help did help: once for a pair of people.</summary>
    HelpAccepted = 1,
}

/// <summary>One person thanked another.</summary>
/// <param name="From">Id of who says it.</param>
/// <param name="To">Id of who helped.</param>
/// <param name="Day">Company day on which it was said.</param>
public readonly record struct Thank(string From, string To, DateOnly Day, ThankKind Kind);

/// <summary>Nobody has said anything, or there is no place to say it.</summary>
public sealed class NoThanks : IThanks
{
    public static NoThanks Instance { get; } = new();

    public long Version => 0;

    public IReadOnlyList<Thank> All => [];
}
