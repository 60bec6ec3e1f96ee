using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Ranking;

/// <summary>Tiers and titles once more, person by person and day by day from the bare facts.</summary>
public sealed class AwardsJudgeTests
{
    public static MatrixTheoryData<int, int, string> Companies { get; } =
        new([1, 5, 30], [1, 2, 3, 4], ["2026-11-01", "2026-11-15", "2026-11-30"]);

    [Theory]
    [MemberData(nameof(Companies))]
    public void Awards_RandomCompany_AgreeWithTheJudge(int people, int seed, string day)
    {
        var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var company = RandomCompany.Make(seed, people, today);
        var awards = company.Awards(today);
        var judge = new Judge(company, today);
        foreach (var person in Enumerable.Range(0, people))
        {
            Assert.Equal(judge.TierAwardOf(person), awards.TierAwardOf(person));
            Assert.Equal(judge.TitlesOf(person), awards.TitlesOf(person));
        }
    }

    [Fact]
    public void Awards_RandomCompanies_HaveEveryTierAndTitleToJudge()
    {
        var (tiers, titles) = (new HashSet<Tier>(), TitleSet.None);
        foreach (var seed in (int[])[1, 2, 3, 4])
        {
            var awards = RandomCompany.Make(seed, 30).Awards(RandomCompany.Today);
            tiers.UnionWith(Enumerable.Range(0, 30).Select(awards.TierOf));
            titles = Enumerable.Range(0, 30).Aggregate(titles, (all, person) => all | awards.TitlesOf(person));
        }

        Assert.Equal(Enum.GetValues<Tier>(), tiers.Order());

        // First Link and Right Size have tests of their own.
        Assert.Equal(Titles.All.Except([Titles.FirstLink, Titles.RightSize]), Titles.NamesOf(titles));
    }

    private sealed class Judge(SmallCompany company, DateOnly today)
    {
        private readonly DayRange _month = DayRange.LastDays(today, 30);
        private readonly Dictionary<int, TierAward?> _tiers = [];
        private readonly List<int> _people = [.. Enumerable.Range(0, company.People.Count).Where(p => company.People[p].Participates)];

        public TierAward? TierAwardOf(int person)
        {
            if (!_tiers.TryGetValue(person, out var award))
            {
                _tiers.Add(person, award = Reached(person));
            }

            return award;
        }

        private TierAward? Reached(int person)
        {
            var season = new DateOnly(today.Year, today.Month, 1);
            var now = Reached(person, season, today);
            var before = Reached(person, season.AddMonths(-1), season.AddDays(-1));
            return before is not null && (now is null || before.Tier > now.Tier) ? before : now;
        }

        public TitleSet TitlesOf(int person)
        {
            if (!_people.Contains(person))
            {
                return TitleSet.None;
            }

            var titles = TitleSet.None;
            var tokens = Tokens(person, _month);
            var rank = _people.Count(p => Tokens(p, _month) > tokens) + 1;
            var counts = tokens > 0;
            titles |= counts && rank <= Math.Max(3, _people.Count * 5 / 100) ? TitleSet.PowerUser : 0;
            titles |= counts && _people.Count >= 5 && rank == 1 && IsLegend(person) ? TitleSet.TokenLegend : 0;
            var seconds = company.SupervisedSeconds.GetValueOrDefault(person);
            var longest = _people.Max(p => company.SupervisedSeconds.GetValueOrDefault(p));
            titles |= seconds >= 3_600 && (seconds == longest || seconds >= 8 * 3_600) ? TitleSet.SessionImmortal : 0;
            titles |= IsConnoisseur(person) ? TitleSet.ModelConnoisseur : 0;
            titles |= IsWizard(person) ? TitleSet.CacheWizard : 0;
            return titles | WithoutRivals(person);
        }

