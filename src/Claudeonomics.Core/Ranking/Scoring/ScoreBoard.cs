using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>Zero to a thousand. Keys are tenths of a point; a team's is the mean of its members'.</summary>
internal sealed class ScoreBoard : GameBoard
{
    public override string Name => BoardNames.Score;

    public override string Unit => "points of 1000";

    public override double ScoreOf(long key) => key / (double)ScoreParts.PerPoint;

    public override string Formula(BoardQuery query, GameRules rules) => "volume + consistency + outcomes + efficiency + focus + help";

    // A thousandth is as close as three digits get; bands are of a hundred points.
    internal override double CoarseScore(double score, DetailOfOthers detail) => detail switch
    {
        DetailOfOthers.ThreeDigits => Math.Round(score, MidpointRounding.AwayFromZero),
        DetailOfOthers.Bands => Math.Floor(score / 100) * 100,
        _ => score,
    };

    internal override RowParts Read(BoardReading reading, DayRange days, Span<long> keys)
    {
        // The cohort is everybody who takes part, under the same window and filter, whatever team is looked at.
        var company = reading.Scopes.Under(RosterScopes.Company);
        if (reading.Query.Subject is BoardSubject.Team)
        {
            return ReadTeams(reading, days, company, keys);
        }

        using var everybody = ReadRows(reading, days, company.People);
        var cohort = ScoreCohort.Of(everybody, days.Days, reading.Rules);
        if (ReferenceEquals(reading.Root, company))
        {
            return PartsOfPeople(reading, days, everybody, cohort, keys);
        }

        using var own = ReadRows(reading, days, reading.Root.People);
        return PartsOfPeople(reading, days, own, cohort, keys);
    }

    internal override GameExplanation Explain(BuiltBoard board, BoardReading reading, int person, int row)
    {
        var (query, rules) = (board.Query, board.Rules);
        var cohort = ((Parts)board.Parts!).Cohort;
        var lastDay = query.Window.End.AddDays(-1);
        var explained = ScoreEvidence.Of(reading, query, person, row, cohort, reading.Awards.FactsAt(lastDay, reading.Data), rules);
        return reading.Awards.Excluded.IsOut(person, lastDay) ? explained with { Key = Ranker.Unranked } : explained;
    }

    private static Parts PartsOfPeople(BoardReading reading, DayRange days, in ScoreRows rows, ScoreCohort cohort, Span<long> keys)
    {
        using var parts = new Scratch<ScoreParts>(keys.Length, isZero: false);
        WriteParts(reading, days, rows, cohort, reading.Root.Persons, parts.Span, keys);
        return new(parts.Span, cohort, reading.Rules);
    }

    private static Parts ReadTeams(BoardReading reading, DayRange days, RootScopes company, Span<long> keys)
    {
        var pairs = reading.Root.Pairs;
        if (!ReferenceEquals(reading.Root, company))
        {
            using var others = ReadRows(reading, days, company.People);
            using var own = ReadRows(reading, days, pairs);
            return PartsOfTeams(reading, days, others, own, keys);
        }

        // Both are sums of the same spans, of one person in one team each: they are read once.
        using var spans = ScoreSums.Read(reading.Data, days, reading.Query.Filter, company.Spans, reading.Rules);
        using var everybody = RowsOf(reading, days, spans, company.RowOfSpan, company.People);
        using var members = RowsOf(reading, days, spans, company.PairOfSpan, pairs);
        return PartsOfTeams(reading, days, everybody, members, keys);
    }

    private static Parts PartsOfTeams(BoardReading reading, DayRange days, in ScoreRows everybody, in ScoreRows members, Span<long> keys)
    {
        var cohort = ScoreCohort.Of(everybody, days.Days, reading.Rules);
        var pairs = reading.Root.Pairs.Rows;
        using var numbers = new Scratch<long>(pairs, isZero: false);
        using var parts = new Scratch<ScoreParts>(pairs, isZero: false);
        WriteParts(reading, days, members, cohort, reading.Root.PersonOfPair, parts.Span, numbers.Span);
        TeamMeans.Write(reading.Root, numbers.Span, reading.Rules, keys);
        return new(MeanParts(reading.Root, parts.Span, numbers.Span, keys), cohort, reading.Rules);
    }

