using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Privacy;

/// <summary>The boards of one day after the other, put together, while people move between teams and teams in the tree: what came and what went is a difference.</summary>
/// <remarks>As <see cref="AttackTests"/>, with an unknown for each person's day. The attacker knows who is in which team on which day, as anybody who works there does.</remarks>
public sealed class SuccessiveDayAttackTests
{
    private const int DaysAsked = 10;
    private static readonly DateOnly Today = SmallCompany.Monday;
    private static readonly int[] Windows = [1, 2, 7, 30];

    public static TheoryData<string, int> Companies => Attacker.Companies(20);

    [Theory]
    [MemberData(nameof(Companies))]
    public void Days_PutTogether_FindNobodyOut(string policy, int seed)
    {
        var found = FoundOut(CompanyOfChance(seed), PrivacyPolicy.Find(policy)!);

        Assert.True(found.Count == 0, $"{policy}, seed {seed}: {string.Join("; ", found)}");
    }

    [Fact]
    public void Days_UnderPolicyOpen_FindSomebodyOut() =>
        Assert.NotEmpty(Enumerable.Range(1, 10).SelectMany(seed => FoundOut(CompanyOfChance(seed), PrivacyPolicy.Open)));

    /// <summary>The attacker subtracts: of two totals that differ by one person's day, both rounded, that day follows though no total says it.</summary>
    [Fact]
    public void Attacker_OfTwoTotalsThatDifferByOne_KnowsThatOne()
    {
        var attacker = new Attacker(new Dictionary<string, double> { ["moved"] = 300_000, ["a"] = 500_000, ["b"] = 200_000 });
        attacker.SawSum("before", ["moved", "a", "b"], 1_000_000, DetailOfOthers.ThreeDigits);
        attacker.SawSum("after", ["a", "b"], 700_000, DetailOfOthers.ThreeDigits);

        attacker.Think();

        var (low, high) = attacker.Of("moved");
        Assert.InRange(low, 290_000, 300_000);
        Assert.InRange(high, 300_000, 310_000);
    }

    private static List<string> FoundOut(SmallCompany company, PrivacyPolicy policy)
    {
        var roster = company.Roster();
        var oldest = Today.AddDays(1 - DaysAsked - Windows[^1]);
        var truth = (from person in Enumerable.Range(0, roster.People.Count)
            from back in Enumerable.Range(0, DaysAsked + Windows[^1])
            select (Unknown: Of(person, oldest.AddDays(back)), Day: oldest.AddDays(back), Person: person)).ToDictionary(
                static of => of.Unknown,
                of => company.Calls.Where(call => call.Identity == of.Person && call.Day == of.Day).Sum(static call => (double)call.Sums.Tokens.TotalTokens));
        var attacker = new Attacker(truth);
        var shown = new HashSet<int>();
        var me = roster.People.ToList().FindIndex(static person => person.Participation is Participation.Pseudonym);
        foreach (var unknown in truth.Keys.Where(unknown => PersonOf(unknown) == me))
        {
            attacker.Knows(unknown, truth[unknown]);
        }

        foreach (var query in Queries(company))
        {
            Read(Ask(company, policy, query), company, policy, attacker, shown, truth);
        }

        attacker.Think();
        return [.. truth.Where(unknown => unknown.Value > 0 && !shown.Contains(PersonOf(unknown.Key)) && PersonOf(unknown.Key) != me)
            .Where(unknown => roster.People[PersonOf(unknown.Key)].Participates)
            .Where(unknown => attacker.IsCertainOf(unknown.Key))
            .Select(unknown => $"{unknown.Key} is {unknown.Value}: {attacker.Of(unknown.Key)}")];
    }

