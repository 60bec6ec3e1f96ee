using System.Collections.Frozen;
using System.Globalization;

namespace Claudeonomics.Core.Ranking;

/// <summary>A number of the game that a company may change, with its bounds.</summary>
public sealed record GameSetting(
    string Name, long Least, long Most, Func<GameRules, long> Read, Func<GameRules, long, GameRules> Write);

/// <summary>The numbers of <see cref="GameRules"/> by name: how they are configured, shown and hashed into a version.</summary>
public static class GameSettings
{
    private const long MostTokens = 1_000_000_000_000_000;

    /// <summary>In the order in which the version hash reads them.</summary>
    public static IReadOnlyList<GameSetting> All { get; } =
    [
        new("list.longest", 1, 250, r => r.ListLongest, (r, v) => r with { ListLongest = (int)v }),
        new("list.shortest", 1, 250, r => r.ListShortest, (r, v) => r with { ListShortest = (int)v }),
        new("list.one-in", 1, 100, r => r.ListOneIn, (r, v) => r with { ListOneIn = (int)v }),
        new("group.smallest", 1, 100, r => r.SmallestGroup, (r, v) => r with { SmallestGroup = (int)v }),
        new("breadth.calls", 1, 1_000_000, r => r.BreadthCalls, (r, v) => r with { BreadthCalls = (int)v }),
        new("cache.calls", 1, 1_000_000, r => r.CacheCalls, (r, v) => r with { CacheCalls = (int)v }),
        new("active-day.signals", 1, 1_000, r => r.ActiveDay.MinSignals, (r, v) => r with { ActiveDay = r.ActiveDay with { MinSignals = (int)v } }),
        new("active-day.minutes", 0, 1_440, r => r.ActiveDay.MinSpanMinutes, (r, v) => r with { ActiveDay = r.ActiveDay with { MinSpanMinutes = (int)v } }),
        new("active-day.calls", 1, 1_000, r => r.ActiveDay.MinCalls, (r, v) => r with { ActiveDay = r.ActiveDay with { MinCalls = (int)v } }),
        new("active-day.acts", 0, 1_000, r => r.ActiveDay.MinActs, (r, v) => r with { ActiveDay = r.ActiveDay with { MinActs = (int)v } }),
        new("active-day.act-minutes", 0, 1_440, r => r.ActiveDay.MinActMinutes, (r, v) => r with { ActiveDay = r.ActiveDay with { MinActMinutes = (int)v } }),
        new("active-day.calls-percent", 0, 100, r => r.ActiveDay.MinCallsPercent, (r, v) => r with { ActiveDay = r.ActiveDay with { MinCallsPercent = (int)v } }),
        new("tier.bronze.tokens", 1, MostTokens, r => r.Bronze.MonthlyTokens, (r, v) => r with { Bronze = r.Bronze with { MonthlyTokens = v } }),
        new("tier.bronze.active-percent", 0, 100, r => r.Bronze.ActivePercent, (r, v) => r with { Bronze = r.Bronze with { ActivePercent = (int)v } }),
        new("tier.silver.tokens", 1, MostTokens, r => r.Silver.MonthlyTokens, (r, v) => r with { Silver = r.Silver with { MonthlyTokens = v } }),
        new("tier.silver.active-percent", 0, 100, r => r.Silver.ActivePercent, (r, v) => r with { Silver = r.Silver with { ActivePercent = (int)v } }),
        new("tier.gold.tokens", 1, MostTokens, r => r.Gold.MonthlyTokens, (r, v) => r with { Gold = r.Gold with { MonthlyTokens = v } }),
        new("tier.gold.active-percent", 0, 100, r => r.Gold.ActivePercent, (r, v) => r with { Gold = r.Gold with { ActivePercent = (int)v } }),
        new("tier.platinum.tokens", 1, MostTokens, r => r.Platinum.MonthlyTokens, (r, v) => r with { Platinum = r.Platinum with { MonthlyTokens = v } }),
        new("tier.platinum.active-percent", 0, 100, r => r.Platinum.ActivePercent, (r, v) => r with { Platinum = r.Platinum with { ActivePercent = (int)v } }),
        new("tier.emerald.tokens", 1, MostTokens, r => r.Emerald.MonthlyTokens, (r, v) => r with { Emerald = r.Emerald with { MonthlyTokens = v } }),
        new("tier.emerald.active-percent", 0, 100, r => r.Emerald.ActivePercent, (r, v) => r with { Emerald = r.Emerald with { ActivePercent = (int)v } }),
        new("title.days", 1, TierMonth.ActiveWindow, r => r.TitleDays, (r, v) => r with { TitleDays = (int)v }),
        new("power-user.percent", 1, 100, r => r.PowerUserPercent, (r, v) => r with { PowerUserPercent = (int)v }),
        new("token-legend.participants", 1, 1_000_000, r => r.LegendParticipants, (r, v) => r with { LegendParticipants = (int)v }),
        new("token-legend.one-in", 1, 1_000_000, r => r.LegendOneIn, (r, v) => r with { LegendOneIn = (int)v }),
        new("token-legend.most", 1, 250, r => r.LegendMost, (r, v) => r with { LegendMost = (int)v }),
        new("token-legend.metered-percent", 0, 100, r => r.LegendMeteredPercent, (r, v) => r with { LegendMeteredPercent = (int)v }),
        new("session-immortal.hours", 1, 124, r => r.ImmortalHours, (r, v) => r with { ImmortalHours = (int)v }),
        new("session-immortal.least-minutes", 0, 7_440, r => r.ImmortalLeastMinutes, (r, v) => r with { ImmortalLeastMinutes = (int)v }),
        new("model-connoisseur.models", 1, 100, r => r.ConnoisseurModels, (r, v) => r with { ConnoisseurModels = (int)v }),
        new("model-connoisseur.providers", 1, 100, r => r.ConnoisseurProviders, (r, v) => r with { ConnoisseurProviders = (int)v }),
        new("model-connoisseur.prompts", 0, 10_000, r => r.ConnoisseurPrompts, (r, v) => r with { ConnoisseurPrompts = (int)v }),
        new("model-connoisseur.prompt-percent", 0, 100, r => r.ConnoisseurPromptPercent, (r, v) => r with { ConnoisseurPromptPercent = (int)v }),
        new("cache-wizard.reuse-percent", 0, 100, r => r.WizardReusePercent, (r, v) => r with { WizardReusePercent = (int)v }),
        new("weight.input", 0, 10_000, r => r.Weights.Input, (r, v) => r with { Weights = r.Weights with { Input = (int)v } }),
        new("weight.output", 0, 10_000, r => r.Weights.Output, (r, v) => r with { Weights = r.Weights with { Output = (int)v } }),
        new("weight.cache-read", 0, 10_000, r => r.Weights.CacheRead, (r, v) => r with { Weights = r.Weights with { CacheRead = (int)v } }),
        new("weight.cache-write-5m", 0, 10_000, r => r.Weights.CacheWrite5m, (r, v) => r with { Weights = r.Weights with { CacheWrite5m = (int)v } }),
        new("weight.cache-write-1h", 0, 10_000, r => r.Weights.CacheWrite1h, (r, v) => r with { Weights = r.Weights with { CacheWrite1h = (int)v } }),
        new("weight.cache-write-unknown", 0, 10_000, r => r.Weights.CacheWriteUnknown, (r, v) => r with { Weights = r.Weights with { CacheWriteUnknown = (int)v } }),
        new("score.volume", 0, 1_000, r => r.ScoreVolume, (r, v) => r with { ScoreVolume = (int)v }),
        new("score.consistency", 0, 1_000, r => r.ScoreConsistency, (r, v) => r with { ScoreConsistency = (int)v }),
        new("score.outcomes", 0, 1_000, r => r.ScoreOutcomes, (r, v) => r with { ScoreOutcomes = (int)v }),
        new("score.efficiency", 0, 1_000, r => r.ScoreEfficiency, (r, v) => r with { ScoreEfficiency = (int)v }),
        new("score.focus", 0, 1_000, r => r.ScoreFocus, (r, v) => r with { ScoreFocus = (int)v }),
        new("score.help", 0, 1_000, r => r.ScoreHelp, (r, v) => r with { ScoreHelp = (int)v }),
        new("cohort.smallest", 2, 1_000_000, r => r.CohortSmallest, (r, v) => r with { CohortSmallest = (int)v }),
        new("volume.median", 1, MostTokens, r => r.VolumeMedian, (r, v) => r with { VolumeMedian = v }),
        new("volume.top", 1, MostTokens, r => r.VolumeTop, (r, v) => r with { VolumeTop = v }),
        new("volume.carry-per-signal", 1, 1_000_000_000, r => r.CarryPerSignal, (r, v) => r with { CarryPerSignal = (int)v }),
        new("volume.carry-prompts-percent", 0, 10_000, r => r.CarryPromptsPercent, (r, v) => r with { CarryPromptsPercent = (int)v }),
        new("volume.carry-untold", 0, MostTokens, r => r.CarryUntold, (r, v) => r with { CarryUntold = v }),
        new("consistency.weeks", 1, 8, r => r.ConsistencyWeeks, (r, v) => r with { ConsistencyWeeks = (int)v }),
        new("consistency.best", 1, 8, r => r.ConsistencyBest, (r, v) => r with { ConsistencyBest = (int)v }),
        new("floor.percent", 1, 100, r => r.FloorPercent, (r, v) => r with { FloorPercent = (int)v }),
        new("outcome.edits", 1, 100_000, r => r.OutcomeEdits, (r, v) => r with { OutcomeEdits = (int)v }),
        new("outcome.commits", 1, 100_000, r => r.OutcomeCommits, (r, v) => r with { OutcomeCommits = (int)v }),
        new("outcome.pull-requests", 1, 100_000, r => r.OutcomePullRequests, (r, v) => r with { OutcomePullRequests = (int)v }),
        new("outcome.least-edits", 1, 100_000, r => r.OutcomeLeastEdits, (r, v) => r with { OutcomeLeastEdits = (int)v }),
        new("outcome.scale", 1, 10_000, r => r.OutcomeScale, (r, v) => r with { OutcomeScale = (int)v }),
        new("outcome.small-percent", 0, 1_000, r => r.OutcomeSmall, (r, v) => r with { OutcomeSmall = (int)v }),
        new("outcome.medium-percent", 0, 1_000, r => r.OutcomeMedium, (r, v) => r with { OutcomeMedium = (int)v }),
        new("outcome.large-percent", 0, 1_000, r => r.OutcomeLarge, (r, v) => r with { OutcomeLarge = (int)v }),
        new("efficiency.outcomes", 1, 10_000, r => r.EfficiencyOutcomes, (r, v) => r with { EfficiencyOutcomes = (int)v }),
        new("efficiency.outcomes-per-billion", 1, 10_000_000, r => r.EfficiencyOutcomesPerBillion, (r, v) => r with { EfficiencyOutcomesPerBillion = (int)v }),
        new("steady.weeks", 1, 10, r => r.SteadyWeeks, (r, v) => r with { SteadyWeeks = (int)v }),
        new("steady.of", 1, 10, r => r.SteadyOf, (r, v) => r with { SteadyOf = (int)v }),
        new("right-size.calls", 1, 1_000_000, r => r.RightSizeCalls, (r, v) => r with { RightSizeCalls = (int)v }),
        new("right-size.percent", 1, 100, r => r.RightSizePercent, (r, v) => r with { RightSizePercent = (int)v }),
        new("local-hero.percent", 1, 100, r => r.LocalHeroPercent, (r, v) => r with { LocalHeroPercent = (int)v }),
        new("comeback.days", 1, 60, r => r.ComebackDays, (r, v) => r with { ComebackDays = (int)v }),
        new("efficiency.saved-cents", 1, 100_000, r => r.EfficiencySavedCents, (r, v) => r with { EfficiencySavedCents = (int)v }),
        new("streak.freezes", 0, 13, r => r.StreakFreezes, (r, v) => r with { StreakFreezes = (int)v }),
        new("help.scale", 1, 1_000, r => r.HelpScale, (r, v) => r with { HelpScale = (int)v }),
        new("mentor.people", 1, 100, r => r.MentorPeople, (r, v) => r with { MentorPeople = (int)v }),
        new("tools.people", 3, 1_000_000, r => r.ToolPeople, (r, v) => r with { ToolPeople = (int)v }),
        new("mentor.days", 1, 365, r => r.MentorDays, (r, v) => r with { MentorDays = (int)v }),
        new("league.size", 0, 250, r => r.LeagueSize, (r, v) => r with { LeagueSize = (int)v }),
        new("league.participants", 2, 1_000_000, r => r.LeagueParticipants, (r, v) => r with { LeagueParticipants = (int)v }),
        new("league.promoted", 1, 250, r => r.LeaguePromoted, (r, v) => r with { LeaguePromoted = (int)v }),
    ];

