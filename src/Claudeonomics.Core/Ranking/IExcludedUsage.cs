using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Ranking;

/// <summary>What an integrity run found that the game has to know: tokens that are not counted, and findings that are open.</summary>
/// <remarks>Immutable: a new run gives a new object. Only the score and titles look at it; <c>tokens</c>, <c>cost</c> and everybody's own
/// figures stay as they were reported. Implemented by whoever runs the integrity rules; <see cref="NothingExcluded"/> stands in before the
/// first run.</remarks>
public interface IExcludedUsage
{
    /// <summary>Whether a run has been made at all. Without one, conditions about findings are "not yet judged".</summary>
    bool IsJudged { get; }

    /// <summary>Differs whenever the content differs.</summary>
    long Version { get; }

    /// <summary>Tokens that are not counted, in any order. Several for the same identity, day and origin add up; never more than was used.</summary>
    IReadOnlyList<ExcludedTokens> Tokens { get; }

    /// <summary>Findings past advice that nobody has decided or explained yet, in any order.</summary>
    IReadOnlyList<OpenFinding> OpenFindings { get; }
}

/// <summary>Why tokens are not counted.</summary>
public enum ExclusionReason : byte
{
    /// <summary>Impossible or forged: arithmetic, replay, a clock, sources that disagree.</summary>
    SetAside = 0,

    /// <summary>A waste finding on the ladder's step "not counted".</summary>
    NotCounted = 1,

    /// <summary>Headless use that nobody declared or explained.</summary>
    UndeclaredAutomation = 2,
}

/// <summary>Tokens of one identity, company day and origin that are not counted.</summary>
/// <param name="Identity">Of the ledger; whose it is, the roster says.</param>
/// <param name="Model">Canonical name.</param>
/// <param name="Tokens">By bucket, as in the calls that are excluded.</param>
public readonly record struct ExcludedTokens(
    int Identity, DateOnly Day, string Agent, string Provider, string Model, TokenUsage Tokens, ExclusionReason Reason);

/// <summary>A finding about records of one identity and company day.</summary>
public readonly record struct OpenFinding(int Identity, DateOnly Day);

/// <summary>Before the first integrity run: everything counts, and nothing has been judged.</summary>
public sealed class NothingExcluded : IExcludedUsage
{
    public static NothingExcluded Instance { get; } = new();

    public bool IsJudged => false;

    public long Version => 0;

    public IReadOnlyList<ExcludedTokens> Tokens => [];

    public IReadOnlyList<OpenFinding> OpenFindings => [];
}