    private static void Read(
        BuiltBoard board, SmallCompany company, PrivacyPolicy policy, Attacker attacker, HashSet<int> shown, Dictionary<string, double> truth)
    {
        var (query, roster) = (board.Query, company.Roster());
        foreach (var standing in board.Standings.Where(static standing => standing.ShowsUsage))
        {
            if (query.Subject is BoardSubject.Team)
            {
                attacker.SawSum($"team {standing.Id} of {query}", InTeam(standing.Id, withBelow: false), standing.Sums.Tokens.TotalTokens, policy.Detail);
                continue;
            }

            var person = board.Scopes.PersonOf(standing.Id)!.Value;
            shown.Add(person);
            if (query.Team is null)
            {
                attacker.SawSum($"{standing.Id} of {query}", DaysOf(query.Window).Select(day => Of(person, day)), standing.Sums.Tokens.TotalTokens, policy.Detail);
            }
        }

        if (!board.Population.Withheld)
        {
            var counted = query.Team is { } team ? InTeam(team, withBelow: true) : (
                from person in Enumerable.Range(0, roster.People.Count)
                where roster.People[person].Participates && !(IsWithoutPrivate() && roster.People[person].Participation is Participation.Private)
                from day in DaysOf(query.Window)
                select Of(person, day));
            attacker.SawSum($"total of {query}", counted, board.Population.Sums.Tokens.TotalTokens, policy.Detail);
        }

        // As the rule says, which the attacker knows: those who take part privately count together with enough of their like.
        bool IsWithoutPrivate() => policy.GuardsGroups && Enumerable.Range(0, roster.People.Count).Count(person =>
            roster.People[person].Participation is Participation.Private && DaysOf(query.Window).Sum(day => truth[Of(person, day)]) > 0) is > 0 and var few && few < policy.SmallestGroup;

        IEnumerable<string> InTeam(string teamId, bool withBelow)
        {
            return from member in company.Memberships
                where roster.People[member.Person].Participates && !(policy.GuardsGroups && roster.People[member.Person].Participation is Participation.Private)
                from day in DaysOf(query.Window)
                where day >= member.From && day < member.Until && (withBelow ? company.IsBelow(member.Team, teamId, day) : roster.Teams[member.Team].Id == teamId)
                select Of(member.Person, day);
        }
    }

    private static IEnumerable<BoardQuery> Queries(SmallCompany company) =>
        from back in Enumerable.Range(0, DaysAsked)
        from days in Windows
        from subject in (BoardSubject[])[BoardSubject.Person, BoardSubject.Team]
        from team in company.Teams.Select(static team => (string?)team.Id).Prepend(null)
        select SmallCompany.Query(BoardNames.Tokens, Today.AddDays(-back), days, subject, team);

    private static BuiltBoard Ask(SmallCompany company, PrivacyPolicy policy, BoardQuery query)
    {
        var day = query.Window.End.AddDays(-1);
        var rules = RuleBook.Default.Under(policy).Of(day);
        return Disclosure.Of(BoardBuilder.Build(company.Data(), query, company.Scopes(), rules, company.Awards(day), TestPrices.Instance));
    }

    private static IEnumerable<DateOnly> DaysOf(DayRange window) => Enumerable.Range(0, window.Days).Select(day => window.Start.AddDays(day));

    private static string Of(int person, DateOnly day) => $"{person}/{day:yyyy-MM-dd}";

    private static int PersonOf(string unknown) => int.Parse(unknown.Split('/')[0], null);

    // From six to two dozen people in two to five teams; a third of them move, some more than once, and most days are somebody's without work.
    private static SmallCompany CompanyOfChance(int seed)
    {
        var random = new Random(seed);
        var company = new SmallCompany();
        var teams = random.Next(2, 6);
        for (var team = 0; team < teams; team++)
        {
            company.Team($"t{team}", random.Next(3) == 0 && team > 0 ? random.Next(team) : -1);
        }

        var people = (int[])[6, 10, 12, 16, 20, 24];
        for (var i = people[seed % people.Length]; i > 0; i--)
        {
            var participation = random.Next(10) switch { 0 => Participation.No, 1 or 2 => Participation.Private, < 6 => Participation.Named, _ => Participation.Pseudonym };
            var person = company.Person($"p{i}", participation);
            var (from, moves) = (DateOnly.MinValue, random.Next(3) == 0 ? random.Next(1, 3) : 0);
            foreach (var move in Enumerable.Range(0, moves).Select(_ => Today.AddDays(-random.Next(0, DaysAsked + 4))).Distinct().Order())
            {
                company.Memberships.Add(new(person, random.Next(teams), from, move));
                from = move;
            }

            company.Memberships.Add(new(person, random.Next(teams), from, DateOnly.MaxValue));
            foreach (var day in Enumerable.Range(0, DaysAsked + Windows[^1] - 1).Where(_ => random.Next(3) == 0))
            {
                company.Call(person, Today.AddDays(-day), input: (long)Math.Pow(10, 4 + (random.NextDouble() * 5)), calls: random.Next(1, 300));
            }
        }

        company.MoveTeams(new Random(1_000 + seed), Today, DaysAsked + 4);
        return company;
    }
}
