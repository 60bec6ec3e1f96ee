using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Privacy;

/// <summary>Attacks on what boards tell: everything that one participant can ask is asked, over companies of chance, and put together.</summary>
/// <remarks>An attack has found somebody out when it is certain of their tokens to a tenth, though no list shows them. Under policy open it does, which
/// shows that the attack is one.</remarks>
public sealed class AttackTests
{
    private static readonly DateOnly Today = SmallCompany.Monday;
    private static readonly string[] Agents = ["claude-code", "codex", "copilot"];
    private static readonly int[] Windows = [7, 30];
    private static readonly string[] Boards = [BoardNames.Tokens, BoardNames.Score, BoardNames.Breadth, BoardNames.Cache];

    public static TheoryData<string, int> Companies => Attacker.Companies(30);

    [Theory]
    [MemberData(nameof(Companies))]
    public void Everything_AskedAndPutTogether_FindsNobodyOut(string policy, int seed)
    {
        var found = FoundOut(CompanyOfChance(seed), PrivacyPolicy.Find(policy)!);

        Assert.True(found.Count == 0, $"{policy}, seed {seed}: {string.Join("; ", found)}");
    }

    [Fact]
    public void Everything_UnderPolicyOpen_FindsSomebodyOut() =>
        Assert.NotEmpty(Enumerable.Range(1, 10).SelectMany(seed => FoundOut(CompanyOfChance(seed), PrivacyPolicy.Open)));

