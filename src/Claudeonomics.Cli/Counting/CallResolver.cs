using Claudeonomics.Cli.Changes;

namespace Claudeonomics.Cli.Counting;

/// <summary>Takes one observation after the other, where it lies.</summary>
internal delegate void TakeObservation(in Observation observation);

/// <summary>Makes one call of the observations that tell of it.</summary>
internal static class CallResolver
{
    /// <summary>Hands every call over once, each count from the best copy.</summary>
    /// <param name="eachByKey">Hands observations over, those of a key one behind the other. Called up to three times.</param>
    /// <param name="takeChange">Gets every change to a file once.</param>
    public static void Resolve(Action<TakeObservation> eachByKey, TakeObservation take, TakeObservation? takeChange = null)
    {
        var least = LeastYields(eachByKey);
        var call = default(Observation);
        eachByKey((in copy) =>
        {
            if (copy.Key == call.Key)
            {
                call.Merge(copy);
            }
            else
            {
                Take(call, least, take, takeChange);
                call = copy;
            }
        });
        Take(call, least, take, takeChange);
    }

    // No observation has the key 0.
    private static void Take(in Observation call, Dictionary<ulong, byte> least, TakeObservation take, TakeObservation? takeChange)
    {
        if (call.Change is not ChangeClass.None)
        {
            takeChange?.Invoke(call);
        }
        else if (call.Key != 0 && (call.Yields == 0 || call.Family == 0 || least[call.Family] == call.Yields))
        {
            take(call);
        }
    }

    // Of each family in which somebody gives way: the number that does not.
    private static Dictionary<ulong, byte> LeastYields(Action<TakeObservation> each)
    {
        var least = new Dictionary<ulong, byte>();
        each((in call) =>
        {
            if (call.Yields > 0 && call.Family != 0)
            {
                least[call.Family] = byte.MaxValue;
            }
        });
        if (least.Count > 0)
        {
            each((in call) =>
            {
                if (call.Family != 0 && least.TryGetValue(call.Family, out var known) && call.Yields < known)
                {
                    least[call.Family] = call.Yields;
                }
            });
        }

        return least;
    }
}
