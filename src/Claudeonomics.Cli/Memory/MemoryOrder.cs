using Claudeonomics.Cli.Counting;

namespace Claudeonomics.Cli.Memory;

/// <summary>The order in which a base keeps observations, so that those of a key are found without the rest.</summary>
internal static class MemoryOrder
{
    public static (Observation[] Observations, MemoryFormat.FamilyEntry[] Families) Sort(ObservationTable all)
    {
        var (keys, numbers) = (new ulong[all.Count], new int[all.Count]);
        for (var number = 0; number < all.Count; number++)
        {
            (keys[number], numbers[number]) = (all[number].Key, number);
        }

        Array.Sort(keys, numbers);
        var sorted = new Observation[all.Count];
        var families = new List<(ulong Family, int Observation)>();
        for (var place = 0; place < sorted.Length; place++)
        {
            sorted[place] = all[numbers[place]];
            if (sorted[place].Family != 0)
            {
                families.Add((sorted[place].Family, place));
            }
        }

        families.Sort();
        return (sorted, [.. families.Select(static entry => new MemoryFormat.FamilyEntry(entry.Family, entry.Observation, 0))]);
    }
}
