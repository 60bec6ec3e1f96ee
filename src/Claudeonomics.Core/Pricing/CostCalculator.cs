using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>Prices calls by one price book. Safe for any number of threads; allocates only when it meets an origin or a combination
/// of traits for the first time.</summary>
/// <remarks>
/// <para>Money is counted in whole femto-dollars (10^-15 USD) and rounded once, at the end of a call, to whole nano-dollars, half
/// away from zero. Sums of calls are therefore exact sums of what is shown for each.</para>
/// <para>A call is priced by its own day, size and traits. Adding calls up first and pricing the sum would put it into a context
/// tier that none of them was in: for sums there is <see cref="PriceSum"/>.</para>
/// </remarks>
public sealed class CostCalculator
{
    // The ledger keeps at most 2,000 models of 200 agents; origins beyond this many are resolved anew for every call, which is slow
    // (microseconds) and right.
    private const int MostOrigins = 2_000;

    private const int TraitCombinations = 2 * 4 * 3;

    private readonly PriceBook _book;

    // Origins are interned by whoever maps them, so that almost every call is found by reference; equal ones that are not interned
    // are found by value. Whoever reads the ledger has origins of its own, each time anew: they make the table by reference start afresh when it is
    // full, so that it holds those that are in use. Counted beside the tables, whose own counts take all of their locks.
    private readonly ConcurrentDictionary<CallOrigin, OriginPrices> _byValue = new();
    private volatile ConcurrentDictionary<CallOrigin, OriginPrices> _byReference = new(ReferenceEqualityComparer.Instance);
    private int _references;
    private int _values;

    public CostCalculator(PriceBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        _book = book;
    }

    public PriceBook Book => _book;

    /// <summary>Prices one call.</summary>
    /// <param name="atUnixMs">When it was answered: its prices are those of that moment.</param>
    /// <param name="reportedCostMicros">What the agent says it cost, in millionths of a dollar: it tells the lifetime of cache writes
    /// that the source leaves open, and is compared with our price.</param>
    /// <param name="webSearches">Searches billed apart from tokens. One whose price no list names adds nothing.</param>
    public PricedCall Price(
        CallOrigin origin, CallTraits traits, in TokenUsage usage, long atUnixMs, long? reportedCostMicros, int webSearches) =>
        Price(PricesOf(origin), traits, usage, atUnixMs, reportedCostMicros, webSearches, isOneCall: true);

    /// <summary>Prices tokens of an unknown number of calls (a counter, a vendor's day) at the standard context tier.</summary>
    public PricedCall PriceSum(CallOrigin origin, CallTraits traits, in TokenUsage usage, long atUnixMs, int webSearches = 0) =>
        Price(PricesOf(origin), traits, usage, atUnixMs, null, webSearches, isOneCall: false);

    /// <summary>What the model is called, whatever the source's spelling.</summary>
    public ModelName NameOf(CallOrigin origin) => PricesOf(origin).Model;

    private PricedCall Price(
        OriginPrices prices, CallTraits traits, in TokenUsage usage, long atUnixMs, long? reportedCostMicros, int webSearches, bool isOneCall)
    {
        if (traits.Geography is Geography.Global)
        {
            traits = traits with { Geography = prices.Model.Geography };
        }

        if (prices.For(traits).At(atUnixMs) is not { } card)
        {
            return Terms.Unpriced(prices.Model.Name, traits, usage);
        }

        var rates = card.For(isOneCall ? usage.ContextTokens : 0, out var tier);
        var call = new Terms(prices.Model.Name, new(tier, traits, _book.Version), rates, card.WebSearch, webSearches, reportedCostMicros,
            isOneCall ? Terms.ImplausibleCall : Terms.ImplausibleSum);
        return call.FitsIn64Bits(usage) ? call.Price<long>(usage) : call.Price<Int128>(usage);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private OriginPrices PricesOf(CallOrigin origin) =>
        _byReference.TryGetValue(origin, out var prices) ? prices : Resolve(origin);

    private OriginPrices Resolve(CallOrigin origin)
    {
        if (!_byValue.TryGetValue(origin, out var prices))
        {
            prices = new(_book, ModelName.Of(origin));
            if (Volatile.Read(ref _values) >= MostOrigins)
            {
                return prices;
            }

            Interlocked.Increment(ref _values);
            prices = _byValue.GetOrAdd(origin, prices);
        }

        if (Interlocked.Increment(ref _references) > MostOrigins)
        {
            _byReference = new(ReferenceEqualityComparer.Instance);
            Volatile.Write(ref _references, 1);
        }

        _byReference.TryAdd(origin, prices);
        return prices;
    }

    /// <summary>The timelines of one origin, by traits, each compiled when first asked for.</summary>
    private sealed class OriginPrices(PriceBook book, ModelName model)
    {
        private readonly RateTimeline?[] _timelines = new RateTimeline?[TraitCombinations];

        public ModelName Model => model;

        // Two threads may compile the same timeline; both come to the same one.
        public RateTimeline For(CallTraits traits)
        {
            var index = ((int)traits.Speed * 12) + ((int)traits.ServiceTier * 3) + (int)traits.Geography;
            return Volatile.Read(ref _timelines[index]) ?? Compile(index, traits);
        }

        private RateTimeline Compile(int index, CallTraits traits)
        {
            var timeline = RateTimeline.Compile(new(book, model, traits));
            Volatile.Write(ref _timelines[index], timeline);
            return timeline;
        }
    }
}
