using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Weeks in which the floor was met, then active days: a count that is reached, where many may share a rank.</summary>
/// <remarks>Keys are thousandths of a week: whole weeks (a team's: tenths), and a thousandth for each active day, of which there are less than a
/// hundred. About people as a whole: an agent or model
/// makes nobody's day, so filters but the team's change nothing. Of days older than the last 62 nothing is known.</remarks>
internal sealed class ConsistencyBoard : GameBoard
{
    private const int PerWeek = 1_000;
    private const int PerTenth = PerWeek / 10;

    public override string Name => BoardNames.Consistency;

    public override string Unit => "weeks, and thousandths of one for each active day";

    public override double ScoreOf(long key) => key / (double)PerWeek;

    // A count that many reach: the weeks, and in bands without the days.
    internal override double CoarseScore(double score, DetailOfOthers detail) => detail is DetailOfOthers.Bands ? Math.Floor(score) : score;

    public override string Formula(BoardQuery query, GameRules rules) =>
        $"weeks with at least {rules.FloorPercent}% of workingDays active, then activeDays";

    internal override RowParts Read(BoardReading reading, DayRange days, Span<long> keys)
    {
        if (reading.Query.Subject is BoardSubject.Person)
        {
            KeysOf(reading, days, reading.Root.People, keys);
            return new Parts(keys);
        }

        using var numbers = new Scratch<long>(reading.Root.Pairs.Rows);
        using var tenths = new Scratch<long>(reading.Root.Pairs.Rows);
        using var active = new Scratch<long>(keys.Length);
        KeysOf(reading, days, reading.Root.Pairs, numbers.Span);
        for (var pair = 0; pair < numbers.Span.Length; pair++)
        {
            ref var number = ref numbers.Span[pair];
            tenths.Span[pair] = number == Ranker.Unranked ? Ranker.Unranked : number / PerWeek * 10;
            number = number == Ranker.Unranked ? Ranker.Unranked : number % PerWeek;
        }

        TeamMeans.Write(reading.Root, tenths.Span, reading.Rules, keys);
        TeamMeans.Write(reading.Root, numbers.Span, reading.Rules, active.Span);
        for (var team = 0; team < keys.Length; team++)
        {
            keys[team] = keys[team] == Ranker.Unranked ? Ranker.Unranked : (keys[team] * PerTenth) + active.Span[team];
        }

        return new Parts(keys);
    }

    internal override GameExplanation Explain(BuiltBoard board, BoardReading reading, int person, int row)
    {
        var days = board.Query.Window;
        var pattern = reading.Scopes.Roster.People[person].WorkingDaysPerWeek;
        var (weeks, active) = Of(reading, days, reading.Root.People.SpansOf(person), row, pattern);
        return new(
            active == 0 ? Ranker.Unranked : (weeks * PerWeek) + active,
            [
                new("weeks", weeks, "weeks"), new("activeDays", active, "days"), new("workingDays", pattern, "days a week"),
                new("floor", reading.Rules.FloorOf(pattern), "active days a week"),
            ],
            []);
    }

    private static void KeysOf(BoardReading reading, DayRange days, BoardScope scope, Span<long> keys)
    {
        keys.Fill(Ranker.Unranked);
        var spans = scope.Spans;
        for (var first = 0; first < spans.Length;)
        {
            var end = first + 1;
            while (end < spans.Length && spans[end].Person == spans[first].Person)
            {
                end++;
            }

            KeysOf(reading, days, spans[first..end], keys);
            first = end;
        }
    }

    // The spans of one person, of which several may be of one row: who left a team and came back.
    private static void KeysOf(BoardReading reading, DayRange days, ReadOnlySpan<ScopeSpan> spans, Span<long> keys)
    {
        var pattern = reading.Scopes.Roster.People[spans[0].Person].WorkingDaysPerWeek;
        for (var i = 0; i < spans.Length; i++)
        {
            if (keys[spans[i].Row] == Ranker.Unranked)
            {
                var (weeks, active) = Of(reading, days, spans, spans[i].Row, pattern);
                keys[spans[i].Row] = active > 0 ? (weeks * PerWeek) + active : Ranker.Unranked;
            }
        }
    }

    private static (int Weeks, int Active) Of(BoardReading reading, DayRange days, ReadOnlySpan<ScopeSpan> spans, int row, double pattern)
    {
        var (weeks, active, bits, floor) = (0, 0, reading.Awards.Active, reading.Rules.FloorOf(pattern));
        var start = days.Start > bits.First ? days.Start : bits.First;
        for (var monday = ActiveDayBits.MondayOf(start); monday < days.End; monday = monday.AddDays(7))
        {
            var ofWeek = 0;
            foreach (ref readonly var span in spans)
            {
                if (span.Row == row)
                {
                    ofWeek += bits.Count(span.Person, Within(Within(new(monday, monday.AddDays(7)), days), span));
                }
            }

            active += ofWeek;
            weeks += ofWeek >= floor ? 1 : 0;
        }

        return (weeks, active);
    }

    private static DayRange Within(DayRange week, DayRange days) =>
        Range(week.Start > days.Start ? week.Start : days.Start, week.End < days.End ? week.End : days.End);

    private static DayRange Within(DayRange week, in ScopeSpan span) =>
        Range(week.Start > span.From ? week.Start : span.From, week.End < span.Until ? week.End : span.Until);

    private static DayRange Range(DateOnly from, DateOnly until) => new(from, until > from ? until : from);

    private sealed class Parts(ReadOnlySpan<long> keys) : RowParts
    {
        private readonly BoardKeys _keys = new(keys);

        public override IReadOnlyList<StandingPart> Of(int row) => Split(_keys[row]);

        private static IReadOnlyList<StandingPart> Split(long key) => key == Ranker.Unranked
            ? []
            : [new("weeks", key / PerTenth / 10d, key / PerTenth / 10d), new("active-days", key % PerTenth, key % PerTenth)];
    }
}
