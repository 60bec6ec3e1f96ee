using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking.Focus;

namespace Claudeonomics.Core.Ranking;

/// <summary>What one monthly tier takes.</summary>
/// <param name="MonthlyTokens">Tokens of one calendar month.</param>
/// <param name="ActivePercent">Active days of the last 30, in percent of one's own working days in them.</param>
public readonly record struct TierRule(long MonthlyTokens, int ActivePercent);

/// <summary>Every number of the game, by name. A season keeps the rules it began with, so a past month can be replayed.</summary>
/// <remarks>docs/rules.md tells players what they mean; <see cref="GameSettings"/> lists them by name.</remarks>
public sealed record GameRules
{
    public static GameRules Default { get; } = new();

    /// <summary>Of the rules' wording and code. Grows when what a rule does changes, not when a number does.</summary>
    public string Edition { get; init; } = "2026.7";

    /// <summary>What others see, and of how few a group may consist. No rule of the game, so no part of its version; beside the rules because every
    /// board needs both.</summary>
    public PrivacyPolicy Privacy { get; init; } = PrivacyPolicy.Open;

    /// <summary>A list never has more rows.</summary>
    public int ListLongest { get; init; } = 250;

    /// <summary>A list shows at least this many, if there are so many.</summary>
    public int ListShortest { get; init; } = 3;

    /// <summary>Between the two, one in this many participants is listed: nobody is shown at the bottom.</summary>
    public int ListOneIn { get; init; } = 3;

    /// <summary>Participants a team needs before sums over it are shown.</summary>
    public int SmallestGroup { get; init; } = 3;

    /// <summary>Calls from which the breadth of one's models means something.</summary>
    public int BreadthCalls { get; init; } = 50;

    /// <summary>Calls from which a rate of cache savings means something, for the board and for Cache Wizard.</summary>
    public int CacheCalls { get; init; } = 500;

    public ActiveDayRule ActiveDay { get; init; } = ActiveDayRule.Default;

    // The token thresholds are the upper 65, 36, 15, 6 and 2 percent of the log-normal that fits 60 trillion tokens a month over
    // 59,500 active people (mu 19.439, sigma 1.609). They are about one person, so headcount does not move them: somebody who
    // spends the 13 dollars of an average active day uses some 300 million tokens a month, a bronze, at 5 colleagues or 85,000.
    public TierRule Bronze { get; init; } = new(150_000_000, 15);

    public TierRule Silver { get; init; } = new(500_000_000, 30);

    public TierRule Gold { get; init; } = new(1_500_000_000, 50);

    public TierRule Platinum { get; init; } = new(3_500_000_000, 60);

    public TierRule Emerald { get; init; } = new(8_000_000_000, 70);

    /// <summary>Days over which titles other than Session Immortal are judged, the last one included.</summary>
    public int TitleDays { get; init; } = 30;

    /// <summary>Power user goes to the first this many percent of <c>tokens</c>, within <see cref="ListShortest"/> and <see cref="ListLongest"/>.</summary>
    public int PowerUserPercent { get; init; } = 5;

    /// <summary>Participants from which there is a Token Legend.</summary>
    public int LegendParticipants { get; init; } = 5;

    /// <summary>One Token Legend for each this many participants, at least one.</summary>
    public int LegendOneIn { get; init; } = 1_000;

    public int LegendMost { get; init; } = 10;

    /// <summary>Of the tokens, where the company has a metered or corroborated source at all.</summary>
    public int LegendMeteredPercent { get; init; } = 50;

    /// <summary>Credited hours from which everybody is a Session Immortal.</summary>
    public int ImmortalHours { get; init; } = 8;

    /// <summary>Credited minutes below which even the longest thread of a season is none.</summary>
    public int ImmortalLeastMinutes { get; init; } = 60;

    /// <summary>Effective models that a Model Connoisseur needs.</summary>
    public int ConnoisseurModels { get; init; } = 3;

    public int ConnoisseurProviders { get; init; } = 2;

    /// <summary>Prompts from which a model counts.</summary>
    public int ConnoisseurPrompts { get; init; } = 10;

