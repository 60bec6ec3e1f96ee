using System.Collections.Concurrent;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Who counts under one root, the whole company or a team: by person, by team, and by both at once.</summary>
/// <remarks>Under a team there are rows only for those who were ever in it, so that its boards take arrays of its own size.</remarks>
public sealed class RootScopes
{
    private const int MaxWindows = 64;

    private readonly ConcurrentDictionary<DayRange, int[]> _participants = new();
    private readonly Roster _roster;
    private readonly int[] _persons;
    private readonly int[] _order;
    private readonly int[] _teamOfSpan;
    private readonly int[] _rowOfSpan;
    private readonly int _teams;
    private readonly Lazy<(BoardScope Scope, int[] Persons, int[] Teams, int[] OfSpan)> _pairs;

    /// <param name="root">Of whom.</param>
    /// <param name="roster">By which.</param>
    /// <param name="persons">Ordinal of the person of each row of <paramref name="people"/>, ascending.</param>
    /// <param name="order">Place of each of these rows among equals.</param>
    /// <param name="teamOfSpan">Ordinal of the team of each row of <paramref name="spans"/>, or -1.</param>
    internal RootScopes(int root, Roster roster, BoardScope people, int[] persons, int[] order, BoardScope teams, BoardScope spans, int[] teamOfSpan)
    {
        (Root, _roster) = (root, roster);
        (People, _persons, _order, Teams, Spans, _teamOfSpan) = (people, persons, order, teams, spans, teamOfSpan);
        _teams = teams.Rows;
        _pairs = new(MakePairs);
        _rowOfSpan = new int[spans.Rows];
        var row = 0;
        foreach (ref readonly var span in spans.Spans)
        {
            while (persons[row] != span.Person)
            {
                row++;
            }

            _rowOfSpan[span.Row] = row;
        }
    }

    /// <summary>As <see cref="RosterScopes.RootOf"/> gives it.</summary>
    public int Root { get; }

    /// <summary>A row per person; under a team only days in its subtree count. Under the company a row is the person's ordinal.</summary>
    public BoardScope People { get; }

    /// <summary>A row per team, by ordinal.</summary>
    public BoardScope Teams { get; }

    /// <summary>Every span of a participant has a row of its own, so that one pass gives sums by person and by team.</summary>
    public BoardScope Spans { get; }

    /// <summary>Ordinal of the team of each row of <see cref="Spans"/>, or -1.</summary>
    public ReadOnlySpan<int> TeamOfSpan => _teamOfSpan;

    /// <summary>Row of <see cref="People"/> of each row of <see cref="Spans"/>.</summary>
    public ReadOnlySpan<int> RowOfSpan => _rowOfSpan;

    /// <summary>Of each row of <see cref="People"/>, what decides between equals: lower first.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>A row per person and team they were ever in: what a team's mean is made of.</summary>
    public BoardScope Pairs => _pairs.Value.Scope;

    /// <summary>Row of <see cref="Pairs"/> of each row of <see cref="Spans"/>, or -1 of a span in no team.</summary>
    public ReadOnlySpan<int> PairOfSpan => _pairs.Value.OfSpan;

    /// <summary>Ordinal of the person of each row of <see cref="Pairs"/>.</summary>
    public ReadOnlySpan<int> PersonOfPair => _pairs.Value.Persons;

    /// <summary>Ordinal of the team of a row of <see cref="Pairs"/>.</summary>
    public int TeamOfPair(int row) => _pairs.Value.Teams[row];

    /// <summary>Ordinal of the person of each row of <see cref="People"/>.</summary>
    public ReadOnlySpan<int> Persons => _persons;

    /// <summary>Whether the person of a row of <see cref="People"/> lets others see them.</summary>
    public bool IsShown(int row) => _roster.People[_persons[row]].Participation is Participation.Pseudonym or Participation.Named;

    /// <returns>The person's row of <see cref="People"/>; <see langword="null"/> for who was never under the root.</returns>
    public int? RowOf(int person)
    {
        var row = Array.BinarySearch(_persons, person);
        return row >= 0 ? row : null;
    }

    /// <summary>Participants of each team on at least one day of a window, by ordinal; the last number is of all people under the root.</summary>
    /// <remarks>Remembered for the last 64 windows: every board asks on every change, and nothing but the roster decides it.</remarks>
    public ReadOnlySpan<int> Participants(DayRange days)
    {
        if (_participants.TryGetValue(days, out var known))
        {
            return known;
        }

        if (_participants.Count >= MaxWindows)
        {
            _participants.Clear();
        }

        return _participants[days] = CountParticipants(days);
    }

    private (BoardScope Scope, int[] Persons, int[] Teams, int[] OfSpan) MakePairs()
    {
        var rows = new Dictionary<(int Person, int Team), int>();
        var spans = new List<ScopeSpan>();
        var ofSpan = new int[Spans.Rows];
        Array.Fill(ofSpan, -1);
        foreach (ref readonly var span in Spans.Spans)
        {
            if (_teamOfSpan[span.Row] is >= 0 and var team)
            {
                if (!rows.TryGetValue((span.Person, team), out var row))
                {
                    rows.Add((span.Person, team), row = rows.Count);
                }

                spans.Add(span with { Row = row });
                ofSpan[span.Row] = row;
            }
        }

        return (
            new(People.People, rows.Count, [.. spans]),
            [.. rows.OrderBy(static pair => pair.Value).Select(static pair => pair.Key.Person)],
            [.. rows.OrderBy(static pair => pair.Value).Select(static pair => pair.Key.Team)],
            ofSpan);
    }

    private int[] CountParticipants(DayRange days)
    {
        var counts = new int[_teams + 1];
        var seenWith = new int[_teams + 1];
        foreach (ref readonly var span in Spans.Spans)
        {
            if (span.From >= days.End || span.Until <= days.Start)
            {
                continue;
            }

            // Spans come person by person, so "counted already" is whether the team has last seen this one.
            foreach (var index in (ReadOnlySpan<int>)[_teamOfSpan[span.Row], _teams])
            {
                if (index >= 0 && seenWith[index] != span.Person + 1)
                {
                    seenWith[index] = span.Person + 1;
                    counts[index]++;
                }
            }
        }

        return counts;
    }
}
