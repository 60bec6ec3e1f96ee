using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Ranking;

public sealed class TitleTests
{
    private static readonly GameRules Rules = GameRules.Default;
    private static readonly DayRange Days = DayRange.LastDays(SmallCompany.Monday, 30);

    [Theory]
    [InlineData(3, 12, true)]
    [InlineData(4, 12, false)]
    [InlineData(100, 2_000, true)]
    [InlineData(101, 2_000, false)]
    [InlineData(null, 5, false)]
    public void PowerUser_Rank_DecidesByTheSizeOfTheCompany(int? rank, int participants, bool awarded) =>
        Assert.Equal(awarded, PowerUserTitle.Judge(Days, rank, participants, Rules).Awarded);

    [Fact]
    public void TokenLegend_EveryConditionMet_NamesWhatIsNotYetJudged() => Assert.Equal(
        [
            ("participants", Verdict.Met), ("tokens-rank", Verdict.Met), ("highest-tier", Verdict.Met), ("metered-share", Verdict.NotYetJudged),
            ("open-findings-at-most", Verdict.NotYetJudged), ("weeks-with-result", Verdict.Met),
        ],
        TokenLegendTitle.Judge(Days, Legend, Rules).Conditions.Select(c => (c.Name, c.Verdict)));

    public static TheoryData<TokenLegendInputs, bool> Legends => new()
    {
        { Legend, true },
        { Legend with { Participants = 4 }, false },
        { Legend with { Rank = 2 }, false },
        { Legend with { Rank = 2, Participants = 2_000 }, true },
        { Legend with { Tier = Tier.Silver }, false },
        { Legend with { Tier = Tier.None, HighestTier = Tier.None }, false },
        { Legend with { CompanyMeteredTokens = 1, MeteredTokens = 49 }, false },
        { Legend with { CompanyMeteredTokens = 1, MeteredTokens = 50 }, true },
        { Legend with { WeeksWithResult = 3 }, false },
        { Legend with { Weeks = 0, WeeksWithResult = 0 }, false },
        { Legend with { WeeksWithResult = 0, ReportsResults = false }, true },
    };

    [Theory]
    [MemberData(nameof(Legends))]
    public void TokenLegend_Inputs_Decide(TokenLegendInputs inputs, bool awarded) =>
        Assert.Equal(awarded, TokenLegendTitle.Judge(Days, inputs, Rules).Awarded);

    [Theory]
    [InlineData(3_600, 3_600, true)]
    [InlineData(3_599, 3_599, false)]
    [InlineData(3_600, 3_601, false)]
    [InlineData(28_800, 90_000, true)]
    [InlineData(28_799, 90_000, false)]
    public void SessionImmortal_CreditedSeconds_LongestOrEightHours(long seconds, long longest, bool awarded) =>
        Assert.Equal(awarded, SessionImmortalTitle.Judge(Days, seconds, longest, Rules).Awarded);

    [Fact]
    public void ModelConnoisseur_ThreeEqualModelsOfTwoProviders_IsOne() =>
        Assert.True(ModelConnoisseurTitle.Judge(Days, Parts(("a", "x", 30, 10), ("b", "x", 30, 10), ("c", "y", 30, 10)), Rules).Awarded);

    [Fact]
    public void ModelConnoisseur_OneProvider_IsNone() =>
        Assert.False(ModelConnoisseurTitle.Judge(Days, Parts(("a", "x", 30, 10), ("b", "x", 30, 10), ("c", "x", 30, 10)), Rules).Awarded);

    [Fact]
    public void ModelConnoisseur_ModelsWithTooFewPrompts_DoNotCount() =>
        Assert.Equal(
            [1d, 1d],
            ModelConnoisseurTitle.Judge(Days, Parts(("a", "x", 30, 300), ("b", "y", 30, 9.9), ("c", "z", 30, 15)), Rules).Conditions.Select(c => c.Value!.Value));

    [Fact]
    public void CacheWizard_BestOfTheCohort_IsOne()
    {
        var inputs = new CacheWizardInputs(500, 900, 50, 50, 10, 80_000);
        var cohort = new CacheCohort(inputs.SavedRate, 18, 80_000);

        Assert.True(CacheWizardTitle.Judge(Days, inputs, cohort, Rules).Awarded);
        Assert.False(CacheWizardTitle.Judge(Days, inputs with { Requests = 499 }, cohort, Rules).Awarded);
        Assert.False(CacheWizardTitle.Judge(Days, inputs with { UncachedInputTokens = 51 }, cohort, Rules).Awarded);
        Assert.False(CacheWizardTitle.Judge(Days, inputs, cohort with { ReadsPerWrite = 18.1 }, Rules).Awarded);
        Assert.False(CacheWizardTitle.Judge(Days, inputs, cohort with { SavedRate = inputs.SavedRate + 1 }, Rules).Awarded);
        Assert.False(CacheWizardTitle.Judge(Days, inputs with { MedianContext = 80_001 }, cohort, Rules).Awarded);
        Assert.True(CacheWizardTitle.Judge(Days, inputs with { MedianContext = null }, cohort, Rules).Awarded);
    }

