namespace Claudeonomics.Core.Ranking;

/// <summary>The mean over the members of each team that have a number: a team is as good as its people, however many they are.</summary>
internal static class TeamMeans
{
    /// <param name="numbers">Of each pair of a person and a team (<see cref="RootScopes.Pairs"/>); <see cref="Ranker.Unranked"/> for who has none.</param>
    /// <param name="means">By team; <see cref="Ranker.Unranked"/> for a team of fewer than the smallest group with a number: a mean of two
    /// would tell each of them the other's.</param>
    public static void Write(RootScopes root, ReadOnlySpan<long> numbers, GameRules rules, Span<long> means)
    {
        var counts = new int[means.Length];
        means.Clear();
        for (var pair = 0; pair < numbers.Length; pair++)
        {
            if (numbers[pair] != Ranker.Unranked)
            {
                var team = root.TeamOfPair(pair);
                means[team] += numbers[pair];
                counts[team]++;
            }
        }

        for (var team = 0; team < means.Length; team++)
        {
            // To the nearest, halves up: the order of members decides nothing.
            means[team] = counts[team] < rules.SmallestGroup ? Ranker.Unranked : ((2 * means[team]) + counts[team]) / (2 * counts[team]);
        }
    }
}
