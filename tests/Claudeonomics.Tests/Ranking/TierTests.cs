using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Seasons;

namespace Claudeonomics.Tests.Ranking;

public sealed class TierTests
{
    private static readonly DateOnly First = new(2026, 11, 1);
    private static readonly DateOnly Fifteenth = new(2026, 11, 15);
    private static readonly DateOnly Last = new(2026, 11, 30);

    [Fact]
    public void TierOf_EnoughTokensAndActiveDays_IsReachedOnTheDayBothAre()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, new(2026, 11, 2), input: 600_000_000);
        for (var day = 3; day <= 6; day++)
        {
            company.Active(ann, new(2026, 11, day));
        }

        var awards = company.Awards(Fifteenth);

        Assert.Equal(new TierAward(Tier.Bronze, First, new(2026, 11, 6)), awards.TierAwardOf(ann));
        Assert.Equal((4, 0), awards.ActiveDaysOf(ann));
        Assert.Equal(new TierProgress(Tier.Silver, 500_000_000, 600_000_000, 7, 4), awards.ProgressOf(ann, 5, 600_000_000));
    }

    [Fact]
    public void TierOf_OneExpensiveDay_UnlocksNothing()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, new(2026, 11, 2), input: 300_000_000_000).Active(ann, new(2026, 11, 2));

        Assert.Equal(Tier.None, company.Awards(Last).TierOf(ann));
    }

    [Fact]
    public void TierOf_PartTime_IsMeasuredByTheirOwnWorkingPattern()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann", workingDays: 1);
        company.Call(ann, new(2026, 11, 2), input: 150_000_000).Active(ann, new(2026, 11, 2));

        Assert.Equal(Tier.Bronze, company.Awards(Last).TierOf(ann));
    }

    [Fact]
    public void TierOf_FirstOfAMonth_TakesNothingFromAnybody()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, new(2026, 11, 30), input: 9_000_000_000);
        for (var day = 2; day <= 30; day++)
        {
            company.Active(ann, new(2026, 11, day));
        }

        Assert.Equal(Tier.Emerald, company.Awards(new(2026, 12, 1)).TierOf(ann));
        Assert.Equal(new TierAward(Tier.Emerald, First, Last), company.Awards(new(2026, 12, 31)).TierAwardOf(ann));
        Assert.Null(company.Awards(new(2027, 1, 1)).TierAwardOf(ann));
    }

    [Fact]
    public void TierOf_FewerActiveDaysLater_IsNotLost()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, First, input: 150_000_000);
        for (var day = 28; day <= 31; day++)
        {
            company.Active(ann, new(2026, 10, day));
        }

        // On the 30th only the 31st of October (30 days with the 2nd of November) would be left of them: none.
        var awards = company.Awards(Last);

        Assert.Equal(new TierAward(Tier.Bronze, First, First), awards.TierAwardOf(ann));
        Assert.Equal((0, 0), awards.ActiveDaysOf(ann));
    }

    /// <summary>A tier takes days of the month before, which are forgotten before it is over.</summary>
    [Fact]
    public void TierOf_SealedMonthWhoseDaysAreForgotten_StandsWithItsDay()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        var reached = new DateOnly(2026, 11, 12);
        for (var day = new DateOnly(2026, 10, 1); day <= reached; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                company.Active(ann, day);
            }
        }

        company.Call(ann, reached, input: 8_000_000_000);
        using (var data = company.Data())
        {
            company.Seasons.Add(Season.Seal(data, company.Scopes(), GameRules.Default, First, company.Awards(Last), before: null));
        }

        // The 28th of December knows the last 62 days and the one under way.
        company.ActivityFrom = new(2026, 10, 26);

        var emerald = new TierAward(Tier.Emerald, First, reached);
        Assert.Equal(emerald, company.Awards(new(2026, 12, 28)).TierAwardOf(ann));

        // The month's own board too, and that of a day within it.
        Assert.Equal(emerald, company.Awards(Last).TierAwardOf(ann));
        Assert.Equal(emerald, company.Awards(Fifteenth).TierAwardOf(ann));
        Assert.Null(company.Awards(new(2026, 11, 11)).TierAwardOf(ann));
    }

    [Fact]
    public void TierOf_SealedTierOfWhoTakesPartNoMore_IsNobodys()
    {
        var company = new SmallCompany();
        var (ann, ben) = (company.Person("ann", workingDays: 1), company.Person("ben", workingDays: 1));
        company.Call(ann, First, input: 600_000_000).Active(ann, First).Call(ben, First, input: 150_000_000).Active(ben, First);
        using (var data = company.Data())
        {
            company.Seasons.Add(Season.Seal(data, company.Scopes(), GameRules.Default, First, company.Awards(Last), before: null));
        }

        company.People[ann] = company.People[ann] with { Participation = Participation.No };

        var awards = company.Awards(new(2026, 12, 5));
        Assert.Equal((Tier.None, Tier.Bronze), (awards.TierOf(ann), awards.TierOf(ben)));
    }

    [Fact]
    public void TierOf_DaysThatAreNotCounted_AreNoActiveDays()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, new(2026, 11, 2), input: 600_000_000);
        for (var day = 2; day <= 6; day++)
        {
            company.Active(ann, new(2026, 11, day));
        }

        company.Call(ann, new(2026, 11, 9), agent: "copilot", minute: 600).Call(ann, new(2026, 11, 9), agent: "copilot", minute: 630, calls: 2);
        var run = new TestRun { Tokens = [.. ((int[])[5, 6, 9]).Select(day => new ExcludedTokens(
            ann, new(2026, 11, day), "claude-code", "anthropic", "claude-opus-4-6", new(1_000, 0, 0, 0, 0, 0, 0), ExclusionReason.NotCounted))] };

        var awards = company.Awards(Fifteenth, sources: run.Sources);

        Assert.Equal((Tier.Bronze, Tier.None), (company.Awards(Fifteenth).TierOf(ann), awards.TierOf(ann)));
        Assert.Equal((3, 0), awards.ActiveDaysOf(ann));
        Assert.Equal(new TierProgress(Tier.Bronze, 150_000_000, 600_000_000, 4, 3), awards.ProgressOf(ann, 5, 600_000_000));

        // In the month after too.
        Assert.Equal(Tier.None, company.Awards(new(2026, 12, 1), sources: run.Sources).TierOf(ann));
    }

    [Fact]
    public void ActiveDaysOf_AgentWithoutSignals_CountsCallsAndSaysSo()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Active(ann, new(2026, 11, 2));
        foreach (var (day, agent) in ((int, string)[])[(2, "copilot"), (3, "copilot"), (4, "claude-code")])
        {
            company.Call(ann, new(2026, 11, day), agent: agent, minute: 600).Call(ann, new(2026, 11, day), agent: agent, minute: 630, calls: 2);
        }

        Assert.Equal((2, 1), company.Awards(Fifteenth).ActiveDaysOf(ann));
    }

    [Fact]
    public void TierOf_RulesOfAPastMonth_AreThoseOfThatMonth()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann", workingDays: 1);
        company.Call(ann, new(2026, 11, 2), input: 150_000_000).Active(ann, new(2026, 11, 2));
        var book = RuleBook.Parse([new("2026-12", [new("tier.bronze.tokens", "150000001")])]);

        Assert.Equal(Tier.Bronze, company.Awards(new(2026, 12, 1), book).TierOf(ann));
        Assert.Equal(150_000_001, company.Awards(new(2026, 12, 1), book).ProgressOf(ann, 1, 0)!.TokensNeeded);
    }
}
