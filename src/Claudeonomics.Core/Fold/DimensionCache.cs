using System.Runtime.CompilerServices;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>Finds the dimension of a priced call without building and hashing a record of strings for each.</summary>
/// <remarks>Bound: 100,000 combinations, then it starts afresh. Origins are interned, so that identity is as good as equality;
/// where it is not, the table behind it still gives the same number.</remarks>
internal sealed class DimensionCache(DimensionTable dimensions)
{
    private const int Max = 100_000;

    private readonly Dictionary<Key, ushort> _numbers = [];

    public ushort NumberOf(CallOrigin origin, in PricedCall call, Trust trust, Source source)
    {
        var key = new Key(origin, call.Model, call.Class.PriceBook, Pack(call.Class, trust, source));
        if (_numbers.TryGetValue(key, out var number))
        {
            return number;
        }

        if (_numbers.Count >= Max)
        {
            _numbers.Clear();
        }

        number = dimensions.NumberOf(new(origin.Agent, origin.Provider, call.Model, call.Class, trust, source));
        _numbers.Add(key, number);
        return number;
    }

    private static long Pack(PriceClass price, Trust trust, Source source) =>
        (long)price.Tier
        | ((long)price.Traits.Speed << 8)
        | ((long)price.Traits.ServiceTier << 16)
        | ((long)price.Traits.Geography << 24)
        | ((long)trust.Who << 32)
        | ((long)trust.Evidence << 40)
        | ((long)source << 48);

    private readonly record struct Key(CallOrigin Origin, string Model, string PriceBook, long Packed)
    {
        public bool Equals(Key other) =>
            ReferenceEquals(Origin, other.Origin) && Packed == other.Packed
            && (ReferenceEquals(Model, other.Model) || Model == other.Model)
            && (ReferenceEquals(PriceBook, other.PriceBook) || PriceBook == other.PriceBook);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Origin), Packed);
    }
}
