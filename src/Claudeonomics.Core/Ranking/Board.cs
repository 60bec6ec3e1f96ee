using System.Collections.Frozen;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking.Focus;
using Claudeonomics.Core.Ranking.Scoring;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>What one board ranks by. Keys are whole numbers, so that ties are exact and every machine ranks alike.</summary>
public abstract class Board
{
    private static readonly FrozenDictionary<string, Board> ByName =
        new Board[]
            {
                new TokensBoard(), new ScoreBoard(), new ConsistencyBoard(), new FocusBoard(), new CostBoard(), new BreadthBoard(), new CacheBoard(),
                new FleetBoard(),
            }
            .ToFrozenDictionary(b => b.Name, StringComparer.Ordinal);

    /// <summary>From <see cref="BoardNames"/>.</summary>
    public abstract string Name { get; }

    /// <summary>What a score counts, for people.</summary>
    public abstract string Unit { get; }

    /// <exception cref="ArgumentException">No such board.</exception>
    public static Board Of(string name) =>
        ByName.TryGetValue(name, out var board) ? board : throw new ArgumentException($"there is no board '{name}'", nameof(name));

    /// <summary>Writes the key of every row of a scope; <see cref="Ranker.Unranked"/> for who has no place.</summary>
    /// <param name="keys">Length <see cref="BoardScope.Rows"/>, all zero.</param>
    public abstract void Keys(IBoardData data, DayRange days, BoardScope scope, BoardQuery query, GameRules rules, Span<long> keys);

    /// <summary>The key of one row from what is shown of it: always the one that <see cref="Keys"/> gives.</summary>
    /// <param name="models">The view's models, which the details name by index.</param>
    public abstract long KeyOf(RowDetails row, IReadOnlyList<BoardModel> models, BoardQuery query, GameRules rules);

    /// <summary>The key in the unit that people read.</summary>
    public abstract double ScoreOf(long key);

    /// <summary>A score of a board as closely as others see it.</summary>
    public static double CoarseScore(string name, double score, DetailOfOthers detail) => Of(name).CoarseScore(score, detail);

    /// <summary>A score as closely as others see it.</summary>
    internal virtual double CoarseScore(double score, DetailOfOthers detail) => Coarse.Of(score, detail);

    /// <summary>What the key of one row was computed from, in the order of <see cref="Formula"/>.</summary>
    public abstract IReadOnlyList<ExplainedInput> InputsOf(RowDetails row, IReadOnlyList<BoardModel> models);

    /// <summary>The computation in words, with the names of <see cref="InputsOf"/>.</summary>
    public abstract string Formula(BoardQuery query, GameRules rules);

    /// <summary>Whether a number is made of more than the sums of its own row.</summary>
    public virtual bool IsOfGame => false;

    /// <summary>Whether rows are people, whose list has no bottom and who wear tiers and titles.</summary>
    internal virtual bool IsOfPeople => true;

    /// <summary>The window that a change of rank is told from.</summary>
    public virtual DayRange Before(DayRange window) => window.Before();

    /// <summary>Writes the key of every row of people or of teams.</summary>
    /// <param name="days">The window, or the one before it.</param>
    /// <param name="keys">Length of <see cref="BoardReading.Rows"/>, all zero.</param>
    /// <returns>What the keys are made of, on the boards of the game.</returns>
    internal virtual RowParts? Read(BoardReading reading, DayRange days, Span<long> keys)
    {
        Keys(reading.Data, days, reading.Rows, reading.Query, reading.Rules, keys);
        return null;
    }

    /// <summary>The keys are the total tokens, which every board reads anyway for its headline.</summary>
    internal virtual bool RanksByTotalTokens(BoardQuery query) => false;

    internal static void PositiveOrUnranked(Span<long> keys)
    {
        foreach (ref var key in keys)
        {
            key = PositiveOrUnranked(key);
        }
    }

    internal static long PositiveOrUnranked(long key) => key > 0 ? key : Ranker.Unranked;
}

/// <summary>All tokens, or without the reasoning or the cache reads.</summary>
internal class TokensBoard : Board
{
    public override string Name => BoardNames.Tokens;

    public override string Unit => "tokens";

    public override void Keys(IBoardData data, DayRange days, BoardScope scope, BoardQuery query, GameRules rules, Span<long> keys)
    {
        data.Sum(BoardMeasure.TotalTokens, days, query.Filter, scope, keys);
        if (query.LeaveOutReasoning)
        {
            LeaveOut(BoardMeasure.ReasoningTokens, keys);
        }

        if (query.LeaveOutCacheReads)
        {
            LeaveOut(BoardMeasure.CacheReadTokens, keys);
        }

        PositiveOrUnranked(keys);

        void LeaveOut(BoardMeasure measure, Span<long> keys)
        {
            using var scratch = new Scratch<long>(scope.Rows);
            var sums = scratch.Span;
            data.Sum(measure, days, query.Filter, scope, sums);
            for (var row = 0; row < keys.Length; row++)
            {
                keys[row] -= sums[row];
            }
        }
    }

    public override long KeyOf(RowDetails row, IReadOnlyList<BoardModel> models, BoardQuery query, GameRules rules)
    {
        var tokens = row.Sums.Tokens;
        return PositiveOrUnranked(tokens.TotalTokens
            - (query.LeaveOutReasoning ? tokens.ReasoningTokens : 0)
            - (query.LeaveOutCacheReads ? tokens.CacheReadTokens : 0));
    }