    [Theory]
    [InlineData("balanced")]
    [InlineData("strict")]
    public void Lists_OfAnybody_LeaveNoGapInTheRanks(string policy)
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var company = CompanyOfChance(seed);
            foreach (var board in Boards)
            {
                var standings = Ask(company, PrivacyPolicy.Find(policy)!, SmallCompany.Query(board)).Standings;
                Assert.All(standings, (standing, place) => Assert.Equal(1 + standings.Count(other => other.Rank < standing.Rank), standing.Rank));
            }
        }
    }

    [Theory]
    [InlineData("balanced")]
    [InlineData("strict")]
    public void Answers_WhateverAPrivateParticipantUses_AreTheSameButForTotals(string policy)
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var (little, much) = (CompanyOfChance(seed, ofPrivate: 1), CompanyOfChance(seed, ofPrivate: 7));
            foreach (var query in Queries(little).Where(static query => query.Board == BoardNames.Tokens))
            {
                Assert.Equal(
                    Ask(little, PrivacyPolicy.Find(policy)!, query).Standings.Select(Shown),
                    Ask(much, PrivacyPolicy.Find(policy)!, query).Standings.Select(Shown));
            }
        }
    }

    private static string Shown(Standing standing) =>
        $"{standing.Rank} {standing.Change} {standing.Id} {standing.Score} {standing.Sums.Tokens.TotalTokens} {standing.ListCostUsd} {standing.Members} {string.Join(",", standing.Models)}";

    private static List<string> FoundOut(SmallCompany company, PrivacyPolicy policy)
    {
        var (roster, truth) = (company.Roster(), TruthOf(company));
        var attacker = new Attacker(truth);
        var shown = new HashSet<int>();
        var me = roster.People.ToList().FindIndex(static person => person.Participation is Participation.Pseudonym);
        for (var person = 0; person < roster.People.Count; person++)
        {
            foreach (var days in Windows)
            {
                foreach (var agent in Agents)
                {
                    attacker.IsPart(Of(person, days, agent), Total(person, days));
                    if (person == me)
                    {
                        attacker.Knows(Of(person, days, agent), truth[Of(person, days, agent)]);
                    }
                }

                attacker.SawSumOfParts(Total(person, days), Agents.Select(agent => Of(person, days, agent)));
            }

            attacker.IsPart(Total(person, 7), Total(person, 30));
        }

        if (me >= 0)
        {
            Array.ForEach(Windows, days => attacker.Knows(Total(me, days), truth[Total(me, days)]));
        }

        foreach (var query in Queries(company))
        {
            Read(Ask(company, policy, query), company, policy, attacker, shown);
        }

        attacker.Think();
        return [.. truth.Where(unknown => unknown.Value > 0 && !shown.Contains(PersonOf(unknown.Key)))
            .Where(unknown => PersonOf(unknown.Key) != me && roster.People[PersonOf(unknown.Key)].Participates)
            .Where(unknown => attacker.IsCertainOf(unknown.Key))
            .Select(unknown => $"{unknown.Key} is {unknown.Value}: {attacker.Of(unknown.Key)}")];
    }

    private static void Read(BuiltBoard board, SmallCompany company, PrivacyPolicy policy, Attacker attacker, HashSet<int> shown)
    {
        var (query, roster) = (board.Query, company.Roster());
        var days = query.Window.Days;
        if (query.Subject is BoardSubject.Person)
        {
            foreach (var standing in board.Standings.Where(static standing => standing.ShowsUsage))
            {
                var unknown = query.Filter.Agent is { } agent ? Of(Person(standing), days, agent) : Total(Person(standing), days);
                // Under a team's filter only the days in it count, and nobody moves here.
                attacker.Saw(unknown, standing.Sums.Tokens.TotalTokens, !policy.GuardsGroups || query.Filter == UsageFilter.All ? policy.Detail : DetailOfOthers.Bands);
                // Whoever is on a list agreed to be read there, and what follows from it about themselves.
                shown.Add(Person(standing));
            }

            // Whoever everybody may see and the list does not show stands below it.
            if (query is { Board: BoardNames.Tokens, Team: null } && (query.Filter == UsageFilter.All || !policy.GuardsGroups) && board.Standings is [.., var last])
            {
                foreach (var below in Enumerable.Range(0, roster.People.Count).Where(person =>
                    roster.People[person].Participation is Participation.Named or Participation.Pseudonym && board.Standings.All(standing => standing.Id != roster.People[person].Id)))
                {
                    attacker.IsPart(Unknown(below), Unknown(Person(last)));
                }
            }

            int Person(Standing standing) => board.Scopes.PersonOf(standing.Id)!.Value;
        }
        else
        {
            foreach (var standing in board.Standings.Where(static standing => standing.ShowsUsage))
            {
                attacker.SawSum($"team {standing.Id} of {query}", Members(standing.Id, withBelow: false), standing.Sums.Tokens.TotalTokens, policy.Detail);
            }
        }

        if (!board.Population.Withheld)
        {
            var counted = query.Team is { } team ? Members(team, withBelow: true)
                : Enumerable.Range(0, roster.People.Count).Where(person => roster.People[person].Participates).Select(Unknown);
            if (policy.GuardsGroups && IsWithoutPrivate(company, query, days, policy.SmallestGroup))
            {
                counted = counted.Where(unknown => roster.People[PersonOf(unknown)].Participation is not Participation.Private);
            }

            attacker.SawSum($"total of {query}", counted, board.Population.Sums.Tokens.TotalTokens, policy.Detail);
        }

        string Unknown(int person) => query.Filter.Agent is { } agent ? Of(person, days, agent) : Total(person, days);

        IEnumerable<string> Members(string teamId, bool withBelow)
        {
            return company.Memberships
                .Where(member => (withBelow ? company.IsBelow(member.Team, teamId, SmallCompany.Monday) : roster.Teams[member.Team].Id == teamId)
                    && roster.People[member.Person].Participates && !(policy.GuardsGroups && roster.People[member.Person].Participation is Participation.Private))
                .Select(member => Unknown(member.Person));
        }
    }

    // As the rule says, which the attacker knows: those who take part privately count together with enough of their like.
    private static bool IsWithoutPrivate(SmallCompany company, BoardQuery query, int days, int smallest) => query.Team is not null
        || company.People.Where((person, ordinal) => person.Participation is Participation.Private && Tokens(company, ordinal, days, query.Filter.Agent) > 0).Count() is > 0 and var few && few < smallest;

    private static IEnumerable<BoardQuery> Queries(SmallCompany company)
    {
        var filters = Agents.Select(static agent => new UsageFilter(Agent: agent)).Prepend(UsageFilter.All).ToArray();
        return from board in Boards
            from days in Windows
            from subject in (BoardSubject[])[BoardSubject.Person, BoardSubject.Team]
            from filter in filters
            from team in company.Teams.Select(static team => (string?)team.Id).Prepend(null)
            select SmallCompany.Query(board, Today, days, subject, team, filter);
    }

    private static BuiltBoard Ask(SmallCompany company, PrivacyPolicy policy, BoardQuery query)
    {
        var rules = RuleBook.Default.Under(policy).Of(Today);
        return Disclosure.Of(BoardBuilder.Build(company.Data(), query, company.Scopes(), rules, company.Awards(Today), TestPrices.Instance));
    }

    private static double Tokens(SmallCompany company, int person, int days, string? agent)
    {
        var window = DayRange.LastDays(Today, days);
        return company.Calls.Where(call => call.Identity == person && window.Contains(call.Day) && (agent is null || call.Agent == agent))
            .Sum(static call => (double)call.Sums.Tokens.TotalTokens);
    }

    private static Dictionary<string, double> TruthOf(SmallCompany company) =>
        (from person in Enumerable.Range(0, company.People.Count)
            from days in Windows
            from agent in Agents.Select(static agent => (string?)agent).Prepend(null)
            select (Unknown: agent is null ? Total(person, days) : Of(person, days, agent), Tokens: Tokens(company, person, days, agent)))
        .ToDictionary(static known => known.Unknown, static known => known.Tokens);

    private static string Total(int person, int days) => $"{person}/{days}";

    private static string Of(int person, int days, string agent) => $"{person}/{days}/{agent}";

    private static int PersonOf(string unknown) => int.Parse(unknown.Split('/')[0], null);

    // From a handful to a few dozen people, in teams of all sizes or in none; some take part privately and some not at all.
    private static SmallCompany CompanyOfChance(int seed, int ofPrivate = 1)
    {
        var random = new Random(seed);
        var company = new SmallCompany();
        var teams = random.Next(0, 6);
        for (var team = 0; team < teams; team++)
        {
            company.Team($"t{team}", random.Next(3) == 0 && team > 0 ? random.Next(team) : -1);
        }

        var people = (int[])[3, 6, 10, 12, 14, 18, 25, 40];
        for (var i = people[seed % people.Length]; i > 0; i--)
        {
            var participation = random.Next(10) switch { 0 => Participation.No, 1 or 2 => Participation.Private, < 6 => Participation.Named, _ => Participation.Pseudonym };
            var person = company.Person($"p{i}", participation, team: teams == 0 || random.Next(6) == 0 ? null : random.Next(teams));
            for (var calls = random.Next(0, 8); calls > 0; calls--)
            {
                var tokens = (long)Math.Pow(10, 4 + (random.NextDouble() * 5)) * (participation is Participation.Private ? ofPrivate : 1);
                company.Call(person, Today.AddDays(-random.Next(0, 30)), input: tokens, agent: Agents[random.Next(Agents.Length)], calls: random.Next(1, 300), savedNano: random.Next(1, 1000) * 1_000_000L);
            }
        }

        return company;
    }
}