    /// <summary>Percent of one's prompts from which a model counts.</summary>
    public int ConnoisseurPromptPercent { get; init; } = 5;

    /// <summary>Cache reads in percent of the context, for Cache Wizard.</summary>
    public int WizardReusePercent { get; init; } = 90;

    /// <summary>What a token of each bucket weighs.</summary>
    public TokenWeights Weights { get; init; } = TokenWeights.Default;

    // Points of the six parts of a score. They add up to 1000 and are given to no other part where one cannot be measured.
    public int ScoreVolume { get; init; } = 250;

    public int ScoreConsistency { get; init; } = 250;

    public int ScoreOutcomes { get; init; } = 200;

    public int ScoreEfficiency { get; init; } = 150;

    public int ScoreFocus { get; init; } = 100;

    public int ScoreHelp { get; init; } = 50;

    /// <summary>People with a measure from which they are a cohort: below, fixed anchors stand in for percentiles.</summary>
    public int CohortSmallest { get; init; } = 30;

    // The anchors are about the median and the 95th percentile of what the acts of people carry, in the population of docs/integrity.md.

    /// <summary>Weighted tokens of a median person in 30 days.</summary>
    public long VolumeMedian { get; init; } = 5_000_000;

    /// <summary>Weighted tokens in 30 days beyond which more add nothing.</summary>
    public long VolumeTop { get; init; } = 20_000_000;

    /// <summary>Weighted tokens that one prompt, decision or accepted edit carries at most into the volume of a score. A quarter of what the
    /// median person uses for each, so that tokens which nobody asked for or accepted add nothing to nearly everybody (docs/integrity.md).</summary>
    public int CarryPerSignal { get; init; } = 5_000;

    /// <summary>Prompts that carry, for each hundred decisions and accepted edits.</summary>
    public int CarryPromptsPercent { get; init; } = 50;

    /// <summary>Weighted tokens in 30 days that count of somebody whose agents tell of no acts, or of prompts alone. Below what most of them use, so that
    /// padding, which nothing can tell from their work, adds next to nothing.</summary>
    public long CarryUntold { get; init; } = 1_000_000;

    /// <summary>Weeks that consistency looks at.</summary>
    public int ConsistencyWeeks { get; init; } = 6;

    /// <summary>Of them, the best so many count.</summary>
    public int ConsistencyBest { get; init; } = 4;

    /// <summary>Active days that meet a week's floor, in percent of one's own working days.</summary>
    public int FloorPercent { get; init; } = 60;

    /// <summary>Accepted edits that make an outcome, while no source of outcomes is connected.</summary>
    public int OutcomeEdits { get; init; } = 50;

    /// <summary>Commits that make an outcome.</summary>
    public int OutcomeCommits { get; init; } = 5;

    /// <summary>Pull requests that make an outcome.</summary>
    public int OutcomePullRequests { get; init; } = 1;

    /// <summary>Accepted edits that an outcome takes at least.</summary>
    public int OutcomeLeastEdits { get; init; } = 30;

    /// <summary>Outcomes that fill about two thirds of their part.</summary>
    public int OutcomeScale { get; init; } = 5;

    // Percent of a medium outcome.
    public int OutcomeSmall { get; init; } = 50;

    public int OutcomeMedium { get; init; } = 100;

    public int OutcomeLarge { get; init; } = 200;

    /// <summary>Outcomes from which their rate means something.</summary>
    public int EfficiencyOutcomes { get; init; } = 5;

    /// <summary>Outcomes per weighted billion that fill that half of efficiency, below a cohort.</summary>
    public int EfficiencyOutcomesPerBillion { get; init; } = 2_000;

    /// <summary>Cents saved per million tokens of context that fill that half of efficiency, below a cohort.</summary>
    public int EfficiencySavedCents { get; init; } = 450;

    /// <summary>Weeks whose floor makes somebody Steady.</summary>
    public int SteadyWeeks { get; init; } = 8;

    /// <summary>Weeks that are looked at for Steady.</summary>
    public int SteadyOf { get; init; } = 10;

    /// <summary>Calls from which a model counts for Right Size.</summary>
    public int RightSizeCalls { get; init; } = 50;

