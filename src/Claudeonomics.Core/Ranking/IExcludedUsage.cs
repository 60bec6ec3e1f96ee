using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Ranking;

/// <summary>What an integrity run found that the game has to know: tokens that are not counted, findings that are open, and who is out of which
/// season.</summary>
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

    /// <summary>Findings past advice that no reviewer has decided yet, in any order.</summary>
    IReadOnlyList<OpenFinding> OpenFindings { get; }

    /// <summary>Who was taken out of a season by a reviewer, in any order.</summary>
    IReadOnlyList<OutOfSeason> OutOfSeason { get; }
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

/// <summary>A finding about a person's records.</summary>
/// <param name="PersonId">Of the roster.</param>
/// <param name="Days">That were judged.</param>
public readonly record struct OpenFinding(string PersonId, DayRange Days);

/// <summary>Somebody who has no place on <c>score</c> and wins nothing by what a season is judged by.</summary>
/// <param name="PersonId">Of the roster.</param>
/// <param name="Month">The season's first day.</param>
public readonly record struct OutOfSeason(string PersonId, DateOnly Month);

/// <summary>Before the first integrity run: everything counts, and nothing has been judged.</summary>
public sealed class NothingExcluded : IExcludedUsage
{
    public static NothingExcluded Instance { get; } = new();

    public bool IsJudged => false;

    public long Version => 0;

    public IReadOnlyList<ExcludedTokens> Tokens => [];

    public IReadOnlyList<OpenFinding> OpenFindings => [];

    public IReadOnlyList<OutOfSeason> OutOfSeason => [];
}
