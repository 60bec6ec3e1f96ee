using System.Collections.Concurrent;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>Numbers the dimensions, so that a row of the cube carries two bytes instead of a record.</summary>
/// <remarks>
/// Written by one thread, read by any. Bound: 60,000 dimensions; 2,000 models times the few price classes, sources and kinds of
/// trust that a company meets stay far below. What comes past it is counted without its names and traits, as <c>other</c>, for which
/// 5,000 more are left: some forty for each price book.
/// </remarks>
public sealed class DimensionTable
{
    /// <summary>Dimensions with names of their own.</summary>
    public const int MaxNamed = 60_000;

    private const int Max = 65_000;

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

        if (_count >= MaxNamed)
        {
            dimension = Nameless(dimension);
            if (_numbers.TryGetValue(dimension, out number))
            {
                return number;
            }
        }

        if (_count == Max)
        {
            throw new InvalidOperationException($"More than {Max} dimensions, though those past {MaxNamed} have no names: sources, kinds of trust and price books are few.");
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

    private static UsageDimension Nameless(UsageDimension dimension) => dimension with
    {
        Agent = CallOrigin.Other, Provider = "", Model = CallOrigin.Other, PriceClass = new(ContextTier.Standard, default, dimension.PriceClass.PriceBook),
    };
}
