using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Focus;

/// <summary>What somebody did for the month's focus, on the window's days of that month. A team's is the mean of its members'.</summary>
internal sealed class FocusBoard : GameBoard
{
    public override string Name => BoardNames.Focus;

    public override string Unit => "as the month's focus counts";

    public override double ScoreOf(long key) => key;

    public override string Formula(BoardQuery query, GameRules rules) => $"what counts for {rules.Calendar.Of(query.Window.End.AddDays(-1)).Name}, on days of that month";

    /// <summary>What the month of a board's window puts first, and what counts for it.</summary>
    public static BoardFocus FocusOf(BoardReading reading)
    {
        var count = CountOf(reading, reading.Query.Window);
        return new(
            reading.Rules.Calendar.Of(reading.Query.Window.End.AddDays(-1)).Name, count is { } known ? FocusCalendar.NameOf(known.Measure) : null, count?.Target);
    }

    /// <summary>The month itself, a week earlier: another month has another focus.</summary>
    public override DayRange Before(DayRange window)
    {
        var start = FocusCounter.DaysOf(window).Start;
        var end = window.End.AddDays(-7);
        return new(start, end > start ? end : start);
    }

    internal override RowParts Read(BoardReading reading, DayRange days, Span<long> keys)
    {
        if (reading.Query.Subject is BoardSubject.Person)
        {
            KeysOf(reading, days, reading.Root.People, keys);
            return new Parts(keys, TargetOf(reading));
        }

        using var numbers = new Scratch<long>(reading.Root.Pairs.Rows);
        KeysOf(reading, days, reading.Root.Pairs, numbers.Span);
        TeamMeans.Write(reading.Root, numbers.Span, reading.Rules, keys);
        return new Parts(keys, TargetOf(reading));
    }

    internal override GameExplanation Explain(BuiltBoard board, BoardReading reading, int person, int row)
    {
        var window = board.Query.Window;
        using var counts = new Scratch<long>(reading.Root.People.Rows);
        KeysOf(reading, window, reading.Root.People, counts.Span);
        var focus = CountOf(reading, window);
        return new(
            counts.Span[row],
            focus is { } count
                ?
                [
                    new(FocusCalendar.NameOf(count.Measure), Math.Max(0, counts.Span[row]), "on the window's days of the month"),
                    new("target", count.Target * reading.Scopes.Roster.People[person].WorkingDaysPerWeek / 5, "of the whole month"),
                ]
                : [],
            []);
    }

    // What counts is one for everybody, of the month so far: it does not depend on the window that is looked at.
    private static FocusCount? CountOf(BoardReading reading, DayRange window) => reading.Awards.FactsAt(window.End.AddDays(-1), reading.Data).Focus;

    private static double? TargetOf(BoardReading reading) => CountOf(reading, reading.Query.Window)?.Target;

    private static void KeysOf(BoardReading reading, DayRange window, BoardScope scope, Span<long> keys)
    {
        if (window.Days > 0 && CountOf(reading, window) is { } focus)
        {
            FocusCounter.Count(
                focus.Measure, reading.Data, FocusCounter.DaysOf(window), reading.Query.Filter, scope, reading.Awards.Active, keys);
        }

        Board.PositiveOrUnranked(keys);
    }

    private sealed class Parts(ReadOnlySpan<long> keys, double? target) : RowParts
    {
        private readonly BoardKeys _keys = new(keys);

        public override IReadOnlyList<StandingPart> Of(int row) =>
            _keys[row] == Ranker.Unranked || target is not { } most ? [] : [new("focus", _keys[row], most)];
    }
}
