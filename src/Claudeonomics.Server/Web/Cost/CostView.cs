using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;

namespace Claudeonomics.Server.Web.Cost;

/// <summary>How a press figure comes about, with the reader's own company beside it.</summary>
/// <param name="Assumptions">From cheap to dear.</param>
/// <param name="Company">Sums of everybody who takes part, over the last 30 days.</param>
/// <param name="NaiveUsd">The company's tokens at the mean of each model's input and output price.</param>
/// <param name="PriceBook">Version behind the company's figures.</param>
/// <param name="HasOwnPrices">Prices of the company's own are laid over the published ones.</param>
/// <param name="Unsettled">Announced prices whose day has come and that nobody has confirmed.</param>
public sealed record CostView(
    IReadOnlyList<PressFigure> Assumptions, UsageSums Company, decimal? NaiveUsd, string PriceBook, bool HasOwnPrices,
    IReadOnlyList<PriceRow> Unsettled)
{
    /// <summary>What the newspapers wrote about.</summary>
    public const long PressTokens = 60_000_000_000_000;

    public const string PressProvider = "anthropic";
    public const string PressModel = "claude-opus-4-6";

    /// <summary>When they wrote; prices have changed since.</summary>
    public static DateOnly PressDay { get; } = new(2026, 4, 1);

    /// <summary>The assumptions behind a headline.</summary>
    public IEnumerable<PressFigure> Headlines => Assumptions.Where(static figure => figure.Mix.Headline is not null);

    /// <summary>Dollars per million tokens as the company really uses them; <see langword="null"/> while nothing has a price.</summary>
    public decimal? CompanyUsdPerMTok => PressFigures.EffectiveUsdPerMTok(Company);
}
