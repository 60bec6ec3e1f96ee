namespace Claudeonomics.Core.Ranking.Seasons;

/// <summary>Somebody's place among the leagues of a season.</summary>
/// <param name="Number">Of the league: 1 is the first; <see langword="null"/> in a season without leagues.</param>
/// <param name="Level">Earned by promotion, from 1 on. It never falls.</param>
public readonly record struct LeaguePlace(int? Number, int Level);

/// <summary>Leagues of about thirty, for who would rather be compared with those nearby: an option, and promotion only.</summary>
/// <remarks>
/// At a season's close the first of each league rise by a level, and nobody falls. The next season's leagues are then cut along one order: higher
/// levels first, and within a level by the score of the season that is over, so that a league has one level, or two that meet in it.
/// </remarks>
public static class Leagues
{
    /// <summary>One participant at a season's close.</summary>
    /// <param name="Score">Tenths of a point; <see langword="null"/> without usage.</param>
    /// <param name="Place">In the season that is over; <see langword="null"/> for who had none.</param>
    public sealed record Entry(string Person, int? Score, LeaguePlace? Place);

    /// <summary>Places of the next season, in the order of the entries.</summary>
    /// <returns>An empty list while leagues are off, and where nobody has a level that would be lost. Below <see cref="GameRules.LeagueParticipants"/>
    /// there are no leagues, and levels stay.</returns>
    public static IReadOnlyList<LeaguePlace> Next(IReadOnlyList<Entry> entries, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(rules);
        var areOn = rules.LeagueSize > 0 && entries.Count >= rules.LeagueParticipants;
        if (!areOn && entries.All(static entry => entry.Place is null))
        {
            return [];
        }

        var promoted = Promoted(entries, rules);
        var levels = entries.Select(entry => Math.Max(1, entry.Place?.Level ?? 1) + (promoted.Contains(entry.Person) ? 1 : 0)).ToArray();
        var numbers = new int?[entries.Count];
        if (areOn)
        {
            Cut(entries, levels, rules.LeagueSize, numbers);
        }

        return [.. levels.Select((level, index) => new LeaguePlace(numbers[index], level))];
    }

    // Equal scores rise together: nobody is left behind by the order of ids.
    private static HashSet<string> Promoted(IReadOnlyList<Entry> entries, GameRules rules)
    {
        var promoted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var league in entries.Where(static entry => entry is { Score: not null, Place.Number: not null }).GroupBy(static entry => entry.Place!.Value.Number))
        {
            var least = league.Select(static entry => entry.Score!.Value).OrderDescending().Take(rules.LeaguePromoted).LastOrDefault(int.MaxValue);
            promoted.UnionWith(league.Where(entry => entry.Score >= least).Select(static entry => entry.Person));
        }

        return promoted;
    }

    // Leagues differ by one person at most.
    private static void Cut(IReadOnlyList<Entry> entries, int[] levels, int size, int?[] numbers)
    {
        var order = Enumerable.Range(0, entries.Count).OrderByDescending(index => levels[index]).ThenByDescending(index => entries[index].Score ?? -1)
            .ThenBy(index => entries[index].Person, StringComparer.Ordinal).ToArray();
        var leagues = Math.Max(1, (entries.Count + (size / 2)) / size);
        for (var place = 0; place < order.Length; place++)
        {
            numbers[order[place]] = 1 + (int)((long)place * leagues / order.Length);
        }
    }
}
