using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Ranking;

/// <summary>A company of chance: every kind of participation, moves between nested teams, ties, unpriced models, silent agents.</summary>
internal static class RandomCompany
{
    public static readonly DateOnly Today = new(2026, 11, 15);

    private static readonly (string Model, string Provider, bool Priced)[] Models =
    [
        ("claude-opus-4-6", "anthropic", true), ("claude-opus-4-6", "aws.bedrock", true), ("gpt-5", "openai", true),
        ("gemini-3-pro-preview", "gcp.gemini", true), ("house-model", "internal", false),
    ];

    public static SmallCompany Make(int seed, int people, DateOnly? today = null)
    {
        var random = new Random(seed);
        var company = new SmallCompany { KnowsContextSizes = seed % 3 != 0 };
        var teams = Math.Max(1, people / 5);
        for (var team = 0; team < teams; team++)
        {
            company.Team($"t{team:000}", team < 2 ? -1 : random.Next(-1, team));
        }

        for (var i = 0; i < people; i++)
        {
            var participation = random.Next(10) switch { 0 => Participation.No, 1 => Participation.Private, 2 => Participation.Pseudonym, _ => Participation.Named };
            var person = company.Person($"p{random.Next(1_000_000):000000}-{i}", participation, workingDays: random.Next(1, 15) / 2.0);
            AddMemberships(company, random, person, teams, today ?? Today);
            AddFacts(company, random, person, today ?? Today);
        }

        // In one company of four nobody says a word.
        if (seed % 4 > 0 && people > 1)
        {
            AddThanks(company, new Random(1_000 + seed), today ?? Today);
        }

        AddGoals(company, new Random(2_000 + seed), today ?? Today);
        company.MoveTeams(new Random(3_000 + seed), today ?? Today, 80);
        return company;
    }

    // Of this month and the one before, easy ones and hard ones.
    private static void AddGoals(SmallCompany company, Random random, DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        foreach (var team in company.Teams)
        {
            for (var before = 0; before < 3; before++)
            {
                if (random.Next(3) > 0)
                {
                    var kind = random.Next(3) == 0 ? GoalKind.Focus : GoalKind.Floor;
                    company.Goals.Add(new(team.Id, month.AddMonths(-before), kind, random.Next(1, 101), kind is GoalKind.Floor ? random.Next(1, 5) : 0));
                }
            }
        }
    }

    private static void AddThanks(SmallCompany company, Random random, DateOnly today)
    {
        for (var i = company.People.Count * 3; i > 0; i--)
        {
            var (from, to) = (random.Next(company.People.Count), random.Next(company.People.Count));
            company.Thank(from, to, today.AddDays(-random.Next(100)), (ThankKind)random.Next(2));
        }
    }

    private static void AddMemberships(SmallCompany company, Random random, int person, int teams, DateOnly today)
    {
        if (random.Next(6) == 0)
        {
            return;
        }

        var moved = today.AddDays(-random.Next(80));
        company.Memberships.Add(new(person, random.Next(teams), DateOnly.MinValue, random.Next(3) == 0 ? moved : DateOnly.MaxValue));
        if (random.Next(3) == 0)
        {
            company.Memberships.Add(new(person, random.Next(teams), moved.AddDays(random.Next(3)), DateOnly.MaxValue));
        }
    }

    private static void AddFacts(SmallCompany company, Random random, int person, DateOnly today)
    {
        if (random.Next(7) == 0)
        {
            return;
        }

        // Few different sizes, so that people tie; some large enough for every tier.
        long[] sizes = [1_000, 2_000, 40_000_000, 300_000_000, 1_300_000_000];
        var size = sizes[random.Next(sizes.Length)];

        // Some use all models alike, some use the cache well: otherwise the rarer titles would find nobody.
        var (isVersatile, isThrifty) = (random.Next(4) == 0, random.Next(3) == 0);
        for (var i = random.Next(1, 35); i > 0; i--)
        {
            var (model, provider, priced) = Models[random.Next(isVersatile ? Models.Length : random.Next(1, Models.Length + 1))];
            var day = today.AddDays(-random.Next(70));
            company.Call(
                person, day, input: isThrifty ? size / 100 : size / 10, read: size, write: random.Next(3) * size / (isThrifty ? 50 : 20), output: size / 100, reasoning: size / 200,
                calls: isVersatile ? 20 : random.Next(1, isThrifty ? 90 : 40), model: model, provider: provider, agent: random.Next(4) == 0 ? "copilot" : "claude-code",
                costNano: priced ? size * random.Next(1, 3) : null, savedNano: (random.Next(5) - 1) * size,
                evidence: (Evidence)random.Next(3), minute: random.Next(1_440), who: (person + i) % 4 == 0 ? Who.Claimed : Who.Known);
            if (random.Next(3) > 0)
            {
                company.Active(person, day, commits: random.Next(6) > 0, isShort: (person + day.DayNumber) % 7 == 0).Edits(person, day, (person + day.DayNumber) % 3 == 0 ? (person + (7 * day.DayNumber)) % 20 : 0);
                for (var prompt = 0; isVersatile && prompt < 9; prompt++)
                {
                    company.Acts.Add(new(person, day, 700 + prompt, TestActKind.Prompt));
                }
            }
        }

        if (random.Next(3) == 0)
        {
            company.SupervisedSeconds[person] = random.Next(12) * 3_600;
        }
    }
}
