using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.TestShared;

namespace Claudeonomics.Tests.Privacy;

public sealed class DisclosureTests
{
    /// <summary>What a title takes can be somebody's own figure, such as one active day more than they had before: others read none of it, whoever it is.</summary>
    [Theory]
    [InlineData("balanced")]
    [InlineData("strict")]
    public void Of_EvidenceOfOthersTitles_IsTheSameWhateverTheirDaysAndPattern(string policy)
    {
        var (one, other) = (Told(policy, activeBefore: 1, floor: 2, weeks: 4), Told(policy, activeBefore: 9, floor: 3, weeks: 5));

        Assert.Equal([Titles.PersonalBest, Titles.Comeback, Titles.TokenLegend], one.Select(static title => title.Title));
        Assert.Equal(one.SelectMany(static title => title.Conditions), other.SelectMany(static title => title.Conditions));

        // The numbers of the rules are everybody's.
        Assert.Equal(14, one[1].Conditions[0].Threshold);
    }

    private static IReadOnlyList<TitleEvidence> Told(string policy, int activeBefore, int floor, int weeks)
    {
        var company = new SmallCompany();
        company.Call(company.Person("ann"), SmallCompany.Monday, input: 10);
        var (days, rules) = (DayRange.LastDays(SmallCompany.Monday, 30), GameRules.Default);
        var awards = company.Awards(SmallCompany.Monday);
        var explanation = BoardExplanation.Of(company.Build(SmallCompany.Query(), awards), company.Data(), "ann", awards)! with
        {
            Titles =
            [
                PersonalBestTitle.Judge(days, activeBefore + 1, activeBefore, isKnown: true),
                ComebackTitle.Judge(days, 20, 5, floor, rules),
                TokenLegendTitle.Judge(days, new(12, 1, Tier.Bronze, Tier.Bronze, 100, 0, 0, weeks, weeks, true, null), rules),
            ],
        };
        return Disclosure.Of(explanation, explanation.Own.Standing, PrivacyPolicy.Find(policy)!).Titles;
    }
}
