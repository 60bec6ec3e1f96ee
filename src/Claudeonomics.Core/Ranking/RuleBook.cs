using System.Globalization;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking.Focus;

namespace Claudeonomics.Core.Ranking;

/// <summary>The rules of every season: those that were in force on its first day.</summary>
public sealed class RuleBook
{
    private readonly (DateOnly Season, GameRules Rules)[] _editions;

    private RuleBook((DateOnly Season, GameRules Rules)[] editions) => _editions = editions;

    /// <summary>The defaults, always.</summary>
    public static RuleBook Default { get; } = new([(DateOnly.MinValue, GameRules.Default)]);

    /// <summary>Reads changes by season: <c>2026-12</c> and the numbers that change from its first day on.</summary>
    /// <exception cref="FormatException">A season that is no month, or a setting that does not fit; the message says which.</exception>
    /// <param name="calendar">What each month puts first; as shipped without one.</param>
    public static RuleBook Parse(
        IEnumerable<KeyValuePair<string, IReadOnlyList<KeyValuePair<string, string>>>> seasons, FocusCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(seasons);
        var editions = new List<(DateOnly Season, GameRules Rules)>
        {
            (DateOnly.MinValue, GameRules.Default with { Calendar = calendar ?? FocusCalendar.Default }),
        };
        foreach (var (name, values) in seasons.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            if (!DateOnly.TryParseExact(name + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var season))
            {
                throw new FormatException($"'{name}' is no season: write the month in which new rules begin, as 2026-12");
            }

            editions.Add((season, GameSettings.Apply(editions[^1].Rules, values)));
        }

        return new([.. editions]);
    }

    /// <summary>The same rules under a policy, whose smallest group they cannot undercut.</summary>
    public RuleBook Under(PrivacyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new([.. _editions.Select(edition => (
            edition.Season, edition.Rules with
            {
                Privacy = policy,
                SmallestGroup = Math.Max(policy.SmallestGroup, edition.Rules.SmallestGroup),
                ToolPeople = Math.Max(policy.SmallestGroup, edition.Rules.ToolPeople),
            }))]);
    }

    /// <summary>The rules of the season in which a day falls.</summary>
    public GameRules Of(DateOnly day) => _editions.Last(e => e.Season <= day).Rules;
}
