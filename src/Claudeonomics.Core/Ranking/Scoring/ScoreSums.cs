using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>What scores are computed from as the cube tells it, for every row of a scope.</summary>
internal readonly struct ScoreSums : IDisposable
{
    private readonly Scratch<WeightedUsage> _usage;
    private readonly Scratch<ScoredActs> _acts;

    private ScoreSums(int rows, bool withActs) => (_usage, _acts) = (new(rows), new(withActs ? rows : 0));

    public Span<WeightedUsage> Usage => _usage.Span;

    /// <summary>Empty where <see cref="ScoreReader.KnowsActivity"/> says that nothing is told.</summary>
    public Span<ScoredActs> Acts => _acts.Span;

    public static ScoreSums Read(IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, GameRules rules)
    {
        var knowsActivity = ScoreReader.KnowsActivity(data, days, filter);
        var sums = new ScoreSums(scope.Rows, knowsActivity);
        data.SumWeighted(rules.Weights, days, filter, scope, sums.Usage);
        if (knowsActivity)
        {
            data.SumActivity(days, filter.Agent, scope, sums.Acts);
        }

        return sums;
    }

    /// <summary>The sums of coarser rows.</summary>
    /// <param name="rowOf">By row here, or -1 where it counts under none.</param>
    public ScoreSums By(ReadOnlySpan<int> rowOf, int rows)
    {
        var acts = Acts;
        var usage = Usage;
        var coarser = new ScoreSums(rows, !acts.IsEmpty);
        var usageBy = coarser.Usage;
        var actsBy = coarser.Acts;
        for (var i = 0; i < rowOf.Length; i++)
        {
            if (rowOf[i] is >= 0 and var row)
            {
                usageBy[row].Add(usage[i]);
            }
        }

        for (var i = 0; i < acts.Length; i++)
        {
            if (rowOf[i] is >= 0 and var row)
            {
                actsBy[row].Add(acts[i]);
            }
        }

        return coarser;
    }

    public void Dispose()
    {
        _usage.Dispose();
        _acts.Dispose();
    }
}