    /// <summary>Percent of the calls that go to models of at most a third of the dearest one's price.</summary>
    public int RightSizePercent { get; init; } = 25;

    /// <summary>Percent of the calls that go to the company's own models, for Local Hero.</summary>
    public int LocalHeroPercent { get; init; } = 20;

    /// <summary>Days of a pause after which one comes back.</summary>
    public int ComebackDays { get; init; } = 14;

    /// <summary>People who use a skill, plugin or tool server before it is shown that anybody does.</summary>
    public int ToolPeople { get; init; } = 5;

    /// <summary>Weeks a quarter that may be missed without ending a streak.</summary>
    public int StreakFreezes { get; init; } = 2;

    /// <summary>Different people whose thanks fill about two thirds of the score's part for helping.</summary>
    public int HelpScale { get; init; } = 2;

    /// <summary>Different people who accept somebody's help until they are a Mentor.</summary>
    public int MentorPeople { get; init; } = 3;

    /// <summary>Days that are looked at for Mentor.</summary>
    public int MentorDays { get; init; } = 90;

    /// <summary>People of a league, about; 0 for no leagues.</summary>
    public int LeagueSize { get; init; }

    /// <summary>Participants from which there are leagues.</summary>
    public int LeagueParticipants { get; init; } = 60;

    /// <summary>Of each league so many rise at a season's close.</summary>
    public int LeaguePromoted { get; init; } = 5;

    /// <summary>What each month puts first.</summary>
    public FocusCalendar Calendar { get; init; } = FocusCalendar.Default;

    /// <summary>Edition, and a short hash of the numbers that differ from the defaults.</summary>
    public string Version
    {
        get
        {
            var changed = new StringBuilder();
            foreach (var setting in GameSettings.All)
            {
                if (setting.Read(this) != setting.Read(Default))
                {
                    changed.Append(CultureInfo.InvariantCulture, $"{setting.Name}={setting.Read(this)};");
                }
            }

            changed.Append(Calendar.Own);

            return changed.Length == 0
                ? Edition
                : $"{Edition}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(changed.ToString())).AsSpan(0, 4))}";
        }
    }

    public TierRule Of(Tier tier) => tier switch
    {
        Tier.Bronze => Bronze,
        Tier.Silver => Silver,
        Tier.Gold => Gold,
        Tier.Platinum => Platinum,
        Tier.Emerald => Emerald,
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, "no rule leads to this tier"),
    };

    /// <summary>How many a list shows of so many participants.</summary>
    public int ListLength(int participants) => Math.Min(ListLongest, Math.Max(ListShortest, participants / ListOneIn));

    /// <summary>Active days that meet the floor of a week: a part of one's own working days, rounded up, at least one.</summary>
    /// <param name="workingDaysPerWeek">0.5 to 7.</param>
    public int FloorOf(double workingDaysPerWeek) => Math.Max(1, (int)Math.Ceiling(Math.Round(FloorPercent * workingDaysPerWeek / 100, 6)));

    /// <summary>What an outcome counts, in hundredths.</summary>
    public int OutcomeHundredthsOf(SizeClass size) => size switch
    {
        SizeClass.Small => OutcomeSmall,
        SizeClass.Medium => OutcomeMedium,
        SizeClass.Large => OutcomeLarge,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, null),
    };

    public int PowerUsers(int participants) =>
        Math.Min(ListLongest, Math.Max(ListShortest, (int)((long)participants * PowerUserPercent / 100)));

    /// <returns>0 when there are too few for a legend.</returns>
    public int Legends(int participants) =>
        participants < LegendParticipants ? 0 : Math.Max(1, Math.Min(LegendMost, participants / LegendOneIn));

    /// <summary>Active days of the last 30 that a tier asks of somebody's own working pattern, rounded up.</summary>
    /// <param name="workingDaysPerWeek">0.5 to 7.</param>
    public int ActiveDaysFor(Tier tier, double workingDaysPerWeek) =>
        (int)Math.Ceiling(Math.Round(Of(tier).ActivePercent * workingDaysPerWeek * 30 / 700, 6));
}
