using System.Collections.Concurrent;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>The scopes of one roster: participants only, by person or by team, of the company or of a team's subtree.</summary>
/// <remarks>
/// Membership is dated: a day counts for the team somebody was in on that day, and under a team's filter only the days in its
/// subtree count. Each day counts for exactly one team, the one somebody belongs to directly, so that the rows of a team board
/// add up. Should memberships overlap, the one that began later holds.
/// Bound: beside the company's at most 64 subtrees are remembered, then all are forgotten; making one anew takes a pass over the memberships.
/// </remarks>
public sealed class RosterScopes
{
    /// <summary>The root of everybody who takes part, in a team or not.</summary>
    public const int Company = -1;

    private const int Nowhere = -2;
    private const int NoTeam = -1;
    private const int MaxSubtrees = 64;
    private readonly ScopeSpan[] _memberships;
    private readonly Dictionary<string, int> _people;
    private readonly Dictionary<string, int> _teams;
    private readonly ConcurrentDictionary<int, Scopes> _scopes = new();

    public RosterScopes(Roster roster)
    {
        ArgumentNullException.ThrowIfNull(roster);
        Roster = roster;
        _people = IndexById(roster.People, p => p.Id);
        _teams = IndexById(roster.Teams, t => t.Id);
        PersonOrder = OrderById(roster.People, p => p.Id);
        TeamOrder = OrderById(roster.Teams, t => t.Id);
        _memberships = WithoutOverlaps(roster);
    }

    public Roster Roster { get; }

    /// <summary>Place of each person when ordered by id: what decides between equals.</summary>
    public int[] PersonOrder { get; }

    /// <summary>Place of each team when ordered by id.</summary>
    public int[] TeamOrder { get; }

    /// <returns>The person's ordinal, or <see langword="null"/>.</returns>
    public int? PersonOf(string id) => _people.TryGetValue(id, out var ordinal) ? ordinal : null;

    /// <returns>The team's ordinal, or <see langword="null"/>.</returns>
    public int? TeamOf(string id) => _teams.TryGetValue(id, out var ordinal) ? ordinal : null;

    /// <summary>What a filter by team leaves: the company without one, a team's subtree, or nobody under a team that is no more.</summary>
    public int RootOf(string? teamId) => teamId is null ? Company : TeamOf(teamId) ?? Nowhere;

    /// <summary>Rows are people, by ordinal. Under a team only days in its subtree count.</summary>
    /// <param name="root">From <see cref="RootOf"/>.</param>
    public BoardScope People(int root) => ScopesOf(root).People;

    /// <summary>Rows are teams, by ordinal.</summary>
    public BoardScope Teams(int root) => ScopesOf(root).Teams;

    /// <summary>Every span of a participant has a row of its own, so that one pass gives sums by person and by team.</summary>
    public BoardScope Spans(int root) => ScopesOf(root).Spans;

    /// <summary>Team of each row of <see cref="Spans"/>, or -1.</summary>
    public int[] TeamOfSpan(int root) => ScopesOf(root).TeamOfSpan;

    /// <summary>Ordinal of the team somebody is in on a day, or -1.</summary>
    public int TeamOn(int person, DateOnly day)
    {
        var i = FirstMembership(person);
        for (; i < _memberships.Length && _memberships[i].Person == person; i++)
        {
            if (day >= _memberships[i].From && day < _memberships[i].Until)
            {
                return _memberships[i].Row;
            }
        }

        return NoTeam;
    }

