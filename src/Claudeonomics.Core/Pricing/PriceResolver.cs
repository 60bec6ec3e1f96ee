using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>Finds the price of one kind of call: the layers, the traits and the dates, spelled out. Slow; its answers are compiled
/// into a <see cref="RateTimeline"/> before calls are priced by them.</summary>
internal sealed class PriceResolver
{
    private readonly PriceRow[] _company;
    private readonly PriceRow[] _seller;
    private readonly PriceRow[] _maker;
    private readonly PriceModifier[] _modifiers;
    private readonly PriceDiscount[] _discounts;
    private readonly CallTraits _traits;

    public PriceResolver(PriceBook book, ModelName model, CallTraits traits)
    {
        // A gateway that is no seller (a company's proxy, say) forwards closed models to their maker, at the maker's prices and terms.
        var maker = Sellers.MakerOf(model.Name) is { Length: > 0 } known && (Sellers.PassPricesOn(known) || model.Provider == known) ? known : "";
        var seller = Sellers.Find(model.Provider) ?? maker;
        var rows = model.IsModel ? book.RowsOf(model.Name) : [];
        _traits = traits;
        _company = [.. rows.Where(row => row.Layer != PriceLayer.Seed && (row.Provider is null || row.Provider == model.Provider))];
        _seller = [.. rows.Where(row => row.Layer == PriceLayer.Seed && row.Provider == seller)];
        _maker = [.. rows.Where(row => row.Layer == PriceLayer.Seed && row.Provider == maker)];
        _modifiers = [.. book.Modifiers.Where(modifier => modifier.Provider == seller && modifier.Models?.Contains(model.Name) != false)];
        _discounts = [.. book.Discounts.Where(discount => discount.Provider == model.Provider && (discount.Model ?? model.Name) == model.Name)];
    }

    /// <summary>Days on which the answer may change.</summary>
    public IEnumerable<DateOnly> Days => AllRows.SelectMany(row => new[] { row.From, row.Until })
        .Concat(_modifiers.SelectMany(modifier => new[] { modifier.From, modifier.Until }))
        .Concat(_discounts.SelectMany(discount => new[] { discount.From, discount.Until }))
        .OfType<DateOnly>();

    /// <summary>Times of the day at which the answer may change.</summary>
    public IEnumerable<TimeOnly> Times => AllRows.Where(row => row.Hours is not null)
        .SelectMany(row => new[] { row.Hours!.Value.From, row.Hours.Value.Until });

    private IEnumerable<PriceRow> AllRows => _company.Concat(_seller).Concat(_maker);

    /// <returns>The prices, or <see langword="null"/> when the call has none.</returns>
    public PriceQuote? At(DateOnly day, TimeOnly time)
    {
        var row = Best(_company, day, time) ?? Best(_seller, day, time) ?? Best(_maker, day, time);
        if (row is null || Modifiers(row.Traits, day) is not { } modifiers)
        {
            return null;
        }

        var discount = row.Layer != PriceLayer.Seed
            ? null
            : _discounts.Where(discount => discount.HoldsOn(day)).MaxBy(discount => (discount.Model is not null, discount.From ?? DateOnly.MinValue));
        return new(
            row,
            Apply(row.Prices, modifiers, discount),
            [.. row.LongContext.Select(tier => tier with { Prices = Apply(tier.Prices, modifiers, discount) })],
            modifiers,
            discount);
    }

    // The layer first; within it the row that names most of the call's traits, then one for this provider before one for any,
    // then the latest day, then hours of the day before the whole day, then the last in the file.
    private PriceRow? Best(PriceRow[] rows, DateOnly day, TimeOnly time) => rows
        .Select((row, index) => (Row: row, Index: index))
        .Where(candidate => candidate.Row.HoldsOn(day, time) && TraitsNamed(candidate.Row.Traits) >= 0)
        .OrderBy(candidate => candidate.Row.Layer)
        .ThenBy(candidate => TraitsNamed(candidate.Row.Traits))
        .ThenBy(candidate => candidate.Row.Provider is not null)
        .ThenBy(candidate => candidate.Row.From ?? DateOnly.MinValue)
        .ThenBy(candidate => candidate.Row.Hours is not null)
        .ThenBy(candidate => candidate.Index)
        .LastOrDefault().Row;

    // How many traits a row is about, twice over so that an exact place counts more than "some region"; -1 when the call lacks one.
    private int TraitsNamed(CallTraits row)
    {
        var isFit = (row.Speed is Speed.Standard || row.Speed == _traits.Speed)
            && (row.ServiceTier is ServiceTier.Standard || row.ServiceTier == _traits.ServiceTier)
            && IsWithin(_traits.Geography, row.Geography);
        return !isFit
            ? -1
            : (row.Speed is Speed.Standard ? 0 : 2) + (row.ServiceTier is ServiceTier.Standard ? 0 : 2)
                + (row.Geography is Geography.Global ? 0 : row.Geography == _traits.Geography ? 2 : 1);
    }

    // A call that stays in the United States stays in a region.
    private static bool IsWithin(Geography call, Geography rule) =>
        rule is Geography.Global || rule == call || (rule is Geography.Regional && call is Geography.UnitedStates);

    // What the row does not say about the call's traits. No rule for a place means no premium: a list names the places that cost
    // more. No rule for a speed or a service tier means that the seller's price for it is not known.
    private List<PriceModifier>? Modifiers(CallTraits named, DateOnly day)
    {
        var found = new List<PriceModifier>();
        if (_traits.Speed != named.Speed)
        {
            if (Rule(day, rule => rule.Trait.Speed == _traits.Speed) is not { } speed)
            {
                return null;
            }

            found.Add(speed);
        }

        if (_traits.ServiceTier != named.ServiceTier)
        {
            if (Rule(day, rule => rule.Trait.ServiceTier == _traits.ServiceTier) is not { } tier
                || (tier.ExcludesFast && _traits.Speed is Speed.Fast))
            {
                return null;
            }

            found.Add(tier);
        }

        if (named.Geography is Geography.Global && _traits.Geography is not Geography.Global
            && (Rule(day, rule => rule.Trait.Geography == _traits.Geography)
                ?? Rule(day, rule => rule.Trait.Geography is not Geography.Global && IsWithin(_traits.Geography, rule.Trait.Geography))) is { } place)
        {
            found.Add(place);
        }

        return found;
    }

    // A rule that names the model before one for all of the provider's, then the latest.
    private PriceModifier? Rule(DateOnly day, Func<PriceModifier, bool> isAboutTrait) => _modifiers
        .Where(rule => rule.HoldsOn(day) && isAboutTrait(rule))
        .OrderBy(rule => rule.Models is not null)
        .ThenBy(rule => rule.From ?? DateOnly.MinValue)
        .LastOrDefault();

    private static TokenPrices Apply(TokenPrices prices, List<PriceModifier> modifiers, PriceDiscount? discount)
    {
        var share = discount?.Factor ?? 1;
        var all = modifiers.Aggregate(share, (factor, modifier) => factor * modifier.Factor);
        var cache = modifiers.Where(modifier => !modifier.SparesCache).Aggregate(share, (factor, modifier) => factor * modifier.Factor);
        return prices with
        {
            Input = prices.Input * all,
            CacheRead = prices.CacheRead * cache,
            CacheWrite5m = prices.CacheWrite5m * cache,
            CacheWrite1h = prices.CacheWrite1h * cache,
            Output = prices.Output * all,
        };
    }
}
