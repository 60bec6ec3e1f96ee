using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;

namespace Claudeonomics.Tests.Boards;

/// <summary>Whose figures the evidence of one's own titles tells, under policies that guard groups.</summary>
public sealed class ToldEvidenceTests : IDisposable
{
    private readonly SmallCompany _company = new();
    private readonly ManualClock _clock = new(new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero));
    private readonly BoardMeters _meters = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Explain_OneOfTwoWithManyCalls_TellsNoFigureOfTheOther()
    {
        Add("ann", 0);
        Add("bob", 1);

        Assert.Equal<(string, double?, double?)>(
            [("participants", 2, 5), ("tokens-rank", null, 0), ("highest-tier", 0, null)],
            Of("ann", PrivacyPolicy.Balanced, Titles.TokenLegend).Take(3));
        Assert.Equal<(string, double?, double?)>([("credited-minutes", 61, 60), ("longest-or-hours", 3_661 / 3600.0, null)], Of("ann", PrivacyPolicy.Balanced, Titles.SessionImmortal));
        Assert.Equal<double?>([500, 90, null, null, null], Of("ann", PrivacyPolicy.Balanced, Titles.CacheWizard).Select(static condition => condition.Threshold));
        Assert.Equal<(string, double?, double?)>([("tokens-rank", null, 3)], Of("ann", PrivacyPolicy.Balanced, Titles.PowerUser));
    }

    [Theory]
    [InlineData("open", 3_455_788.0 / 71_011, 7_053.0)]
    [InlineData("balanced", 48.7, 7_050.0)]
    [InlineData("strict", null, null)]
    public void Explain_OfACohort_TellsItsThresholdsAsCloselyAsThePolicySays(string policy, double? readsPerWrite, double? medianContext)
    {
        for (var person = 0; person < 8; person++)
        {
            Add($"p{person}", person);
        }

        var told = Of("p0", PrivacyPolicy.Find(policy)!, Titles.CacheWizard).Where(static condition => condition.Name is "reads-per-write" or "median-context-at-most");

        Assert.Equal<double?>([readsPerWrite, medianContext], told.Select(static condition => condition.Threshold));
    }

    [Fact]
    public void Explain_WithSomebodyPrivateAbove_TellsTheRankThatTheBoardTells()
    {
        Add("hidden", 0, Participation.Private);
        for (var person = 1; person <= 12; person++)
        {
            Add($"p{person}", person);
        }

        Assert.Equal<(string, double?, double?)>([("tokens-rank", 4, 3)], Of("p4", PrivacyPolicy.Balanced, Titles.PowerUser));
        Assert.Equal<(string, double?, double?)>([("participants", 12, 5), ("tokens-rank", 4, 1)], Of("p4", PrivacyPolicy.Balanced, Titles.TokenLegend).Take(2));
        Assert.Equal<(string, double?, double?)>([("tokens-rank", 5, 3)], Of("p4", PrivacyPolicy.Open, Titles.PowerUser));
    }

    [Theory]
    [InlineData("balanced")]
    [InlineData("strict")]
    public void Explain_UnderAnyPolicy_TellsTheSameVerdicts(string policy)
    {
        for (var person = 0; person < 20; person++)
        {
            Add($"p{person}", person, person % 4 == 3 ? Participation.Private : Participation.Named);
        }

        Assert.All(Enumerable.Range(0, 20), person => Assert.Equal(Verdicts($"p{person}", PrivacyPolicy.Open), Verdicts($"p{person}", PrivacyPolicy.Find(policy)!)));
    }

    // The lower the number, the more of everything.
    private void Add(string id, int number, Participation participation = Participation.Named)
    {
        var person = _company.Person(id, participation);
        _company.SupervisedSeconds[person] = 3_661 - number;
        _company.Call(
            person, SmallCompany.Monday, input: 1_000, read: 3_456_789 - (1_001 * number), write: 71_011, calls: 500 - number / 20, savedNano: 5_000_000 - (7 * number));
    }

    private BoardExplanation Explain(string id, PrivacyPolicy policy)
    {
        var (source, rules) = (new CompanySource(_company), RuleBook.Default.Under(policy));
        var boards = new BoardService(
            source, new(source), new(source, _clock), new(source, rules, _clock), rules, TestPrices.Instance, new CompanyCalendar(TimeZoneInfo.Utc), _clock, _meters.Board);
        return boards.Explain(SmallCompany.Query(), id, isOwn: true)!;
    }

    private IEnumerable<(string Name, double? Value, double? Threshold)> Of(string id, PrivacyPolicy policy, string title) =>
        Explain(id, policy).Titles.Single(evidence => evidence.Title == title).Conditions.Select(static condition => (condition.Name, condition.Value, condition.Threshold));

    private IEnumerable<(string, bool, Verdict)> Verdicts(string id, PrivacyPolicy policy) =>
        Explain(id, policy).Titles.SelectMany(static title => title.Conditions.Select(condition => (title.Title, title.Awarded, condition.Verdict)));
}
