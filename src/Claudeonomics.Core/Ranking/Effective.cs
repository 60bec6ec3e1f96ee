namespace Claudeonomics.Core.Ranking;

/// <summary>The effective number of kinds in a mixture (Hill number of order 1).</summary>
internal static class Effective
{
    // A board of everybody asks for half a million logarithms of calls, nearly all of them of small numbers.
    private static readonly double[] Logarithms = LogarithmsBelow(65_536);

    /// <summary><c>exp(-sum p ln p)</c> of the shares that the weights give.</summary>
    /// <param name="weights">Above 0. Put in ascending order here, so that the rounding of the sum does not depend on theirs.</param>
    /// <returns>From 1 to how many there are; 0 of none.</returns>
    public static double Number(Span<long> weights)
    {
        if (weights.IsEmpty)
        {
            return 0;
        }

        Sort(weights);
        var (total, weighted) = (0L, 0d);
        foreach (var weight in weights)
        {
            total += weight;
            weighted += weight * Log(weight);
        }

        return Math.Exp(Log(total) - (weighted / total));
    }

    private static double Log(long value) => value < Logarithms.Length ? Logarithms[value] : Math.Log(value);

    // Most people use a handful of models: the general sort takes longer to begin than these take to sort, and two or three are put
    // in order without a branch that nobody can foresee.
    private static void Sort(Span<long> weights)
    {
        switch (weights.Length)
        {
            case 1:
                break;
            case 2:
                (weights[0], weights[1]) = (Math.Min(weights[0], weights[1]), Math.Max(weights[0], weights[1]));
                break;
            case 3:
                var (low, high) = (Math.Min(weights[0], weights[1]), Math.Max(weights[0], weights[1]));
                var last = weights[2];
                (weights[0], weights[2]) = (Math.Min(low, last), Math.Max(high, last));
                weights[1] = Math.Max(low, Math.Min(high, last));
                break;
            default:
                weights.Sort();
                break;
        }
    }

    private static double[] LogarithmsBelow(int end)
    {
        var logarithms = new double[end];
        for (var i = 0; i < end; i++)
        {
            logarithms[i] = Math.Log(i);
        }

        return logarithms;
    }
}
