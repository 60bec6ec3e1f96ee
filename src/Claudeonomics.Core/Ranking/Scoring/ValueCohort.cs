namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>Numbers of many people, among which one is placed.</summary>
/// <remarks>Kept as counts of buckets that are at most 1.6% wide: numbers of one bucket count as equal, so that no noise in the last digit
/// decides, and 85,000 of them need no sorting.</remarks>
internal sealed class ValueCohort
{
    // How many numbers are in lower buckets, by bucket; the last place is of all.
    private readonly int[] _below = new int[LogBuckets.Count + 1];
    private readonly int _notAboveZero;

    private ValueCohort(ReadOnlySpan<long> values)
    {
        foreach (var value in values)
        {
            if (value > 0)
            {
                _below[LogBuckets.Of((ulong)value) + 1]++;
            }
            else if (value != Ranker.Unranked)
            {
                _notAboveZero++;
            }
        }

        for (var i = 1; i < _below.Length; i++)
        {
            _below[i] += _below[i - 1];
        }

        Count = _below[^1] + _notAboveZero;
    }

    private ValueCohort(IEnumerable<(int Bucket, int Count)> counts, int notAboveZero)
    {
        _notAboveZero = notAboveZero;
        foreach (var (bucket, count) in counts)
        {
            _below[bucket + 1] = count;
        }

        for (var i = 1; i < _below.Length; i++)
        {
            _below[i] += _below[i - 1];
        }

        Count = _below[^1] + _notAboveZero;
    }

    public int Count { get; }

    /// <summary>How many numbers are in each bucket that has any.</summary>
    public IEnumerable<(int Bucket, int Count)> Counts => Enumerable.Range(0, LogBuckets.Count)
        .Select(bucket => (bucket, _below[bucket + 1] - _below[bucket])).Where(static counted => counted.Item2 > 0);

    /// <summary>Numbers of 0 or less.</summary>
    public int NotAboveZero => _notAboveZero;

    /// <summary>A cohort from its <see cref="Counts"/>.</summary>
    public static ValueCohort Of(IEnumerable<(int Bucket, int Count)> counts, int notAboveZero) => new(counts, notAboveZero);

    /// <param name="values"><see cref="Ranker.Unranked"/> for who is not in the cohort.</param>
    public static ValueCohort Of(ReadOnlySpan<long> values) => new(values);

    /// <summary>The share of the others that is below a number of the cohort, 0 to 1; 1 without others.</summary>
    public double ShareBelow(long value)
    {
        var below = value > 0 ? _below[LogBuckets.Of((ulong)value)] + _notAboveZero : 0;
        return Count <= 1 ? 1 : Math.Min(1, below / (double)(Count - 1));
    }

    /// <summary>The least number above 0 that so many percent of all numbers above 0 are not above (nearest rank).</summary>
    /// <param name="values">Those of which the cohort was made.</param>
    /// <param name="percent">1 to 100; there is a number above 0.</param>
    public long Percentile(ReadOnlySpan<long> values, int percent)
    {
        var rank = (((long)_below[^1] * percent) + 99) / 100;
        var bucket = 0;
        while (_below[bucket + 1] < rank)
        {
            bucket++;
        }

        var members = new long[_below[bucket + 1] - _below[bucket]];
        var (least, more) = LogBuckets.Of(bucket);
        var i = 0;
        foreach (var value in values)
        {
            if (value > 0 && unchecked((ulong)value - least) <= more)
            {
                members[i++] = value;
            }
        }

        Array.Sort(members);
        return members[(int)(rank - _below[bucket] - 1)];
    }
}
