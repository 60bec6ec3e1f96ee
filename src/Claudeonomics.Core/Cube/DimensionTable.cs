using System.Collections.Concurrent;

namespace Claudeonomics.Core.Cube;

/// <summary>Numbers the dimensions, so that a row of the cube carries two bytes instead of a record.</summary>
/// <remarks>
/// Written by one thread, read by any. Bound: 65,000 dimensions; 2,000 models times the few price classes, sources and kinds of
/// trust that a company meets stay far below. Past it the writer stops with an exception rather than mixing sums.
/// </remarks>
public sealed class DimensionTable
{
    public const int Max = 65_000;

    private readonly ConcurrentDictionary<UsageDimension, ushort> _numbers = new();
    private UsageDimension[] _dimensions = new UsageDimension[64];
    private volatile int _count;

    /// <summary>Numbers run from 0 to here, excluded.</summary>
    public int Count => _count;

    public UsageDimension this[int number] => Volatile.Read(ref _dimensions)[number];

    /// <summary>The number of a dimension; a new one when it was never met.</summary>
    public ushort NumberOf(UsageDimension dimension)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        if (_numbers.TryGetValue(dimension, out var number))
        {
            return number;
        }

        if (_count == Max)
        {
            throw new InvalidOperationException($"More than {Max} dimensions: models, price classes and sources are bounded elsewhere.");
        }

        if (_count == _dimensions.Length)
        {
            var larger = new UsageDimension[_dimensions.Length * 2];
            _dimensions.CopyTo(larger, 0);
            Volatile.Write(ref _dimensions, larger);
        }

        number = (ushort)_count;
        _dimensions[number] = dimension;
        _numbers[dimension] = number;
        _count++;
        return number;
    }
}
