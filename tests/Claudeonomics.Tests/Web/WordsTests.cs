using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Web.Text;

namespace Claudeonomics.Tests.Web;

public sealed class WordsTests
{
    [Theory]
    [InlineData("claude-opus-4-6", "opus 4.6")]
    [InlineData("claude-sonnet-5", "sonnet 5")]
    [InlineData("claude-instant", "instant")]
    [InlineData("gpt-5.4-codex", "gpt-5.4-codex")]
    [InlineData("unknown", "unknown")]
    public void Model_CanonicalName_DropsWhatGoesWithoutSaying(string model, string word) => Assert.Equal(word, Words.Model(model));

    [Theory]
    [InlineData(1, "1st")]
    [InlineData(2, "2nd")]
    [InlineData(11, "11th")]
    [InlineData(23, "23rd")]
    [InlineData(112, "112th")]
    [InlineData(1_204, "1,204th")]
    public void Ordinal_AnyRank_HasItsEnding(int rank, string word) => Assert.Equal(word, Words.Ordinal(rank));

    [Fact]
    public void Days_Window_NamesItsLastDayAndNotTheDayAfter()
    {
        Assert.Equal("23 October to 21 November 2026", Words.Days(new(new(2026, 10, 23), new(2026, 11, 22))));
        Assert.Equal("1 to 21 November 2026", Words.Days(new(new(2026, 11, 1), new(2026, 11, 22))));
        Assert.Equal("21 November 2026", Words.Days(DayRange.LastDays(new(2026, 11, 21), 1)));
        Assert.Equal("1 December 2025 to 2 January 2026", Words.Days(new(new(2025, 12, 1), new(2026, 1, 3))));
    }

    [Fact]
    public void Title_EveryTitle_ReadsAsAName() =>
        Assert.Equal(
            [
                "Token Legend", "Session Immortal", "Model Connoisseur", "Cache Wizard", "Power User", "Steady", "First Link", "Right Size", "Local Hero", "Mentor",
                "Comeback", "Team Goal", "Personal Best",
            ],
            Titles.All.Select(TitleName.Of));

    [Fact]
    public void Tier_EveryTier_HasTheNameOfTheApi() =>
        Assert.All(Enum.GetValues<Tier>().Except([Tier.None]), tier => Assert.Equal(Titles.NameOf(tier), Words.Tier(tier)));

    [Fact]
    public void Sentence_Conditions_SayValueAndBound()
    {
        Assert.Equal("Calls 2,841, at least 500", Evidence.Sentence(new("calls", Verdict.Met, 2_841, 500, "calls")));
        Assert.Equal("Context read from a cache 96%, at least 90%", Evidence.Sentence(new("reuse", Verdict.Met, 95.7, 90, "percent")));
        Assert.Equal("Median context 94\u202fk, at most 120\u202fk", Evidence.Sentence(new("median-context-at-most", Verdict.Met, 94_000, 120_000, "tokens")));
        Assert.Equal("Rank by tokens 12th, of the first 10", Evidence.Sentence(new("tokens-rank", Verdict.NotMet, 12, 10, "rank")));
        Assert.Equal("Tier gold, at least emerald", Evidence.Sentence(new("highest-tier", Verdict.NotMet, 3, 5, "tier")));
        Assert.Equal("Weeks in which something was accepted or committed: not yet judged, nothing that could tell is connected", Evidence.Sentence(new("weeks-with-result", Verdict.NotYetJudged, null, null, "weeks")));
    }
}
