using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>What a number of tokens costs under one assumption.</summary>
public sealed record PressFigure(TokenMix Mix, decimal UsdPerMTok, decimal Usd);

/// <summary>The same tokens told in several ways: why 60 trillion tokens were $100 million, $900 million and $9 billion in three
/// newspapers. All list prices, standard context, by the day that is given.</summary>
public sealed class PressFigures
{
    private const decimal Million = 1_000_000m;

    private readonly PriceBook _book;

    public PressFigures(PriceBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        _book = book;
    }

    /// <summary>What the tokens cost under each known assumption, in the order of <see cref="TokenMix.Known"/>.</summary>
    /// <param name="model">In any spelling.</param>
    /// <returns>Without the assumptions that have no price (fast mode of a model that has none); empty when the model is unpriced.</returns>
    public IReadOnlyList<PressFigure> Of(string provider, string model, DateOnly day, long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        return [.. TokenMix.Known
            .Select(mix => (Mix: mix, Prices: PricesOf(provider, model, mix.Traits, day)))
            .Where(known => known.Prices is not null)
            .Select(known => Of(known.Mix, known.Prices!, tokens))];
    }

    public static PressFigure Of(TokenMix mix, TokenPrices prices, long tokens)
    {
        ArgumentNullException.ThrowIfNull(mix);
        var rate = mix.UsdPerMTok(prices);
        return new(mix, rate, rate * tokens / Million);
    }

    /// <summary>The mean of a model's input and output price: what a cost is when every token is taken for half input, half output.</summary>
    /// <returns>Dollars per million tokens, or <see langword="null"/> when the model is unpriced.</returns>
    public decimal? NaiveUsdPerMTok(string model, string provider, DateOnly day) =>
        PricesOf(provider, model, default, day)?.NaiveMean;

    /// <summary>Every token at its model's naive mean: to be shown beside the real cost, labelled naive.</summary>
    /// <returns>Dollars of the tokens that have a price; <see langword="null"/> when none has.</returns>
    public decimal? NaiveUsd(IEnumerable<(string Provider, string Model, long Tokens)> usage, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(usage);
        decimal? total = null;
        foreach (var (provider, model, tokens) in usage)
        {
            if (NaiveUsdPerMTok(model, provider, day) is { } rate)
            {
                total = (total ?? 0) + (rate * tokens / Million);
            }
        }

        return total;
    }

    /// <summary>What a million tokens really cost on average: the priced cost over the priced tokens.</summary>
    /// <returns><see langword="null"/> when no token in the sums has a price.</returns>
    public static decimal? EffectiveUsdPerMTok(in UsageSums sums)
    {
        var priced = sums.Tokens.TotalTokens - sums.UnpricedTokens;
        return priced <= 0 ? null : sums.ListCostNanoUsd / 1_000m / priced;
    }

    private TokenPrices? PricesOf(string provider, string model, CallTraits traits, DateOnly day) =>
        _book.Quote(ModelName.Parse(provider, model), traits, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero))?.Prices;
}
