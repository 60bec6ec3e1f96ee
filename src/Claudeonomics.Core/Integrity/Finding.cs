using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Integrity;

/// <summary>What a finding is about. The numbers are stored and never change their meaning.</summary>
public enum FindingKind : byte
{
    /// <summary>Conversations that nobody supervised and that left nothing behind, by several independent signs.</summary>
    Waste = 1,

    /// <summary>Calls that no model could have answered.</summary>
    Impossible = 2,

    /// <summary>Calls that were counted before, under another name and moment.</summary>
    Replay = 3,

    /// <summary>Calls that are another person's.</summary>
    TwoPeople = 4,

    /// <summary>Counted tokens contradict what the same agent says elsewhere.</summary>
    SourcesDisagree = 5,

    /// <summary>A clock that jumps, or records that are far out of order: a collector to be looked after.</summary>
    Clock = 6,

    /// <summary>Faster than any model writes.</summary>
    Speed = 7,

    /// <summary>Signals of one person in two places at once.</summary>
    AtOnce = 8,

    /// <summary>Headless use that nobody declared: a question, not a suspicion.</summary>
    UndeclaredAutomation = 9,
}

/// <summary>How far a finding has gone. The numbers are stored and never change their meaning.</summary>
public enum LadderStep : byte
{
    /// <summary>Private advice, or a question. Nothing is taken away.</summary>
    Advice = 1,

    /// <summary>The tokens it names do not count towards score and titles. As far as any rule goes by itself.</summary>
    NotCounted = 2,

    /// <summary>A reviewer asked for context.</summary>
    NeedsContext = 3,

    /// <summary>Explained or appealed: waits for a reviewer.</summary>
    InReview = 4,

    /// <summary>A reviewer took the person out of the season.</summary>
    OutForSeason = 5,

    /// <summary>A reviewer accepted the explanation, or the finding was withdrawn: it has no effect.</summary>
    Dismissed = 6,
}

/// <summary>Tokens that a finding names.</summary>
public readonly record struct NamedTokens(int Identity, int Day, ulong Conversation, CallOrigin Origin, TokenUsage Usage);

/// <summary>What the rules say about a person's week. Private to the person and, once they answer, to a reviewer.</summary>
/// <param name="Person">Whoever runs the rules numbers people.</param>
/// <param name="From">First company day, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Until">Last company day.</param>
/// <param name="Step"><see cref="LadderStep.Advice"/> or <see cref="LadderStep.NotCounted"/>; never further by itself.</param>
/// <param name="NeedsSecondLook">A human has to look before anything follows.</param>
/// <param name="Weighted">Weighted tokens of what it names.</param>
/// <param name="Tokens">What is not counted; empty where nothing is taken away.</param>
public sealed record Finding(
    FindingKind Kind, int Person, int From, int Until, LadderStep Step, bool NeedsSecondLook, double Weighted,
    IReadOnlyList<Observation> Evidence, IReadOnlyList<NamedTokens> Tokens)
{
    /// <summary>More than advice: something follows from it, or a reviewer sees it.</summary>
    public bool IsPastAdvice => Step is not LadderStep.Advice || NeedsSecondLook;
}
