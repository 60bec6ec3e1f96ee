namespace Claudeonomics.Core.Integrity;

/// <summary>Enough of some positive numbers to tell the mean and the spread of their logarithms (base 2). Sums add up.</summary>
public struct LogSums : IEquatable<LogSums>
{
    private double _sum;
    private double _squares;

    public int Count { get; private set; }

    /// <summary>Mean of the base 2 logarithms; 0 when there are none.</summary>
    public readonly double Mean => Count == 0 ? 0 : _sum / Count;

    /// <summary>Standard deviation of the base 2 logarithms, or <see langword="null"/> below two numbers.</summary>
    public readonly double? Spread => Count < 2 ? null : Math.Sqrt(Math.Max(0, (_squares / Count) - (Mean * Mean)));

    /// <param name="value">Counted as at least 1.</param>
    public void Add(double value)
    {
        var log = Math.Log2(Math.Max(1, value));
        Count++;
        _sum += log;
        _squares += log * log;
    }

    public void Add(in LogSums other)
    {
        Count += other.Count;
        _sum += other._sum;
        _squares += other._squares;
    }

    public readonly bool Equals(LogSums other) => Count == other.Count && _sum.Equals(other._sum) && _squares.Equals(other._squares);

    public override readonly bool Equals(object? obj) => obj is LogSums other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Count, _sum, _squares);

    public static bool operator ==(LogSums left, LogSums right) => left.Equals(right);

    public static bool operator !=(LogSums left, LogSums right) => !left.Equals(right);
}