    [Fact]
    public void CacheWizard_NothingHasAPrice_IsNone() =>
        Assert.False(CacheWizardTitle.Judge(Days, new(500, 900, 50, 50, 0, 1), new(0, 18, 1), Rules).Awarded);

    [Theory]
    [InlineData(new long[] { 7 }, 7, 7)]
    [InlineData(new long[] { 4, 1, 3, 2 }, 4, 3)]
    [InlineData(new long[] { 5, 4, 1, 3, 2 }, 4, 4)]
    public void Quartiles_SmallCohorts_LeaveSomebodyAtTheTop(long[] values, long topQuarter, long thirdQuartile) =>
        Assert.Equal((topQuarter, thirdQuartile), (CacheWizardTitle.TopQuarter([.. values]), CacheWizardTitle.ThirdQuartile([.. values])));

    [Fact]
    public void Awards_BusyCompany_GivesEachTitleToWhoEarnedIt()
    {
        var company = new SmallCompany();
        var (legend, immortal, connoisseur, wizard, hidden) =
            (company.Person("legend"), company.Person("immortal"), company.Person("connoisseur"), company.Person("wizard"), company.Person("hidden", Core.People.Participation.No));
        for (var i = 0; i < 20; i++)
        {
            var other = company.Person($"other{i:00}");
            company.Call(other, SmallCompany.Monday, input: 100 - i);
        }

        for (var day = 0; day < 28; day++)
        {
            company.Active(legend, SmallCompany.Monday.AddDays(-day), commits: true);
            company.Call(legend, SmallCompany.Monday.AddDays(-day), input: 1_000_000_000);
        }

        company.Call(hidden, SmallCompany.Monday, input: 900_000_000_000);
        company.SupervisedSeconds[immortal] = 7_200;
        company.SupervisedSeconds[hidden] = 100_000;
        foreach (var (model, provider) in ((string, string)[])[("opus", "anthropic"), ("gpt", "openai"), ("gemini", "gcp.gemini"), ("haiku", "anthropic")])
        {
            company.Call(connoisseur, SmallCompany.Monday, input: 1, model: model, provider: provider, calls: 25);
        }

        for (var i = 0; i < 40; i++)
        {
            company.Acts.Add(new(connoisseur, SmallCompany.Monday, i, TestActKind.Prompt));
        }

        company.Call(wizard, SmallCompany.Monday, read: 950_000, write: 20_000, input: 5_000, calls: 500, savedNano: 5_000_000);
        var awards = company.Awards(SmallCompany.Monday);

        Assert.Equal(
            [
                TitleSet.TokenLegend | TitleSet.PowerUser, TitleSet.SessionImmortal, TitleSet.ModelConnoisseur,
                TitleSet.CacheWizard | TitleSet.PowerUser, TitleSet.None,
            ],
            ((int[])[legend, immortal, connoisseur, wizard, hidden]).Select(awards.TitlesOf));
        Assert.Equal(["token-legend", "power-user"], Titles.NamesOf(awards.TitlesOf(legend)));
    }

    [Fact]
    public void EvidenceOf_Anybody_AgreesWithWhatWasAwarded()
    {
        var company = RandomCompany.Make(seed: 7, people: 40);
        var awards = company.Awards(RandomCompany.Today);
        foreach (var person in Enumerable.Range(0, company.People.Count).Where(p => company.People[p].Participates))
        {
            var evidence = awards.EvidenceOf(person, company.Data());

            Assert.Equal(Titles.All, evidence.Select(e => e.Title));
            Assert.Equal(Titles.NamesOf(awards.TitlesOf(person)), evidence.Where(e => e.Awarded).Select(e => e.Title));
        }
    }

    [Fact]
    public void ModelParts_PromptsOfADay_FollowThatDaysCalls()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, SmallCompany.Monday, calls: 20, model: "a", provider: "x").Call(ann, SmallCompany.Monday, calls: 10, model: "b", provider: "y")
            .Call(ann, SmallCompany.Monday.AddDays(-1), calls: 7, model: "b", provider: "z");
        for (var i = 0; i < 9; i++)
        {
            company.Acts.Add(new(ann, SmallCompany.Monday, i, TestActKind.Prompt));
        }

        Assert.Equal(
            [new ModelPart("a", "x", 20, 6), new ModelPart("b", "y", 17, 3)],
            Core.Ranking.ModelParts.Of([ann], Days, company.Data()).Single().Models);
    }

    private static TokenLegendInputs Legend { get; } =
        new(Participants: 500, Rank: 1, Tier.Gold, Tier.Gold, Tokens: 100, MeteredTokens: 0, CompanyMeteredTokens: 0, Weeks: 4, WeeksWithResult: 4, ReportsResults: true, OpenFindings: null);

    private static ModelPart[] Parts(params (string Model, string Provider, long Calls, double Prompts)[] parts) =>
        [.. parts.Select(p => new ModelPart(p.Model, p.Provider, p.Calls, p.Prompts))];
}
