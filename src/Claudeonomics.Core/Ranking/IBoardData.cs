using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Where boards get their sums: the cube, as ranking needs it.</summary>
public interface IBoardSource
{
    /// <summary>Grows with every change of the sums; equal versions give equal answers.</summary>
    long Version { get; }

    /// <summary>Raised after <see cref="Version"/> grew. Cheap to raise and to hear: listeners only take note.</summary>
    event Action? Changed;

    /// <summary>Opens the sums as they are now, attributed by a roster. Nothing changes in them until they are disposed.</summary>
    IBoardData Open(Roster roster);
}

/// <summary>One unchanging view of the sums. Used by one thread, disposed soon.</summary>
/// <remarks>
/// <para>Columnar on purpose: 85,000 people for 30 days and 3 models are 7.65 million rows, and a board has milliseconds. Answers
/// go into arrays of the caller by row of a <see cref="BoardScope"/>, or by person ordinal of <see cref="Roster"/>; only the few
/// rows that are shown become objects.</para>
/// <para>A call or signal belongs to the person its identity is linked to on its company day, and counts only if the scope says so.
/// What the scope leaves out (everybody who does not take part) is in no answer.</para>
/// </remarks>
public interface IBoardData : IDisposable
{
    /// <summary>The <see cref="IBoardSource.Version"/> that is seen.</summary>
    long Version { get; }

    /// <summary>By which the sums are attributed.</summary>
    Roster Roster { get; }

    /// <summary>Every provider and canonical model there is, at most 2,000 models. The place in the list is the model's index in
    /// <see cref="ModelSum"/>; it may differ between two views.</summary>
    IReadOnlyList<BoardModel> Models { get; }

    /// <summary>Adds a measure per row of the scope.</summary>
    /// <param name="byRow">Length <see cref="BoardScope.Rows"/>; added to, not cleared.</param>
    void Sum(BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope, Span<long> byRow);

    /// <summary>Adds what scores are computed from per row of the scope, in one pass.</summary>
    /// <param name="byRow">Length <see cref="BoardScope.Rows"/>; added to, not cleared.</param>
    void SumWeighted(TokenWeights weights, DayRange days, UsageFilter filter, BoardScope scope, Span<WeightedUsage> byRow);

    /// <summary>The first company day whose activity is known: before it, nothing is known of what people and agents did.</summary>
    DateOnly ActivityFrom { get; }

    /// <summary>Adds what people and their agents did per row of the scope, of days from <see cref="ActivityFrom"/> on.</summary>
    /// <param name="agent">Only with this agent; <see langword="null"/> for all. Signals name no model.</param>
    /// <param name="byRow">Length <see cref="BoardScope.Rows"/>; added to, not cleared.</param>
    void SumActivity<TSums>(DayRange days, string? agent, BoardScope scope, Span<TSums> byRow)
        where TSums : struct, IActivitySums;

    /// <summary>Tells a measure per model, of every row of the scope that has any, one row after the other.</summary>
    void SumByModel(BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope, ModelSumsOfRow found);

    /// <summary>All sums of the whole scope per dimension, in any order; one dimension may come in several parts, of which each names the
    /// first of its days. Asked for by every board on every change, so what did not change since the last time should cost nothing.</summary>
    IReadOnlyList<DayTotal> Totals(DayRange days, UsageFilter filter, BoardScope scope);

    /// <summary>The same per company day and dimension, for what depends on the day.</summary>
    IReadOnlyList<DayTotal> TotalsByDay(DayRange days, UsageFilter filter, BoardScope scope);

    /// <summary>Everything about a few rows of the scope, in the order of <paramref name="rows"/>.</summary>
    /// <param name="rows">At most 251 distinct rows.</param>
    IReadOnlyList<RowDetails> Details(DayRange days, UsageFilter filter, BoardScope scope, ReadOnlySpan<int> rows);

    /// <summary>Sets a bit per active day: bit <c>i</c> of a person's number is day <c>days.Start + i</c>.</summary>
    /// <param name="days">At most 64 days.</param>
    /// <param name="bySignals">By person ordinal; days that human signals prove. Set, not cleared.</param>
    /// <param name="byCalls">By person ordinal; days that only the calls of agents prove that have no signal in the whole ledger.
    /// Never set together with <paramref name="bySignals"/>. Set, not cleared.</param>
    void ActiveDays(DayRange days, ActiveDayRule rule, Span<ulong> bySignals, Span<ulong> byCalls);

    /// <summary>Adds the prompts that people gave, per person ordinal.</summary>
    void HumanPrompts(DayRange days, Span<long> byPerson);

    /// <summary>Sets each person's best credited thread: the seconds of one conversation in which a human signal came at least every 30
    /// minutes, at most four hours a company day, zero for conversations in which nothing was accepted, edited or committed.</summary>
    void SupervisedSeconds(DayRange days, Span<long> byPerson);

    /// <summary>Sets the median context, in tokens, of each person's calls; 0 for who has none.</summary>
    /// <returns><see langword="false"/> when the sums do not know context sizes that far back; nothing was set.</returns>
    bool MedianContextTokens(DayRange days, Span<long> byPerson);

    /// <summary>One row per company day on which one person did something, in order.</summary>
    IReadOnlyList<ActivityDay> Activity(int person, DayRange days);
}

/// <summary>What a call adds to a sum. Tokens and calls are whole numbers, money is in nano-dollars.</summary>
public enum BoardMeasure : byte
{
    TotalTokens = 0,

    /// <summary>Everything but output.</summary>
    ContextTokens = 1,
    CacheReadTokens = 2,
    CacheWriteTokens = 3,
    UncachedInputTokens = 4,
    OutputTokens = 5,

    /// <summary>Part of the output.</summary>
    ReasoningTokens = 6,
    UnpricedTokens = 7,

    /// <summary>Total tokens that a gateway or vendor counted, or two sources agree on.</summary>
    MeteredTokens = 8,
    Requests = 9,
    ListCostNanoUsd = 10,

    /// <summary>May be negative: writing a cache can cost more than reading it saves.</summary>
    CacheSavedNanoUsd = 11,
}

/// <param name="Model">Canonical name.</param>
public sealed record BoardModel(string Provider, string Model);

/// <summary>One row's sums by model.</summary>
/// <param name="sums">All above 0, each model once, in no order; only until this returns.</param>
public delegate void ModelSumsOfRow(int row, ReadOnlySpan<ModelSum> sums);

/// <param name="Model">Index in <see cref="IBoardData.Models"/>.</param>
public readonly record struct ModelSum(int Model, long Value);

/// <summary>Sums of one dimension over a whole scope, of one company day or of several.</summary>
/// <param name="Day">The first of them.</param>
public readonly record struct DayTotal(DateOnly Day, UsageDimension Dimension, UsageSums Sums);

/// <summary>Sums of one row and model.</summary>
/// <param name="Model">Index in <see cref="IBoardData.Models"/>.</param>
public readonly record struct ModelTokens(int Model, long Tokens, long Requests);

/// <summary>What is shown of one row.</summary>
/// <param name="MeteredTokens">Of the total tokens.</param>
/// <param name="KnownTokens">Of the total tokens, those that came under a key or device of somebody's own.</param>
/// <param name="TokensByDay">Total tokens per company day of the window, oldest first.</param>
/// <param name="Models">Models with usage, by index.</param>
public sealed record RowDetails(
    UsageSums Sums, long MeteredTokens, long KnownTokens, IReadOnlyList<long> TokensByDay, IReadOnlyList<ModelTokens> Models);