        private TitleSet WithoutRivals(int person)
        {
            var titles = TitleSet.None;
            var pattern = (decimal)company.People[person].WorkingDaysPerWeek;
            var floor = Math.Max(1, (int)Math.Ceiling(pattern * 0.6m));
            var active = Enumerable.Range(0, 64).Select(i => today.AddDays(-i)).Where(d => company.IsActive(person, d)).Order().ToList();
            var weeks = Enumerable.Range(0, 10).Select(i => WeekOf(today) - (7 * i)).Count(week => active.Count(d => WeekOf(d) == week) >= floor);
            titles |= weeks >= 8 ? TitleSet.Steady : 0;

            // The longest pause of at least 14 days that ended in the last 30; of equals the later.
            var pauses = active.Zip(active.Skip(1)).Select(p => (End: p.Second, Days: p.Second.DayNumber - p.First.DayNumber - 1))
                .Where(p => p.Days >= 14 && p.End >= _month.Start).OrderByDescending(p => p.Days).ThenByDescending(p => p.End).ToList();
            titles |= pauses.Count > 0 && active.Count(d => d >= pauses[0].End) >= floor ? TitleSet.Comeback : 0;
            var (now, before) = (active.Count(d => _month.Contains(d)), active.Count(d => _month.Before().Contains(d)));
            titles |= before >= 1 && now > before && now >= 2 ? TitleSet.PersonalBest : 0;
            var calls = company.Calls.Where(c => c.Identity == person && _month.Contains(c.Day)).ToList();
            var requests = calls.Sum(c => c.Sums.Requests);
            titles |= requests >= 50 && calls.Where(c => c.Provider == "internal").Sum(c => c.Sums.Requests) * 5 >= requests ? TitleSet.LocalHero : 0;
            var models = calls.GroupBy(c => c.Model)
                .Select(g => (Calls: g.Sum(c => c.Sums.Requests), Tokens: g.Sum(c => c.Sums.Tokens.TotalTokens), Cost: g.Sum(c => c.Sums.ListCostNanoUsd)))
                .Where(m => m.Calls >= 50 && m.Cost > 0).ToList();
            var dearest = models.Select(m => (double)m.Cost * 1e6 / m.Tokens).DefaultIfEmpty().Max();
            var small = models.Where(m => (double)m.Cost * 1e6 / m.Tokens * 3 <= dearest).Sum(m => m.Calls);
            titles |= models.Count >= 2 && small * 4 >= models.Sum(m => m.Calls) ? TitleSet.RightSize : 0;
            var helped = company.Thanks
                .Where(t => t.Kind is ThankKind.HelpAccepted && t.Day > today.AddDays(-90) && t.Day <= today && t.To == company.People[person].Id && t.From != t.To)
                .Select(t => t.From).Distinct().Count(from => _people.Exists(p => company.People[p].Id == from));
            titles |= helped >= 3 ? TitleSet.Mentor : 0;
            titles |= company.Goals.Exists(goal => IsIn(person, goal) && IsReached(goal)) ? TitleSet.TeamGoal : 0;
            return titles;
        }

        // Of this month and the one before, by who is in the team on the last day that counts.
        private bool IsIn(int person, TeamGoal goal) =>
            (goal.Month == new DateOnly(today.Year, today.Month, 1) || goal.Month == new DateOnly(today.Year, today.Month, 1).AddMonths(-1))
            && company.IsBelow(TeamOn(person, LastDayOf(goal)), goal.Team, LastDayOf(goal));

        private bool IsReached(TeamGoal goal)
        {
            var members = _people.Where(p => IsIn(p, goal)).ToList();
            return members.Count >= 3 && (members.Count >= 12 || today >= goal.Month.AddDays(10)) && members.Count(p => IsThere(p, goal)) * 100 >= goal.Percent * members.Count;
        }

        private bool IsThere(int person, TeamGoal goal)
        {
            var pattern = (decimal)company.People[person].WorkingDaysPerWeek;
            var days = Enumerable.Range(0, 31).Select(goal.Month.AddDays).Where(d => d <= LastDayOf(goal)).ToList();

            // October looks at reviewed edits, November at accepted ones: here all were accepted.
            return goal.Kind is GoalKind.Focus
                ? company.Acts.Count(a => a.Identity == person && a.Kind is TestActKind.Edit && days.Contains(a.Day)) >= 60 * pattern / 5
                : days.Where(d => d.DayOfWeek is DayOfWeek.Monday)
                    .Count(monday => Enumerable.Range(0, 7).Select(monday.AddDays).Count(d => d <= today && company.IsActive(person, d)) >= Math.Max(1, (int)Math.Ceiling(pattern * 0.6m))) >= goal.Weeks;
        }

        private DateOnly LastDayOf(TeamGoal goal) => goal.Month.AddMonths(1).AddDays(-1) is var last && last < today ? last : today;

        private int TeamOn(int person, DateOnly day)
        {
            var joined = company.Memberships.Where(m => m.Person == person && m.From < m.Until && m.From <= day).OrderBy(m => m.From).ToList();
            return joined.Count == 0 || joined[^1].Until <= day ? -1 : joined[^1].Team;
        }

        private TierAward? Reached(int person, DateOnly season, DateOnly last)
        {
            TierAward? best = null;
            for (var day = season; day <= last && company.People[person].Participates; day = day.AddDays(1))
            {
                var tokens = Tokens(person, new(season, day.AddDays(1)));
                var active = Enumerable.Range(0, 30).Count(i => company.IsActive(person, day.AddDays(-i)));
                foreach (var (tier, threshold, percent) in ((Tier, long, int)[])
                    [(Tier.Bronze, 150, 15), (Tier.Silver, 500, 30), (Tier.Gold, 1_500, 50), (Tier.Platinum, 3_500, 60), (Tier.Emerald, 8_000, 70)])
                {
                    if (tier > (best?.Tier ?? Tier.None) && tokens >= threshold * 1_000_000
                        && active * 7m >= percent / 100m * (decimal)company.People[person].WorkingDaysPerWeek * 30m)
                    {
                        best = new(tier, season, day);
                    }
                }
            }

            return best;
        }

