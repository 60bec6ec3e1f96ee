using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Keeps the floor of one's own working pattern, week after week. Weeks may be missed: nothing is lost by a holiday.</summary>
public static class SteadyTitle
{
    /// <param name="met">Weeks whose floor was met.</param>
    /// <param name="known">Weeks of which the days are still known, at most those that are looked at.</param>
    public static TitleEvidence Judge(DayRange weeks, int met, int known, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new(Titles.Steady, weeks,
        [
            TitleCondition.AtLeast("weeks-with-floor", met, rules.SteadyWeeks, "weeks"),
            new("weeks-known", Verdict.Met, known, null, "weeks"),
        ]);
    }
}

/// <summary>Has a first outcome that a source outside the agents vouches for.</summary>
public static class FirstLinkTitle
{
    /// <param name="outcomes"><see langword="null"/> while no source is connected.</param>
    public static TitleEvidence Judge(DayRange days, int? outcomes) => new(Titles.FirstLink, days,
        [outcomes is { } count ? TitleCondition.AtLeast("linked-outcomes", count, 1, "outcomes") : TitleCondition.NotConnected("linked-outcomes", "outcomes")]);
}

/// <summary>What one model was used for by one person.</summary>
/// <param name="NanoUsd">At list price; 0 for a model without a price.</param>
public readonly record struct ModelUse(string Model, long Calls, long Tokens, long NanoUsd)
{
    /// <summary>Nano-dollars per million tokens.</summary>
    public double Price => Tokens == 0 ? 0 : NanoUsd * 1e6 / Tokens;
}

/// <summary>Takes the small model where it will do.</summary>
public static class RightSizeTitle
{
    /// <param name="uses">One per canonical model.</param>
    public static TitleEvidence Judge(DayRange days, IReadOnlyList<ModelUse> uses, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(uses);
        ArgumentNullException.ThrowIfNull(rules);
        var counted = uses.Where(use => use.Calls >= rules.RightSizeCalls && use.NanoUsd > 0).ToList();
        var dearest = counted.Count == 0 ? 0 : counted.Max(static use => use.Price);
        var small = counted.Where(use => use.Price * 3 <= dearest).Sum(static use => use.Calls);
        var calls = counted.Sum(static use => use.Calls);
        return new(Titles.RightSize, days,
        [
            TitleCondition.AtLeast("priced-models", counted.Count, 2, "models"),
            TitleCondition.AtLeast("calls-to-small-models", calls == 0 ? 0 : 100.0 * small / calls, rules.RightSizePercent, "percent"),
        ]);
    }
}

/// <summary>Uses the company's own models.</summary>
public static class LocalHeroTitle
{
    /// <summary>What the company's own endpoints are called as a provider.</summary>
    public const string Provider = "internal";

    public static TitleEvidence Judge(DayRange days, long calls, long internalCalls, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new(Titles.LocalHero, days,
        [
            TitleCondition.AtLeast("calls", calls, rules.BreadthCalls, "calls"),
            TitleCondition.AtLeast("calls-to-own-models", calls == 0 ? 0 : 100.0 * internalCalls / calls, rules.LocalHeroPercent, "percent"),
        ]);
    }
}

/// <summary>Helped others, who said so.</summary>
public static class MentorTitle
{
    /// <param name="helped">Different people who accepted help; <see langword="null"/> while too few people of the company have to tell.</param>
    public static TitleEvidence Judge(DayRange days, int? helped, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new(Titles.Mentor, days,
            [helped is { } people ? TitleCondition.AtLeast("people-helped", people, rules.MentorPeople, "people") : TitleCondition.NotConnected("people-helped", "people")]);
    }
}

/// <summary>Was away, and is back.</summary>
public static class ComebackTitle
{
    /// <param name="pause">Days without an active day between two active days; 0 without a pause.</param>
    /// <param name="since">Active days since.</param>
    /// <param name="floor">Active days that meet the floor of a week.</param>
    public static TitleEvidence Judge(DayRange days, int pause, int since, int floor, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new(Titles.Comeback, days,
        [
            TitleCondition.AtLeast("days-away", pause, rules.ComebackDays, "days"), TitleCondition.AtLeast("active-days-since", since, floor, "days"),
        ]);
    }
}

/// <summary>Their team reached its goal.</summary>
public static class TeamGoalTitle
{
    /// <param name="reached">Goals of the teams they are in; <see langword="null"/> when those have none.</param>
    public static TitleEvidence Judge(DayRange days, int? reached) => new(Titles.TeamGoal, days,
        [reached is { } goals ? TitleCondition.AtLeast("goals-reached", goals, 1, "goals") : TitleCondition.NotConnected("goals-reached", "goals")]);
}

/// <summary>More active days than in the 30 days before: better than oneself, not than anybody else.</summary>
public static class PersonalBestTitle
{
    /// <param name="before">Active days of the 30 days before.</param>
    /// <param name="isKnown">The 30 days before are known, so that a zero says something.</param>
    public static TitleEvidence Judge(DayRange days, int active, int before, bool isKnown) => new(Titles.PersonalBest, days,
    [
        isKnown ? TitleCondition.AtLeast("active-days", active, Math.Max(1, before) + 1, "days") : TitleCondition.NotConnected("active-days", "days"),
        isKnown ? TitleCondition.AtLeast("active-days-before", before, 1, "days") : TitleCondition.NotConnected("active-days-before", "days"),
    ]);
}
