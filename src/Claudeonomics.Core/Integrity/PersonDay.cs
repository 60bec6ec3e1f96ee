namespace Claudeonomics.Core.Integrity;

/// <summary>A conversation about which several families of signs agree.</summary>
public sealed record SuspectConversation(
    ulong Conversation, int Points, int Families, double Weighted, IReadOnlyList<Observation> Evidence, IReadOnlyList<NamedTokens> Tokens);

/// <summary>What is kept of a person's day once its facts were read: enough to judge a week without reading them again.</summary>
public sealed record PersonDay
{
    public required int Person { get; init; }

    public required int Day { get; init; }

    public double Weighted { get; init; }

    public IReadOnlyList<SuspectConversation> Suspects { get; init; } = [];

    /// <summary>Headless use without a declaration.</summary>
    public IReadOnlyList<NamedTokens> Headless { get; init; } = [];

    public double HeadlessWeighted { get; init; }

    public int ImpossibleCalls { get; init; }

    public int PricedCalls { get; init; }

    public int OverstatedCalls { get; init; }

    /// <summary>Conversations with single calls and counters of the same.</summary>
    public int ComparedConversations { get; init; }

    /// <summary>Of these, those in which single calls say more.</summary>
    public int DisagreeingConversations { get; init; }

    /// <summary>Of these, those in which they say so much more that nothing was lost: something was added.</summary>
    public int ForgedConversations { get; init; }

    public int CallsOfOthers { get; init; }

    public int AtOncePairs { get; init; }

    public int FastConversations { get; init; }

    public int DisorderedSignals { get; init; }

    public int ReplayedCalls { get; init; }

    /// <summary>Conversations whose records are impossible, overstated or forged.</summary>
    public IReadOnlyList<NamedTokens> Contradicting { get; init; } = [];

    public IReadOnlyList<NamedTokens> Replayed { get; init; } = [];

    /// <summary>Nothing to remember but that there was a day.</summary>
    public bool IsPlain => Suspects.Count + Headless.Count + Contradicting.Count + Replayed.Count == 0
        && ImpossibleCalls + OverstatedCalls + DisagreeingConversations + CallsOfOthers + AtOncePairs + FastConversations + DisorderedSignals == 0;
}
