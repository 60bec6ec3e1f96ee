using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking.Focus;
using Claudeonomics.Core.Ranking.Scoring;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>What a score needs of people as a whole, as of one day: no window or filter changes it.</summary>
internal sealed class PersonFacts
{
    private readonly short[] _consistency;
    private readonly long[]? _focusCounts;
    private readonly short[] _focusParts;

    private PersonFacts(short[] consistency, DayRange focusDays, FocusCount? focus, long[]? focusCounts, short[] focusParts) =>
        (_consistency, FocusDays, Focus, _focusCounts, _focusParts) = (consistency, focusDays, focus, focusCounts, focusParts);

    /// <summary>The month so far.</summary>
    public DayRange FocusDays { get; }

    /// <summary>What the month's focus counts; <see langword="null"/> when nothing that could tell is connected.</summary>
    public FocusCount? Focus { get; }

    public static PersonFacts Read(IBoardData data, RosterScopes scopes, ActiveDayBits active, DateOnly lastDay, GameRules rules)
    {
        var people = scopes.Roster.People;
        var consistency = new short[people.Count];
        for (var person = 0; person < consistency.Length; person++)
        {
            consistency[person] = people[person].Participates
                ? Score.ConsistencyPart(active.Consistency(person, lastDay, people[person].WorkingDaysPerWeek, rules), rules)
                : ScoreParts.NotMeasured;
        }

        var days = new DayRange(DayRange.MonthOf(lastDay).Start, lastDay.AddDays(1));
        var focusParts = new short[people.Count];
        var everybody = scopes.Under(RosterScopes.Company).People;
        if (rules.Calendar.Of(lastDay).CountWith(measure => FocusCounter.IsConnected(measure, data, days, everybody)) is not { } focus)
        {
            Array.Fill(focusParts, ScoreParts.NotMeasured);
            return new(consistency, days, null, null, focusParts);
        }

        var counts = new long[people.Count];
        var untold = new bool[people.Count];
        FocusCounter.Count(focus.Measure, data, days, UsageFilter.All, everybody, active, counts, untold);
        for (var person = 0; person < focusParts.Length; person++)
        {
            focusParts[person] = Score.FocusPart(untold[person] ? null : FocusCounter.Progress(counts[person], focus, people[person].WorkingDaysPerWeek), rules);
        }

        return new(consistency, days, focus, counts, focusParts);
    }

    /// <summary>In tenths of a point.</summary>
    public short ConsistencyOf(int person) => _consistency[person];

    /// <inheritdoc cref="ConsistencyOf"/>
    public short FocusPartOf(int person) => _focusParts[person];

    /// <summary>Of the month's focus; <see langword="null"/> of whom nothing tells.</summary>
    public long? FocusCountOf(int person) => _focusParts[person] == ScoreParts.NotMeasured ? null : _focusCounts?[person];

    /// <summary>0 to 1; <see langword="null"/> when nothing tells.</summary>
    public double? FocusOf(int person, double workingDays) =>
        Focus is { } focus ? FocusCounter.Progress(_focusCounts![person], focus, workingDays) : null;
}
