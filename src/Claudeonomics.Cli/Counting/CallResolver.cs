namespace Claudeonomics.Cli.Counting;

/// <summary>Makes one call of the observations that tell of it.</summary>
internal static class CallResolver
{
    /// <summary>Hands every call over once, each count from the best copy.</summary>
    public static void Resolve(ObservationTable observations, Action<Observation> take)
    {
        var least = LeastYields(observations);
        foreach (var first in observations.Firsts)
        {
            var call = observations[first];
            for (var copy = observations.Next(first); copy >= 0; copy = observations.Next(copy))
            {
                call.Merge(observations[copy]);
            }

            if (call.Yields == 0 || call.Family == 0 || least[call.Family] == call.Yields)
            {
                take(call);
            }
        }
    }

    // Of each family in which somebody gives way: the number that does not.
    private static Dictionary<ulong, byte> LeastYields(ObservationTable observations)
    {
        var least = new Dictionary<ulong, byte>();
        for (var number = 0; number < observations.Count; number++)
        {
            ref readonly var call = ref observations[number];
            if (call.Yields > 0 && call.Family != 0)
            {
                least[call.Family] = byte.MaxValue;
            }
        }

        for (var number = 0; number < observations.Count && least.Count > 0; number++)
        {
            ref readonly var call = ref observations[number];
            if (call.Family != 0 && least.TryGetValue(call.Family, out var known) && call.Yields < known)
            {
                least[call.Family] = call.Yields;
            }
        }

        return least;
    }
}