    /// <summary>Participants of each team on at least one day of a window, by ordinal; the last number is of all people of the scope.</summary>
    public int[] Participants(int root, DayRange days)
    {
        var scopes = ScopesOf(root);
        var counts = new int[Roster.Teams.Count + 1];
        var seenWith = new int[Roster.Teams.Count + 1];
        foreach (ref readonly var span in scopes.Spans.Spans)
        {
            if (span.From >= days.End || span.Until <= days.Start)
            {
                continue;
            }

            // Spans come person by person, so "counted already" is whether the team has last seen this one.
            foreach (var index in (ReadOnlySpan<int>)[scopes.TeamOfSpan[span.Row], Roster.Teams.Count])
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

    private Scopes ScopesOf(int root)
    {
        if (_scopes.TryGetValue(root, out var known))
        {
            return known;
        }

        if (_scopes.Count > MaxSubtrees)
        {
            // Not the whole company: every page asks for it, and what is kept beside it takes long to work out.
            foreach (var team in _scopes.Keys.Where(static root => root != Company).ToArray())
            {
                _scopes.TryRemove(team, out _);
            }
        }

        return _scopes.GetOrAdd(root, Build(root));
    }

    private Scopes Build(int root)
    {
        var inSubtree = root == Company ? null : Subtree(root);
        var people = new List<ScopeSpan>();
        var teams = new List<ScopeSpan>();
        var spans = new List<ScopeSpan>();
        var teamOfSpan = new List<int>();
        var next = 0;
        for (var person = 0; person < Roster.People.Count; person++)
        {
            var first = next;
            while (next < _memberships.Length && _memberships[next].Person == person)
            {
                next++;
            }

            if (!Roster.People[person].Participates)
            {
                continue;
            }

            var memberships = _memberships.AsSpan(first..next);
            if (inSubtree is null)
            {
                people.Add(new(person, person, DateOnly.MinValue, DateOnly.MaxValue));
            }

            var covered = DateOnly.MinValue;
            foreach (ref readonly var membership in memberships)
            {
                if (inSubtree is null)
                {
                    AddSpan(person, NoTeam, covered, membership.From);
                }

                if (inSubtree is null || inSubtree[membership.Row])
                {
                    AddSpan(person, membership.Row, membership.From, membership.Until);
                    teams.Add(membership);
                    if (inSubtree is not null)
                    {
                        people.Add(membership with { Row = person });
                    }
                }

                covered = membership.Until;
            }

            if (inSubtree is null)
            {
                AddSpan(person, NoTeam, covered, DateOnly.MaxValue);
            }
        }

        var count = Roster.People.Count;
        return new(new(count, count, [.. people]), new(count, Roster.Teams.Count, [.. teams]),
            new(count, spans.Count, [.. spans]), [.. teamOfSpan]);

        void AddSpan(int person, int team, DateOnly from, DateOnly until)
        {
            if (from < until)
            {
                spans.Add(new(person, spans.Count, from, until));
                teamOfSpan.Add(team);
            }
        }
    }

    private bool[] Subtree(int root)
    {
        var inside = new bool[Roster.Teams.Count];
        for (var team = 0; team < inside.Length; team++)
        {
            // A chain longer than there are teams is a circle, and nobody's subtree.
            var at = team;
            for (var steps = 0; at >= 0 && at != root && steps < inside.Length; steps++)
            {
                at = Roster.Teams[at].Parent;
            }

            inside[team] = at == root;
        }

        return inside;
    }

    private int FirstMembership(int person)
    {
        var (low, high) = (0, _memberships.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_memberships[middle].Person < person)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static ScopeSpan[] WithoutOverlaps(Roster roster)
    {
        var spans = new List<ScopeSpan>(roster.Memberships.Count);
        foreach (var membership in roster.Memberships
            .Where(m => m.From < m.Until).OrderBy(m => m.Person).ThenBy(m => m.From).ThenBy(m => m.Until).ThenBy(m => m.Team))
        {
            var span = new ScopeSpan(membership.Person, membership.Team, membership.From, membership.Until);
            while (spans.Count > 0 && spans[^1].Person == span.Person && spans[^1].Until > span.From)
            {
                var earlier = spans[^1] with { Until = span.From };
                spans.RemoveAt(spans.Count - 1);
                if (earlier.From < earlier.Until)
                {
                    spans.Add(earlier);
                }
            }

            spans.Add(span);
        }

        return [.. spans];
    }

    private static Dictionary<string, int> IndexById<T>(IReadOnlyList<T> items, Func<T, string> id)
    {
        var index = new Dictionary<string, int>(items.Count, StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            index.Add(id(items[i]), i);
        }

        return index;
    }

    private static int[] OrderById<T>(IReadOnlyList<T> items, Func<T, string> id)
    {
        var ids = new string[items.Count];
        var ordinals = new int[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            (ids[i], ordinals[i]) = (id(items[i]), i);
        }

        Array.Sort(ids, ordinals, StringComparer.Ordinal);
        var order = new int[items.Count];
        for (var place = 0; place < ordinals.Length; place++)
        {
            order[ordinals[place]] = place;
        }

        return order;
    }

    private sealed record Scopes(BoardScope People, BoardScope Teams, BoardScope Spans, int[] TeamOfSpan);
}
