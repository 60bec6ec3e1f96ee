using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Tests.Ranking;

public sealed class StreakTests
{
    private static readonly DateOnly Monday = new(2026, 11, 16);

    // Weeks oldest first, the last is the present one: x meets the floor, . does not. The first is of the 21st of September.
    [Theory]
    [InlineData("xxxxxxxxx", 9, true, 2, "MMMMMMMMM")]
    [InlineData("xxxxxxxx.", 8, true, 2, "MMMMMMMMO")]
    [InlineData("xxx.xxxx.", 7, true, 1, "MMMFMMMMO")]
    [InlineData(".xxxxxxxx", 8, false, 2, "-MMMMMMMM")]
    [InlineData("xx..xx..x", 1, false, 0, "MMFFMM--M")]
    [InlineData("x....x.x.", 1, false, 0, "MFFF-M-MO")]
    [InlineData(".........", 0, false, 2, "--------O")]
    [InlineData("........x", 1, false, 2, "--------M")]
    public void Of_SomeWeeks_FreezesTwoOfAQuarterByThemselves(string weeks, int length, bool mayBeLonger, int freezesLeft, string kinds)
    {
        var known = weeks.Select((week, i) => (Monday.AddDays(7 * (i - 8)), week == 'x' ? 3 : 2)).ToList();

        var streak = Streak.Of(known, 3, reachesBack: true, GameRules.Default);

        Assert.Equal(
            (length, mayBeLonger, freezesLeft, kinds),
            (streak.Weeks, streak.MayBeLonger, streak.FreezesLeft, string.Concat(streak.Known.Select(week => "-MFO"[(int)week.Kind]))));
    }

    [Fact]
    public void StreakOf_RandomCompanies_AgreesWithTheJudge()
    {
        var lengths = new HashSet<int>();
        for (var seed = 1; seed <= 12; seed++)
        {
            var today = new DateOnly(2026, 11, 5).AddDays(seed);
            var company = RandomCompany.Make(seed, 30, today);
            foreach (var (person, week) in Enumerable.Range(0, 15).SelectMany(_ => Enumerable.Range(0, 10), (person, week) => (person, week)))
            {
                // Half the people are there nearly every week.
                if ((person * 7 + week * 3 + seed) % 5 > 0)
                {
                    var monday = MondayOf(today).AddDays(-7 * week);
                    company.Active(person, monday).Active(person, monday.AddDays(1)).Active(person, monday.AddDays(2)).Active(person, monday.AddDays(4));
                }
            }

            company.ActivityFrom = today.AddDays(-40 - seed);
            var awards = company.Awards(today);
            for (var person = 0; person < 30; person++)
            {
                var streak = awards.StreakOf(person);
                Assert.Equal(Judge(company, person, today), (streak.Weeks, streak.MayBeLonger));
                lengths.Add(streak.Weeks);
            }
        }

        Assert.Superset(Enumerable.Range(0, 5).ToHashSet(), lengths);
    }

    [Fact]
    public void Of_NoFreezes_EndsWithTheFirstWeekThatIsMissed()
    {
        var rules = GameSettings.Apply(GameRules.Default, [new("streak.freezes", "0")]);

        var streak = Streak.Of([(Monday.AddDays(-14), 5), (Monday.AddDays(-7), 0), (Monday, 5)], 3, reachesBack: true, rules);

        Assert.Equal((1, false, 0), (streak.Weeks, streak.MayBeLonger, streak.FreezesLeft));
    }

    // Once more from the bare facts, week by week.
    private static (int Weeks, bool MayBeLonger) Judge(SmallCompany company, int person, DateOnly today)
    {
        var first = company.ActivityFrom > today.AddDays(-63) ? company.ActivityFrom : today.AddDays(-63);
        var mondays = Enumerable.Range(0, 12).Select(week => MondayOf(today).AddDays(-7 * week)).Where(monday => monday >= first).Order().ToList();
        var floor = Math.Max(1, (int)Math.Ceiling((decimal)company.People[person].WorkingDaysPerWeek * 0.6m));
        bool IsMet(DateOnly monday) => Enumerable.Range(0, 7).Select(monday.AddDays).Count(day => day <= today && company.IsActive(person, day)) >= floor;
        var (weeks, spent, isWhole) = (0, new List<string>(), true);
        foreach (var monday in mondays)
        {
            var quarter = $"{monday.Year} {(monday.Month + 2) / 3}";
            if (IsMet(monday))
            {
                weeks++;
            }
            else if (monday != mondays[^1])
            {
                if (weeks > 0 && spent.Count(of => of == quarter) < 2)
                {
                    spent.Add(quarter);
                }
                else
                {
                    (weeks, isWhole) = (0, false);
                }
            }
        }

        return (weeks, isWhole && weeks > 0);
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
