using Claudeonomics.Cli.Counting;

namespace Claudeonomics.Cli.Memory;

/// <summary>The order in which a base keeps observations, so that those of a key are found without the rest.</summary>
internal sealed class MemoryOrder
{
    public MemoryOrder(ObservationTable all)
    {
        var keys = new ulong[all.Count];
        Numbers = new int[all.Count];
        var members = 0;
        for (var number = 0; number < all.Count; number++)
        {
            (keys[number], Numbers[number]) = (all[number].Key, number);
            members += all[number].Family == 0 ? 0 : 1;
        }

        Array.Sort(keys, Numbers);
        Families = new MemoryFormat.FamilyEntry[members];
        for (int place = 0, member = 0; place < Numbers.Length; place++)
        {
            if (all[Numbers[place]].Family is not 0 and var family)
            {
                keys[member] = family;
                Families[member++] = new(family, place, 0);
            }
        }

        Array.Sort(keys, Families, 0, members);
    }

    /// <summary>Numbers of observations, by key.</summary>
    public int[] Numbers { get; }

    /// <summary>By family; places are those in <see cref="Numbers"/>.</summary>
    public MemoryFormat.FamilyEntry[] Families { get; }
}
