using System.Runtime.CompilerServices;

namespace Claudeonomics.Simulator.Chance;

/// <summary>A distribution as 1,024 equally likely whole numbers, so that a draw is one load instead of a logarithm.</summary>
/// <remarks>Whole numbers also keep the last bit of a processor's <c>exp</c> out of the result. More numbers would reach further into
/// the tails than 3.3 standard deviations, and no longer fit the first cache together.</remarks>
internal sealed class QuantileTable
{
    /// <summary>Bits of chance that a draw takes.</summary>
    public const int Bits = 10;

    private const int Size = 1 << Bits;
    private readonly int[] _values = new int[Size];

    private QuantileTable(Func<double, double> quantile)
    {
        for (var i = 0; i < Size; i++)
        {
            _values[i] = (int)Math.Min(int.MaxValue, Math.Round(quantile((i + 0.5) / Size)));
        }

        Mean = _values.Average();
    }

    /// <summary>The mean of the table itself, not of the distribution it came from.</summary>
    public double Mean { get; }

    public ReadOnlySpan<int> Values => _values;

    public static QuantileTable LogNormal(double median, double sigma, double shift = 0, double most = int.MaxValue) =>
        new(p => Math.Min(most, shift + (median * Math.Exp(sigma * NormalQuantile.Of(p)))));

    public static QuantileTable Of(Func<double, double> quantile) => new(quantile);

    /// <summary>Draws with the lowest ten bits; further ones may be chance as well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Draw(ulong bits) => _values[(int)(bits & (Size - 1))];

    /// <summary>Draws anything between the numbers too, with 26 bits.</summary>
    public int DrawBetween(ulong bits)
    {
        var index = (int)(bits & (Size - 1));
        var (low, high) = (_values[index], _values[Math.Min(index + 1, Size - 1)]);
        return low + (int)((high - low) * (long)(bits >> Bits & 0xFFFF) >> 16);
    }
}
