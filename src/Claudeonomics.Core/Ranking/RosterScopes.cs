using System.Collections.Concurrent;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>The scopes of one roster: participants only, by person or by team, of the company or of a team's subtree.</summary>
/// <remarks>
/// Membership is dated, and so is the tree: a day counts for the team somebody was in on that day, and under a team's filter only the days
/// on which that team was in its subtree count. Each day counts for exactly one team, the one somebody belongs to directly, so that the rows of a team board
/// add up. Should memberships overlap, the one that began later holds.
/// Bound: beside the company's at most 64 subtrees are remembered, then all are forgotten; making one anew takes as long as it has members.
/// </remarks>
public sealed class RosterScopes
{
    /// <summary>The root of everybody who takes part, in a team or not.</summary>
    public const int Company = -1;

    private const int Nowhere = -2;
    private const int NoTeam = -1;
    private const int MaxSubtrees = 64;
    private readonly ScopeSpan[] _memberships;

    // The memberships of person i are those from _firstMembership[i] to _firstMembership[i + 1].
    private readonly int[] _firstMembership;
    private readonly List<int>[] _membersOfTeam;
    private readonly Dictionary<string, int> _people;
    private readonly Dictionary<string, int> _teams;
    private readonly ConcurrentDictionary<int, RootScopes> _scopes = new();
    private readonly Lazy<RosterScopes> _fleet;
    private readonly Lazy<RosterScopes> _shown;

    public RosterScopes(Roster roster)
    {
        ArgumentNullException.ThrowIfNull(roster);
        Roster = roster;
        _fleet = new(() => new(roster.Fleet()));
        _shown = new(() => new(roster.Shown()));
        Private = roster.People.Count(static person => person.Participation is Participation.Private);
        _people = IndexById(roster.People, p => p.Id);
        _teams = IndexById(roster.Teams, t => t.Id);
        PersonOrder = OrderById(roster.People, p => p.Id);
        TeamOrder = OrderById(roster.Teams, t => t.Id);
        Tree = new(roster.Teams, roster.FormerPlaces);
        _memberships = WithoutOverlaps(roster);
        _firstMembership = new int[roster.People.Count + 1];
        _membersOfTeam = [.. roster.Teams.Select(static _ => new List<int>())];
        foreach (ref readonly var membership in _memberships.AsSpan())
        {
            _firstMembership[membership.Person + 1]++;
            _membersOfTeam[membership.Row].Add(membership.Person);
        }

        for (var person = 0; person < roster.People.Count; person++)
        {
            _firstMembership[person + 1] += _firstMembership[person];
        }
    }

    public Roster Roster { get; }

    /// <summary>Which team stands below which.</summary>
    public TeamTree Tree { get; }

    /// <summary>Those of declared automation, which has a board of its own.</summary>
    public RosterScopes Fleet => _fleet.Value;

    /// <summary>Those of whoever lets others see them.</summary>
    public RosterScopes Shown => Private == 0 ? this : _shown.Value;

    /// <summary>How many take part and let nobody see them.</summary>
    public int Private { get; }

    /// <summary>Those that a board is about.</summary>
    public RosterScopes Of(string board) => board == BoardNames.Fleet ? Fleet : this;

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

    /// <summary>Who counts under a root.</summary>
    /// <param name="root">From <see cref="RootOf"/>.</param>
    public RootScopes Under(int root)
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

        return _scopes.GetOrAdd(root, root == Company ? OfCompany() : OfTeam(root));
    }

    /// <summary>Ordinal of the team somebody is in on a day, or -1.</summary>
    public int TeamOn(int person, DateOnly day)
    {
        foreach (ref readonly var membership in MembershipsOf(person))
        {
            if (day >= membership.From && day < membership.Until)
            {
                return membership.Row;
            }
        }

        return NoTeam;
    }

    private RootScopes OfCompany()
    {
        var lists = new SpanLists();
        for (var person = 0; person < Roster.People.Count; person++)
        {
            if (!Roster.People[person].Participates)
            {
                continue;
            }

            lists.People.Add(new(person, person, DateOnly.MinValue, DateOnly.MaxValue));
            var covered = DateOnly.MinValue;
            foreach (ref readonly var membership in MembershipsOf(person))
            {
                lists.AddSpan(person, NoTeam, covered, membership.From);
                lists.AddSpan(person, membership.Row, membership.From, membership.Until);
                lists.Teams.Add(membership);
                covered = membership.Until;
            }

            lists.AddSpan(person, NoTeam, covered, DateOnly.MaxValue);
        }

        return lists.Build(Company, Roster, [.. Enumerable.Range(0, Roster.People.Count)], PersonOrder);
    }

    private RootScopes OfTeam(int root)
    {
        var below = Tree.Below(root);
        var lists = new SpanLists();
        var persons = new List<int>();
        foreach (var person in MembersOf(below))
        {
            var spans = SpansWithin(person, below);
            foreach (var span in spans)
            {
                lists.AddSpan(person, span.Row, span.From, span.Until);
                lists.Teams.Add(span);
                lists.People.Add(span with { Row = persons.Count });
            }

            if (spans.Count > 0)
            {
                persons.Add(person);
            }
        }

        return lists.Build(root, Roster, [.. persons], [.. persons.Select(person => PersonOrder[person])]);
    }

    // The days of somebody's memberships on which the team was in the subtree.
    private List<ScopeSpan> SpansWithin(int person, IReadOnlyList<(DateOnly From, DateOnly Until)>[] below)
    {
        var spans = new List<ScopeSpan>();
        foreach (ref readonly var membership in MembershipsOf(person))
        {
            foreach (var (from, until) in below[membership.Row])
            {
                var (start, end) = (from > membership.From ? from : membership.From, until < membership.Until ? until : membership.Until);
                if (start < end)
                {
                    spans.Add(membership with { From = start, Until = end });
                }
            }
        }

        return spans;
    }

    // Participants who were ever in a team that was ever in the subtree, ascending.
    private int[] MembersOf(IReadOnlyList<(DateOnly From, DateOnly Until)>[] below)
    {
        var members = new List<int>();
        for (var team = 0; team < below.Length; team++)
        {
            if (below[team].Count > 0)
            {
                members.AddRange(_membersOfTeam[team].Where(person => Roster.People[person].Participates));
            }
        }

        return [.. members.Distinct().Order()];
    }

    private ReadOnlySpan<ScopeSpan> MembershipsOf(int person) => _memberships.AsSpan(_firstMembership[person].._firstMembership[person + 1]);

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

    private sealed class SpanLists
    {
        private readonly List<ScopeSpan> _spans = [];
        private readonly List<int> _teamOfSpan = [];

        public List<ScopeSpan> People { get; } = [];

        public List<ScopeSpan> Teams { get; } = [];

        public void AddSpan(int person, int team, DateOnly from, DateOnly until)
        {
            if (from < until)
            {
                _spans.Add(new(person, _spans.Count, from, until));
                _teamOfSpan.Add(team);
            }
        }

        public RootScopes Build(int root, Roster roster, int[] persons, int[] order) => new(
            root,
            roster,
            new(roster.People.Count, persons.Length, [.. People]),
            persons,
            order,
            new(roster.People.Count, roster.Teams.Count, [.. Teams]),
            new(roster.People.Count, _spans.Count, [.. _spans]),
            [.. _teamOfSpan]);
    }
}
