namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>A share with its 95% interval after Wilson, which holds for small counts too.</summary>
public readonly record struct Share(int Hits, int Of)
{
    private const double Z = 1.959964;

    public double Value => Of == 0 ? double.NaN : (double)Hits / Of;

    public double Low => Of == 0 ? 0 : Math.Max(0, Centre - Half);

    public double High => Of == 0 ? 1 : Math.Min(1, Centre + Half);

    private double Centre => (Value + (Z * Z / (2 * Of))) / (1 + (Z * Z / Of));

    private double Half => Z * Math.Sqrt((Value * (1 - Value) / Of) + (Z * Z / (4.0 * Of * Of))) / (1 + (Z * Z / Of));

    public static Share operator +(Share left, Share right) => new(left.Hits + right.Hits, left.Of + right.Of);

    public static Share Add(Share left, Share right) => left + right;

    public override string ToString() => System.FormattableString.Invariant($"{100 * Value:0.##}% ({Hits}/{Of}, {100 * Low:0.##}-{100 * High:0.##}%)");
}
