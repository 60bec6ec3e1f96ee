using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>How many models somebody really uses: the exponential of the entropy of their calls' shares. One model used for everything is
/// 1; four used equally are 4; a thousand calls to one and a single call to each of twenty others stay close to 1.</summary>
internal sealed class BreadthBoard : Board
{
    public override string Name => BoardNames.Breadth;

    public override string Unit => "effective models";

    public override void Keys(IBoardData data, DayRange days, BoardScope scope, BoardQuery query, GameRules rules, Span<long> keys)
    {
        // A callback cannot hold the caller's span.
        using var scratch = new Scratch<long>(scope.Rows);
        scratch.Span.Fill(Ranker.Unranked);
        var calls = new ModelCalls(data.Models);
        data.SumByModel(BoardMeasure.Requests, days, query.Filter, scope, (row, sums) => scratch.Span[row] = calls.KeyOf(sums, rules));
        scratch.Span.CopyTo(keys);
    }

    public override long KeyOf(RowDetails row, IReadOnlyList<BoardModel> models, BoardQuery query, GameRules rules) =>
        new ModelCalls(models).KeyOf([.. row.Models.Where(static model => model.Requests > 0).Select(static model => new ModelSum(model.Model, model.Requests))], rules);

    public override double ScoreOf(long key) => key / 1e6;

    public override IReadOnlyList<ExplainedInput> InputsOf(RowDetails row, IReadOnlyList<BoardModel> models) =>
        [.. row.Models
            .Where(m => m.Requests > 0)
            .GroupBy(m => models[m.Model].Model, StringComparer.Ordinal)
            .Select(g => new ExplainedInput(g.Key, g.Sum(m => m.Requests), "calls"))
            .OrderByDescending(i => i.Value).ThenBy(i => i.Name, StringComparer.Ordinal)];

    public override string Formula(BoardQuery query, GameRules rules) =>
        $"exp(-sum(p * ln p)) of each model's share p of the calls, from {rules.BreadthCalls} calls on";

    /// <summary>Calls of one row per canonical model; a model reached through two providers is one model.</summary>
    private sealed class ModelCalls
    {
        // By model.
        private readonly int[] _canonical;
        private readonly int[] _used;
        private readonly long[] _calls;

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

            _used = new int[models.Count];
            _calls = new long[models.Count];
        }

        /// <param name="calls">Each above 0.</param>
        public long KeyOf(ReadOnlySpan<ModelSum> calls, GameRules rules)
        {
            var (count, total) = (0, 0L);
            foreach (var sum in calls)
            {
                var canonical = _canonical[sum.Model];
                var at = 0;
                while (at < count && _used[at] != canonical)
                {
                    at++;
                }

                if (at == count)
                {
                    (_used[count], _calls[count++]) = (canonical, 0);
                }

                _calls[at] += sum.Value;
                total += sum.Value;
            }

            return total < rules.BreadthCalls
                ? Ranker.Unranked
                : (long)Math.Round(Effective.Number(_calls.AsSpan(0, count)) * 1e6);
        }
    }
}