    public override double ScoreOf(long key) => key;

    public override IReadOnlyList<ExplainedInput> InputsOf(RowDetails row, IReadOnlyList<BoardModel> models)
    {
        var tokens = row.Sums.Tokens;
        return
        [
            new("uncachedInput", tokens.UncachedInputTokens, "tokens"),
            new("cacheRead", tokens.CacheReadTokens, "tokens"),
            new("cacheWrite5m", tokens.CacheWrite5mTokens, "tokens"),
            new("cacheWrite1h", tokens.CacheWrite1hTokens, "tokens"),
            new("cacheWriteUnknown", tokens.CacheWriteUnknownTokens, "tokens"),
            new("output", tokens.OutputTokens, "tokens"),
            new("reasoning", tokens.ReasoningTokens, "tokens"),
        ];
    }

    public override string Formula(BoardQuery query, GameRules rules) =>
        "uncachedInput"
        + (query.LeaveOutCacheReads ? "" : " + cacheRead")
        + " + cacheWrite5m + cacheWrite1h + cacheWriteUnknown + output"
        + (query.LeaveOutReasoning ? " - reasoning" : "");

    internal override bool RanksByTotalTokens(BoardQuery query) => !query.LeaveOutReasoning && !query.LeaveOutCacheReads;
}

/// <summary>Tokens of declared automation: machines are listed to the last one, and wear nothing.</summary>
internal sealed class FleetBoard : TokensBoard
{
    public override string Name => BoardNames.Fleet;

    internal override bool IsOfPeople => false;
}

/// <summary>Dollars at list price. Somebody whose models have no price has no place: unknown is not zero.</summary>
internal sealed class CostBoard : Board
{
    public override string Name => BoardNames.Cost;

    public override string Unit => "USD at list price";

    public override void Keys(IBoardData data, DayRange days, BoardScope scope, BoardQuery query, GameRules rules, Span<long> keys)
    {
        data.Sum(BoardMeasure.ListCostNanoUsd, days, query.Filter, scope, keys);
        PositiveOrUnranked(keys);
    }

    public override long KeyOf(RowDetails row, IReadOnlyList<BoardModel> models, BoardQuery query, GameRules rules) =>
        PositiveOrUnranked(row.Sums.ListCostNanoUsd);

    public override double ScoreOf(long key) => key / 1e9;

    public override IReadOnlyList<ExplainedInput> InputsOf(RowDetails row, IReadOnlyList<BoardModel> models) =>
    [
        new("listCost", row.Sums.ListCostNanoUsd / 1e9, "USD"),
        new("listCostSpread", row.Sums.CostSpreadNanoUsd / 1e9, "USD"),
        new("unpriced", row.Sums.UnpricedTokens, "tokens"),
    ];

    public override string Formula(BoardQuery query, GameRules rules) =>
        "listCost: each priced call at its model's list price on its day; unpriced tokens add nothing";
}

/// <summary>Dollars that caches saved per million tokens of context sent: a rate, so that a bloated context does not win.</summary>
internal sealed class CacheBoard : Board
{
    public override string Name => BoardNames.Cache;

    public override string Unit => "USD saved per million context tokens";

    public override void Keys(IBoardData data, DayRange days, BoardScope scope, BoardQuery query, GameRules rules, Span<long> keys)
    {
        data.Sum(BoardMeasure.CacheSavedNanoUsd, days, query.Filter, scope, keys);
        using var context = new Scratch<long>(scope.Rows);
        using var requests = new Scratch<long>(scope.Rows);
        data.Sum(BoardMeasure.ContextTokens, days, query.Filter, scope, context.Span);
        data.Sum(BoardMeasure.Requests, days, query.Filter, scope, requests.Span);
        var contextByRow = context.Span;
        var requestsByRow = requests.Span;
        for (var row = 0; row < keys.Length; row++)
        {
            keys[row] = KeyOf(keys[row], contextByRow[row], requestsByRow[row], rules);
        }
    }

    public override long KeyOf(RowDetails row, IReadOnlyList<BoardModel> models, BoardQuery query, GameRules rules) =>
        KeyOf(row.Sums.CacheSavedNanoUsd, row.Sums.Tokens.ContextTokens, row.Sums.Requests, rules);

    /// <summary>Nano-dollars per million tokens, rounded towards zero.</summary>
    internal static long RateOf(long savedNanoUsd, long contextTokens) => Proportion.Of(savedNanoUsd, 1_000_000, contextTokens);

    public override double ScoreOf(long key) => key / 1e9;

    public override IReadOnlyList<ExplainedInput> InputsOf(RowDetails row, IReadOnlyList<BoardModel> models) =>
    [
        new("cacheSaved", row.Sums.CacheSavedNanoUsd / 1e9, "USD"),
        new("context", row.Sums.Tokens.ContextTokens, "tokens"),
        new("requests", row.Sums.Requests, "calls"),
    ];

    public override string Formula(BoardQuery query, GameRules rules) =>
        $"cacheSaved / context * 1000000, from {rules.CacheCalls} requests on";

    private static long KeyOf(long saved, long context, long requests, GameRules rules) =>
        requests < rules.CacheCalls || context == 0 ? Ranker.Unranked : RateOf(saved, context);
}