    private static ScoreRows ReadRows(BoardReading reading, DayRange days, BoardScope scope)
    {
        using var inputs = ScoreReader.Read(reading.Data, days, reading.Query.Filter, scope, reading.Awards, reading.Rules);
        return ScoreRows.Of(inputs, reading.Rules);
    }

    private static ScoreRows RowsOf(BoardReading reading, DayRange days, in ScoreSums finer, ReadOnlySpan<int> rowOf, BoardScope scope)
    {
        using var inputs = ScoreReader.Read(finer, rowOf, reading.Data, days, reading.Query.Filter, scope, reading.Awards, reading.Rules);
        return ScoreRows.Of(inputs, reading.Rules);
    }

    private static void WriteParts(
        BoardReading reading, DayRange days, in ScoreRows rows, ScoreCohort cohort, ReadOnlySpan<int> persons, Span<ScoreParts> parts, Span<long> keys)
    {
        var lastDay = days.End.AddDays(-1);
        var facts = reading.Awards.FactsAt(lastDay, reading.Data);
        var thanked = reading.Awards.Thanks.CountsIn(days, reading.Rules);
        for (var row = 0; row < parts.Length; row++)
        {
            var person = persons[row];
            var of = rows.PartsOf(row, facts.ConsistencyOf(person), facts.FocusPartOf(person), thanked?[person], cohort, reading.Rules);
            parts[row] = of ?? default;
            keys[row] = of is { } known && !reading.Awards.Excluded.IsOut(person, lastDay) ? known.Total : Ranker.Unranked;
        }
    }

    // Each part's mean; the key stays the mean of the scores, from which the parts may differ by a rounding.
    private static ScoreParts[] MeanParts(RootScopes root, ReadOnlySpan<ScoreParts> parts, ReadOnlySpan<long> numbers, ReadOnlySpan<long> keys)
    {
        var means = new ScoreParts[keys.Length];
        var sums = new (int Count, long Volume, long Consistency, long Outcomes, long Efficiency, long Focus, long Help, bool Steady, bool Outcome, bool Rate, bool Focused, bool Helped)[keys.Length];
        for (var pair = 0; pair < parts.Length; pair++)
        {
            if (numbers[pair] != Ranker.Unranked)
            {
                ref var sum = ref sums[root.TeamOfPair(pair)];
                var part = parts[pair];
                sum = (
                    sum.Count + 1, sum.Volume + part.Volume, sum.Consistency + Math.Max(0, (int)part.Consistency), sum.Outcomes + Math.Max(0, (int)part.Outcomes),
                    sum.Efficiency + Math.Max(0, (int)part.Efficiency), sum.Focus + Math.Max(0, (int)part.Focus), sum.Help + Math.Max(0, (int)part.Help),
                    sum.Steady || part.Consistency >= 0, sum.Outcome || part.Outcomes >= 0, sum.Rate || part.Efficiency >= 0, sum.Focused || part.Focus >= 0, sum.Helped || part.Help >= 0);
            }
        }

        for (var team = 0; team < means.Length; team++)
        {
            var sum = sums[team];
            means[team] = sum.Count == 0 ? default : new(
                Mean(sum.Volume, true), Mean(sum.Consistency, sum.Steady), Mean(sum.Outcomes, sum.Outcome), Mean(sum.Efficiency, sum.Rate), Mean(sum.Focus, sum.Focused),
                Mean(sum.Help, sum.Helped));

            short Mean(long total, bool isMeasured) => isMeasured ? (short)(((2 * total) + sum.Count) / (2 * sum.Count)) : ScoreParts.NotMeasured;
        }

        return means;
    }

    private sealed class Parts(ReadOnlySpan<ScoreParts> rows, ScoreCohort cohort, GameRules rules) : RowParts
    {
        private readonly RowPieces<ScoreParts> _rows = new(rows);

        public ScoreCohort Cohort => cohort;

        public override IReadOnlyList<StandingPart> Of(int row) => _rows[row].Named(rules);
    }
}
