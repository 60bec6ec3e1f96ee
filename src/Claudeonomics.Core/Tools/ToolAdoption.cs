using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Tools;

/// <summary>An identity of the ledger used something, the last time on a company day.</summary>
/// <param name="Name">By <see cref="ToolName"/>.</param>
public readonly record struct ToolUse(int Identity, ToolKind Kind, string Name, DateOnly LastDay);

/// <param name="People">Different participants.</param>
public sealed record AdoptedTool(ToolKind Kind, string Name, int People);

/// <summary>What is in use in a company.</summary>
public static class ToolAdoption
{
    /// <summary>Days that are looked at, today included.</summary>
    public const int Days = 30;

    /// <summary>What enough people who take part used in the last days.</summary>
    /// <returns>Most people first, then by name. Nothing that fewer than <see cref="GameRules.ToolPeople"/> use: its name alone could say who they are.</returns>
    public static IReadOnlyList<AdoptedTool> Of(IEnumerable<ToolUse> uses, Roster roster, DateOnly today, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(uses);
        ArgumentNullException.ThrowIfNull(roster);
        ArgumentNullException.ThrowIfNull(rules);
        var days = DayRange.LastDays(today, Days);
        var links = roster.Links.ToLookup(static link => link.Identity);
        var people = new Dictionary<(ToolKind Kind, string Name), HashSet<int>>();
        foreach (var use in uses)
        {
            if (!days.Contains(use.LastDay))
            {
                continue;
            }

            foreach (var link in links[use.Identity])
            {
                if (use.LastDay >= link.From && use.LastDay < link.Until && roster.People[link.Person].Participates)
                {
                    var key = (use.Kind, use.Name);
                    if (!people.TryGetValue(key, out var users))
                    {
                        people.Add(key, users = []);
                    }

                    users.Add(link.Person);
                }
            }
        }

        return
        [
            .. people.Where(used => used.Value.Count >= rules.ToolPeople)
                .Select(static used => new AdoptedTool(used.Key.Kind, used.Key.Name, used.Value.Count))
                .OrderByDescending(static tool => tool.People).ThenBy(static tool => tool.Name, StringComparer.Ordinal).ThenBy(static tool => tool.Kind),
        ];
    }
}
