using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;

namespace Claudeonomics.Tests.Pricing;

public sealed class PressFiguresTests
{
    private const long SixtyTrillion = 60_000_000_000_000;
    private static readonly DateOnly Day = new(2026, 4, 1);
    private static readonly PressFigures Figures = new(PriceBook.Embedded);

    // Dollars per million tokens, and millions of dollars for 60 trillion tokens of Opus 4.6.
    [Fact]
    public void Of_SixtyTrillionTokens_GivesEveryFigureThatWasPrinted() =>
        Assert.Equal(
            [
                ("all-cache-read", 0.50m, 30m),
                ("mostly-cache-read", 0.765m, 45.9m),
                ("measured-cli", 0.830m, 49.8m),
                ("long-conversations", 0.875m, 52.5m),
                ("measured-skills", 0.909m, 54.5m),
                ("long-conversations-1h", 1.025m, 61.5m),
                ("cached-coding", 1.225m, 73.5m),
                ("lightly-cached", 1.688m, 101.3m),
                ("all-input", 5m, 300m),
                ("three-to-one", 10m, 600m),
                ("one-to-one", 15m, 900m),
                ("all-output", 25m, 1_500m),
                ("all-output-fast", 150m, 9_000m),
            ],
            Figures.Of("anthropic", "claude-opus-4-6", Day, SixtyTrillion)
                .Select(figure => (figure.Mix.Id, decimal.Round(figure.UsdPerMTok, 3), decimal.Round(figure.Usd / 1_000_000, 1, MidpointRounding.AwayFromZero))));

    /// <summary>What a newspaper printed does not change with a contract.</summary>
    [Fact]
    public void Of_PublishedPrices_LeavesTheCompanysOwnOut()
    {
        var book = PriceBook.Embedded.WithCompanyPrices(
            """{"overrides": [{"provider": "anthropic", "model": "claude-opus-4-6", "input": 1, "output": 2, "source": "contract"}]}""");

        Assert.Equal(1.5m, new PressFigures(book).NaiveUsdPerMTok("claude-opus-4-6", "anthropic", Day));
        Assert.Equal(15m, new PressFigures(book.Published).NaiveUsdPerMTok("claude-opus-4-6", "anthropic", Day));
        Assert.Same(PriceBook.Embedded, PriceBook.Embedded.Published);
    }

    [Fact]
    public void Of_Headlines_StandByTheAssumptionThatGivesThem() =>
        Assert.Equal(
            [("about $100 million", 101.25m), ("$900 million", 900m), ("$9 billion", 9_000m)],
            Figures.Of("anthropic", "claude-opus-4-6", Day, SixtyTrillion)
                .Where(figure => figure.Mix.Headline is not null)
                .Select(figure => (figure.Mix.Headline!, figure.Usd / 1_000_000)));

    [Fact]
    public void Known_Shares_AddUpToOneAndRunFromCheapToDear()
    {
        Assert.All(TokenMix.Known, mix =>
            Assert.Equal(1, mix.UncachedInput + mix.CacheRead + mix.CacheWrite5m + mix.CacheWrite1h + mix.Output));
        var rates = Figures.Of("anthropic", "claude-opus-4-6", Day, 1).Select(figure => figure.UsdPerMTok).ToArray();
        Assert.Equal(rates.Order(), rates);
    }

    [Fact]
    public void Of_ModelWithoutAPrice_IsEmpty() => Assert.Empty(Figures.Of("", "my-model", Day, SixtyTrillion));

    [Fact]
    public void Of_ModelWithoutFastMode_LeavesThatAssumptionOut() =>
        Assert.DoesNotContain(Figures.Of("openai", "gpt-5", Day, 1), figure => figure.Mix.Id == "all-output-fast");

    [Theory]
    [InlineData("anthropic", "claude-opus-4-6", "15")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "9")]
    [InlineData("openai", "gpt-5.4", "8.75")]
    [InlineData("", "my-model", null)]
    public void NaiveUsdPerMTok_Model_IsTheMeanOfInputAndOutput(string provider, string model, string? usd) =>
        Assert.Equal(
            usd is null ? null : decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture),
            Figures.NaiveUsdPerMTok(model, provider, Day));

    [Fact]
    public void NaiveUsd_SomeModelsUnpriced_CountsThePricedOnes() =>
        Assert.Equal(
            15m + 9m,
            Figures.NaiveUsd([("anthropic", "claude-opus-4-6", 1_000_000), ("", "my-model", 7), ("anthropic", "claude-sonnet-4-5", 1_000_000)], Day));

    [Fact]
    public void NaiveUsd_NothingPriced_IsUnknown() => Assert.Null(Figures.NaiveUsd([("", "my-model", 7)], Day));

    [Fact]
    public void EffectiveUsdPerMTok_Sums_DividesThePricedCostByThePricedTokens()
    {
        var sums = new UsageSums(2, Calls.Tokens(input: 1_500_000), UnpricedTokens: 500_000, ListCostNanoUsd: 5_000_000_000, 0, 0);

        Assert.Equal(5m, PressFigures.EffectiveUsdPerMTok(sums));
        Assert.Null(PressFigures.EffectiveUsdPerMTok(sums with { UnpricedTokens = 1_500_000 }));
        Assert.Null(PressFigures.EffectiveUsdPerMTok(default));
    }
}
