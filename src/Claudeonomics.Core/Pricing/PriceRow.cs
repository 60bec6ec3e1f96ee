using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>Where a price comes from. The later layer wins.</summary>
public enum PriceLayer : byte
{
    /// <summary>A public price list, as it came with this release.</summary>
    Seed = 0,

    /// <summary>What the company says a model of its own costs.</summary>
    InternalRate = 1,

    /// <summary>What the company agreed with a provider.</summary>
    Override = 2,
}

/// <summary>Prices by token class, in US dollars per million tokens, each at least 0.</summary>
/// <param name="CacheWrite5m">Where a list names none, the input price: providers without a charge for writing bill it as input.</param>
/// <param name="CacheWrite1h">Where a list names none, the five-minute price. Never below it.</param>
/// <param name="CacheRead">Where a list names none, the input price.</param>
public sealed record TokenPrices(decimal Input, decimal CacheRead, decimal CacheWrite5m, decimal CacheWrite1h, decimal Output)
{
    /// <summary>A list left out what the cache costs, and Anthropic's rule filled it in: a tenth of the input price for reads, 1.25
    /// times for writes of five minutes, twice for an hour.</summary>
    public bool IsCacheDerived { get; init; }

    /// <summary>The mean of input and output price: what "average price per token" usually means, and what nobody pays.</summary>
    public decimal NaiveMean => (Input + Output) / 2;
}

/// <summary>Prices of calls whose whole context is larger than a threshold.</summary>
/// <param name="AboveTokens">The tier begins at one token more.</param>
public sealed record LongContextPrices(long AboveTokens, TokenPrices Prices);

/// <summary>A part of every day, UTC, end excluded; it may run past midnight.</summary>
public readonly record struct DailyHours(TimeOnly From, TimeOnly Until)
{
    public bool Contains(TimeOnly time) => time.IsBetween(From, Until);
}

/// <summary>What a model costs at a seller from a day on. Rows are added, never edited: a later row for the same model takes over on its day.</summary>
public sealed record PriceRow
{
    public required PriceLayer Layer { get; init; }

    /// <summary>Id of the seller, or <see langword="null"/> for whoever sells the model (company layers only).</summary>
    public required string? Provider { get; init; }

    /// <summary>Canonical name.</summary>
    public required string Model { get; init; }

    /// <summary>First UTC day, or <see langword="null"/>: always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>First UTC day on which it no longer holds, or <see langword="null"/>: until a later row.</summary>
    public DateOnly? Until { get; init; }

    public DailyHours? Hours { get; init; }

    /// <summary>The row is for calls with these traits only; what it does not name it leaves to <see cref="PriceModifier"/>.</summary>
    public CallTraits Traits { get; init; }

    public required TokenPrices Prices { get; init; }

    /// <summary>By threshold, smallest first.</summary>
    public IReadOnlyList<LongContextPrices> LongContext { get; init; } = [];

    /// <summary>US dollars per thousand searches, or <see langword="null"/> when the list names none.</summary>
    public decimal? WebSearch { get; init; }

    /// <summary><see langword="false"/>: announced for a later day and not looked at since. Such a row is shown and prices nothing,
    /// because announced prices have been withdrawn before (Sonnet 5's rise of 2026-09-01).</summary>
    public bool IsConfirmed { get; init; } = true;

    public required string Source { get; init; }

    public string? Note { get; init; }

    internal bool HoldsOn(DateOnly day, TimeOnly time) =>
        IsConfirmed && (From is null || day >= From) && (Until is null || day < Until) && (Hours is null || Hours.Value.Contains(time));
}

/// <summary>What a trait of a call does to its price, where a list states it as a factor.</summary>
/// <remarks>Changes token prices only, never the price of a web search.</remarks>
public sealed record PriceModifier
{
    public required string Provider { get; init; }

    /// <summary>Canonical names, or <see langword="null"/> for all of the provider's models that no other modifier names.</summary>
    public IReadOnlyCollection<string>? Models { get; init; }

    /// <summary>The one trait that differs from the default is what the modifier is about.</summary>
    public required CallTraits Trait { get; init; }

    public required decimal Factor { get; init; }

    /// <summary>It leaves cache reads and writes at the standard price.</summary>
    public bool SparesCache { get; init; }

    /// <summary>The provider does not sell the trait together with Anthropic's fast mode.</summary>
    public bool ExcludesFast { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    public required string Source { get; init; }

    public string? Note { get; init; }

    internal bool HoldsOn(DateOnly day) => (From is null || day >= From) && (Until is null || day < Until);
}

/// <summary>A share of the list price that the company agreed with a provider, such as 0.85.</summary>
public sealed record PriceDiscount
{
    public required string Provider { get; init; }

    /// <summary>Canonical name, or <see langword="null"/> for all models of the provider.</summary>
    public string? Model { get; init; }

    public required decimal Factor { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    public required string Source { get; init; }

    internal bool HoldsOn(DateOnly day) => (From is null || day >= From) && (Until is null || day < Until);
}

/// <summary>A public list that rows and modifiers name as their source.</summary>
/// <param name="Day">When it was read, UTC.</param>
public sealed record PriceSource(string Id, string Title, Uri Url, DateOnly Day, string? Licence);

/// <summary>The prices that hold for one kind of call at one moment, and why.</summary>
/// <param name="Row">The row they come from.</param>
/// <param name="Prices">With modifiers and discount applied.</param>
/// <param name="LongContext">The same, by threshold, smallest first.</param>
/// <param name="Modifiers">What was applied to the row.</param>
public sealed record PriceQuote(
    PriceRow Row,
    TokenPrices Prices,
    IReadOnlyList<LongContextPrices> LongContext,
    IReadOnlyList<PriceModifier> Modifiers,
    PriceDiscount? Discount);
