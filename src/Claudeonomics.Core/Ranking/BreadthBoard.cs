using System.Runtime.InteropServices;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>How many models somebody really uses: the exponential of the entropy of their calls' shares. One model used for everything is
/// 1; four used equally are 4; a thousand calls to one and a single call to each of twenty others stay close to 1.</summary>
internal sealed class BreadthBoard : Board
{
    public override string Name => BoardNames.Breadth;

    public override string Unit => "effective models";

    public override long[] Keys(IBoardData data, DayRange days, BoardScope scope, BoardQuery query, GameRules rules)
    {
        var sums = new ModelSums(scope.Rows, data.Models.Count);
        data.SumByModel(BoardMeasure.Requests, days, query.Filter, scope, sums);
        var calls = new ModelCalls(data.Models);
        var keys = new long[scope.Rows];
        keys.AsSpan().Fill(Ranker.Unranked);
        var sorted = sums.ToSorted();
        for (var i = 0; i < sorted.Length;)
        {
            var row = sorted[i].Row;
            calls.Clear();
            for (; i < sorted.Length && sorted[i].Row == row; i++)
            {
                calls.Add(sorted[i].Model, sorted[i].Value);
            }

            keys[row] = KeyOf(calls, rules);
        }

        return keys;
    }

    public override long KeyOf(RowDetails row, IReadOnlyList<BoardModel> models, BoardQuery query, GameRules rules)
    {
        var calls = new ModelCalls(models);
        foreach (var model in row.Models)
        {
            calls.Add(model.Model, model.Requests);
        }

        return KeyOf(calls, rules);
    }

    public override double ScoreOf(long key) => key / 1e6;

    public override IReadOnlyList<ExplainedInput> InputsOf(RowDetails row, IReadOnlyList<BoardModel> models) =>
        [.. row.Models
            .Where(m => m.Requests > 0)
            .GroupBy(m => models[m.Model].Model, StringComparer.Ordinal)
            .Select(g => new ExplainedInput(g.Key, g.Sum(m => m.Requests), "calls"))
            .OrderByDescending(i => i.Value).ThenBy(i => i.Name, StringComparer.Ordinal)];

    public override string Formula(BoardQuery query, GameRules rules) =>
        $"exp(-sum(p * ln p)) of each model's share p of the calls, from {rules.BreadthCalls} calls on";

    private static long KeyOf(ModelCalls calls, GameRules rules) =>
        calls.Total < rules.BreadthCalls ? Ranker.Unranked : (long)Math.Round(Effective.Number(calls.Counts()) * 1e6);

    /// <summary>Calls of one row per canonical model; a model reached through two providers is one model.</summary>
    private sealed class ModelCalls
    {
        private readonly int[] _canonical;
        private readonly long[] _calls;
        private readonly List<int> _used = [];
        private readonly List<double> _counts = [];

        public ModelCalls(IReadOnlyList<BoardModel> models)
        {
            _canonical = new int[models.Count];
            var byName = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < models.Count; i++)
            {
                if (!byName.TryGetValue(models[i].Model, out var canonical))
                {
                    byName.Add(models[i].Model, canonical = byName.Count);
                }

                _canonical[i] = canonical;
            }

            _calls = new long[byName.Count];
        }

        public long Total { get; private set; }

        public void Add(int model, long calls)
        {
            if (calls <= 0)
            {
                return;
            }

            ref var sum = ref _calls[_canonical[model]];
            if (sum == 0)
            {
                _used.Add(_canonical[model]);
            }

            sum += calls;
            Total += calls;
        }

        public Span<double> Counts()
        {
            _counts.Clear();
            foreach (var model in _used)
            {
                _counts.Add(_calls[model]);
            }

            return CollectionsMarshal.AsSpan(_counts);
        }

        public void Clear()
        {
            foreach (var model in _used)
            {
                _calls[model] = 0;
            }

            _used.Clear();
            Total = 0;
        }
    }
}

/// <summary>The effective number of kinds in a mixture (Hill number of order 1).</summary>
internal static class Effective
{
    /// <summary><c>exp(-sum p ln p)</c> of the shares that the weights give.</summary>
    /// <param name="weights">Above 0. Put in ascending order here, so that the rounding of the sum does not depend on theirs.</param>
    /// <returns>From 1 to how many there are; 0 of none.</returns>
    public static double Number(Span<double> weights)
    {
        if (weights.IsEmpty)
        {
            return 0;
        }

        weights.Sort();
        var (total, weighted) = (0d, 0d);
        foreach (var weight in weights)
        {
            total += weight;
            weighted += weight * Math.Log(weight);
        }

        return Math.Exp(Math.Log(total) - (weighted / total));
    }
}