        private bool IsLegend(int person)
        {
            var tier = TierAwardOf(person)?.Tier ?? Tier.None;
            var metered = company.Calls.Where(c => _month.Contains(c.Day) && c.Evidence is not Evidence.SelfReported && _people.Contains(c.Identity)).ToList();
            var mine = metered.Where(c => c.Identity == person).Sum(c => c.Sums.Tokens.TotalTokens);
            var weeks = Enumerable.Range(0, 30).Select(i => _month.Start.AddDays(i)).Where(d => company.IsActive(person, d)).Select(WeekOf).Distinct().ToList();
            var acts = company.Acts.Where(a => a.Identity == person && _month.Contains(a.Day)).ToList();
            var withResult = acts.Where(a => a.Kind is not (TestActKind.Prompt or TestActKind.Decision)).Select(a => WeekOf(a.Day)).Distinct().ToList();
            return tier is not Tier.None
                && _people.All(p => (TierAwardOf(p)?.Tier ?? Tier.None) <= tier)
                && (metered.Sum(c => c.Sums.Tokens.TotalTokens) == 0 || mine * 2 >= Tokens(person, _month))
                && (acts.Count == 0 || (weeks.Count > 0 && weeks.All(withResult.Contains)));
        }

        private bool IsConnoisseur(int person)
        {
            var calls = company.Calls.Where(c => c.Identity == person && _month.Contains(c.Day)).ToList();
            var prompts = calls.GroupBy(c => c.Day).SelectMany(g => g.Select(c => (
                    c.Model,
                    Prompts: (decimal)company.Acts.Count(a => a.Identity == person && a.Day == g.Key && a.Kind is TestActKind.Prompt)
                        * c.Sums.Requests / g.Sum(other => other.Sums.Requests))))
                .GroupBy(p => p.Model).ToDictionary(g => g.Key, g => g.Sum(p => p.Prompts));
            var counted = calls.GroupBy(c => c.Model)
                .Where(g => prompts[g.Key] + 0.000000001m >= Math.Max(10m, prompts.Values.Sum() * 0.05m)).ToList();
            var total = counted.Sum(g => g.Sum(c => c.Sums.Requests));
            var effective = Math.Exp(-counted.Select(g => (double)g.Sum(c => c.Sums.Requests) / total).Sum(p => p * Math.Log(p)));
            var providers = counted.Select(g => g.GroupBy(c => c.Provider)
                .OrderByDescending(p => p.Sum(c => c.Sums.Requests)).ThenBy(p => p.Key, StringComparer.Ordinal).First().Key).Distinct().Count();
            return counted.Count > 0 && effective + 0.0000005 >= 3 && providers >= 2;
        }

        private bool IsWizard(int person)
        {
            var cohort = _people.Select(p => (Person: p, Sums: SumOf(p))).Where(p => p.Sums.Requests >= 500).ToList();
            if (!cohort.Exists(p => p.Person == person))
            {
                return false;
            }

            var mine = SumOf(person);
            var better = cohort.Count(p => Rate(p.Sums) > Rate(mine));
            var writers = cohort.Where(p => p.Sums.Tokens.CacheWriteTokens > 0).ToList();
            var amortisesBetter = writers.Count(p => ReadsPerWrite(p.Sums) > ReadsPerWrite(mine));
            var smaller = cohort.Count(p => Median(p.Person) < Median(person));
            return mine.Tokens.CacheReadTokens * 10 >= mine.Tokens.ContextTokens * 9
                && Rate(mine) > 0
                && better < (cohort.Count + 3) / 4
                && (mine.Tokens.CacheWriteTokens == 0 || amortisesBetter < (writers.Count + 3) / 4)
                && (!company.KnowsContextSizes || smaller < ((3 * cohort.Count) + 3) / 4);
        }

        private Core.Cube.UsageSums SumOf(int person) =>
            company.Calls.Where(c => c.Identity == person && _month.Contains(c.Day)).Aggregate(default(Core.Cube.UsageSums), (sum, c) => sum + c.Sums);

        private long Median(int person)
        {
            var contexts = company.Calls.Where(c => c.Identity == person && _month.Contains(c.Day))
                .Select(c => c.Sums.Tokens.ContextTokens / c.Sums.Requests).Order().ToList();
            return contexts[contexts.Count / 2];
        }

        private static decimal Rate(Core.Cube.UsageSums sums) => Math.Truncate(sums.CacheSavedNanoUsd * 1_000_000m / sums.Tokens.ContextTokens);

        private static double ReadsPerWrite(Core.Cube.UsageSums sums) => (double)sums.Tokens.CacheReadTokens / sums.Tokens.CacheWriteTokens;

        private long Tokens(int person, DayRange days) =>
            company.Calls.Where(c => c.Identity == person && days.Contains(c.Day)).Sum(c => c.Sums.Tokens.TotalTokens);

        private static int WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)).DayNumber;
    }
}
