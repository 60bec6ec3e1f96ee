namespace Claudeonomics.Core.Pricing;

/// <summary>Prices ready for multiplying: whole femto-dollars (10^-15 USD) a token.</summary>
/// <remarks>
/// One dollar per million tokens is 10^9 femto-dollars a token. Lists have at most six decimals and factors at most three (a
/// company's discount six), so every price of a list with one modifier is whole; what is finer than a femto-dollar after that is
/// rounded here, half to even, once per rate and never per call.
/// </remarks>
internal sealed record Rates(long Input, long CacheRead, long CacheWrite5m, long CacheWrite1h, long Output)
{
    /// <summary>Up to this many tokens of whatever class cost at most <see cref="FemtoUsd.Safe"/> / 4.</summary>
    public long SafeTokens { get; } = FemtoUsd.Safe / 4 / Math.Max(1, Math.Max(Math.Max(Input, CacheRead), Math.Max(CacheWrite1h, Output)));

    private const decimal FemtoPerTokenOfUsdPerMTok = 1_000_000_000m;

    public static Rates Of(TokenPrices prices) => new(
        Femto(prices.Input), Femto(prices.CacheRead), Femto(prices.CacheWrite5m), Femto(prices.CacheWrite1h), Femto(prices.Output));

    private static long Femto(decimal usdPerMTok) =>
        decimal.ToInt64(decimal.Round(usdPerMTok * FemtoPerTokenOfUsdPerMTok, 0, MidpointRounding.ToEven));
}

/// <summary>Rates by the size of the call.</summary>
/// <param name="Standard">For calls up to the first threshold.</param>
/// <param name="LongContext">By threshold, smallest first.</param>
/// <param name="WebSearch">Femto-dollars a search; 0 when no list names a price.</param>
internal sealed record RateCard(Rates Standard, (long AboveTokens, Rates Rates)[] LongContext, long WebSearch)
{
    private const decimal FemtoPerSearchOfUsdPerThousand = 1_000_000_000_000m;

    public static RateCard Of(PriceQuote quote) => new(
        Rates.Of(quote.Prices),
        [.. quote.LongContext.Select(tier => (tier.AboveTokens, Rates.Of(tier.Prices)))],
        decimal.ToInt64((quote.Row.WebSearch ?? 0) * FemtoPerSearchOfUsdPerThousand));

    /// <summary>The whole call is billed by the tier that its whole context falls into.</summary>
    public Rates For(long contextTokens, out ContextTier tier)
    {
        var rates = Standard;
        tier = ContextTier.Standard;
        foreach (var (above, dearer) in LongContext)
        {
            if (contextTokens <= above)
            {
                break;
            }

            rates = dearer;
            tier = ContextTier.LongContext;
        }

        return rates;
    }
}
