namespace Claudeonomics.Core.Privacy;

/// <summary>A total in parts, such as tokens by agent, of which none is about fewer people than the smallest group.</summary>
public static class GroupShares
{
    /// <summary>The name of what is put together.</summary>
    public const string Other = "others";

    /// <summary>One part.</summary>
    /// <param name="Amount">At least 0.</param>
    /// <param name="People">Who has any of it, by row; all parts have as many rows.</param>
    public sealed record Part(string Name, long Amount, bool[] People);

    /// <summary>Puts parts of too few people together, and with them the smallest others until they are a group too: else they could be worked out
    /// from the total.</summary>
    /// <returns>Most first, as close as <paramref name="detail"/> is, what was put together last; nothing when even all together are too few.</returns>
    public static IReadOnlyList<(string Name, long Amount)> Of(IReadOnlyList<Part> parts, int smallest, DetailOfOthers detail)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var shown = parts.Where(static part => part.Amount > 0).OrderByDescending(static part => part.Amount).ThenBy(static part => part.Name, StringComparer.Ordinal).ToList();
        var (rest, together) = (0L, Array.Empty<bool>());
        foreach (var part in shown.Where(part => Count(part.People) < smallest).ToArray())
        {
            PutTogether(part);
        }

        while (rest > 0 && Count(together) < smallest && shown.Count > 0)
        {
            PutTogether(shown[^1]);
        }

        if (rest > 0 && Count(together) < smallest)
        {
            return [];
        }

        IEnumerable<(string, long)> answer = shown.Select(part => (part.Name, Coarse.Of(part.Amount, detail)));
        return [.. rest > 0 ? answer.Append((Other, Coarse.Of(rest, detail))) : answer];

        void PutTogether(Part part)
        {
            shown.Remove(part);
            rest += part.Amount;
            together = together.Length == 0 ? [.. part.People] : [.. together.Zip(part.People, static (one, other) => one || other)];
        }
    }

    private static int Count(bool[] people) => people.Count(static person => person);
}