    private static readonly FrozenDictionary<string, GameSetting> ByName = All.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);

    public static bool IsKnown(string name) => ByName.ContainsKey(name);

    /// <summary>Changes numbers of some rules by name.</summary>
    /// <exception cref="FormatException">A name that does not exist, a value out of bounds, or tiers that do not rise; the message says which.</exception>
    public static GameRules Apply(GameRules rules, IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, text) in values)
        {
            if (!ByName.TryGetValue(name, out var setting))
            {
                throw new FormatException($"{name} is no setting of the game");
            }

            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                || value < setting.Least || value > setting.Most)
            {
                throw new FormatException($"{name} must be a whole number from {setting.Least} to {setting.Most}, not '{text}'");
            }

            rules = setting.Write(rules, value);
        }

        for (var tier = Tier.Silver; tier <= Tier.Emerald; tier++)
        {
            if (rules.Of(tier).MonthlyTokens <= rules.Of(tier - 1).MonthlyTokens
                || rules.Of(tier).ActivePercent < rules.Of(tier - 1).ActivePercent)
            {
                throw new FormatException($"tier.{Titles.NameOf(tier)} must take more than the tier below it");
            }
        }

        if (rules.ScoreVolume + rules.ScoreConsistency + rules.ScoreOutcomes + rules.ScoreEfficiency + rules.ScoreFocus + rules.ScoreHelp != 1_000)
        {
            throw new FormatException("the parts of score. must add up to 1000");
        }

        if (rules.VolumeTop <= rules.VolumeMedian || rules.ConsistencyBest > rules.ConsistencyWeeks)
        {
            throw new FormatException("volume.top must be above volume.median, and consistency.best at most consistency.weeks");
        }

        return rules;
    }
}
