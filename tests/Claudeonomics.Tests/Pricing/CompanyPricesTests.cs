using Claudeonomics.Core.Pricing;

namespace Claudeonomics.Tests.Pricing;

public sealed class CompanyPricesTests
{
    private const string Company =
        """
        {
          "version": "acme-7",
          // Comments and trailing commas are fine: people write this file.
          "overrides": [
            {"provider": "anthropic", "model": "claude-opus-4-6", "from": "2026-10-01", "until": "2027-01-01", "input": 4, "output": 20, "cacheRead": 0.4, "source": "contract 4711"},
            {"provider": "openai", "from": "2026-10-01", "multiply": 0.85, "source": "contract 4712"},
            {"provider": "openai", "model": "gpt-5.4", "from": "2026-11-01", "multiply": 0.5, "source": "contract 4713"},
            {"model": "gpt-5.2", "input": 1, "output": 2, "source": "any seller"},
          ],
          "internalModels": [
            {"model": "acme-coder-70b", "input": 0.2, "output": 0.6, "source": "platform team"},
            {"model": "acme-coder-70b", "from": "2026-11-01", "input": 0.1, "output": 0.3, "source": "platform team", "long": [{"above": 100000, "input": 0.4, "output": 0.8}]},
            {"provider": "acme-gpu", "model": "llama-3.3-70b", "input": 0.5, "output": 0.5, "source": "platform team"},
            {"model": "gpt-5.2", "input": 9, "output": 9, "source": "an override wins"},
          ]
        }
        """;

    private static readonly PriceBook Book = PriceBook.Embedded.WithCompanyPrices(Company);

    /// <summary>A price in a mistaken unit makes calls unpriced and fails none: the ledger would stop with it.</summary>
    [Fact]
    public void Price_SearchesAtTheGreatestPriceThatAFileMayName_AreUnpriced()
    {
        var prices = new CostCalculator(PriceBook.Embedded.WithCompanyPrices(
            """{"overrides": [{"provider": "anthropic", "model": "claude-opus-4-6", "input": 5, "output": 25, "webSearch": 1000000, "source": "a mistaken unit"}]}"""));

        Assert.Null(prices.Price(Calls.Of("anthropic", "claude-opus-4-6"), default, Calls.Tokens(1), Calls.At("2026-11-21"), null, 1_000).ListCostNanoUsd);
    }

    [Theory]
    // An override holds for its days, its model and its seller; Claude's writes are derived from its input.
    [InlineData("anthropic", "claude-opus-4-6", "2026-09-30", "5 0.5 6.25 10 25")]
    [InlineData("anthropic", "claude-opus-4-6-20260205", "2026-10-01", "4 0.4 5 8 20")]
    [InlineData("anthropic", "claude-opus-4-6", "2026-12-31", "4 0.4 5 8 20")]
    [InlineData("anthropic", "claude-opus-4-6", "2027-01-01", "5 0.5 6.25 10 25")]
    [InlineData("azure", "claude-opus-4-6", "2026-10-01", "5 0.5 6.25 10 25")]
    // A discount is a share of the list price; the one for a model beats the one for its seller.
    [InlineData("openai", "gpt-5.4", "2026-09-30", "2.5 0.25 2.5 2.5 15")]
    [InlineData("openai", "gpt-5.4", "2026-10-31", "2.125 0.2125 2.125 2.125 12.75")]
    [InlineData("openai", "gpt-5.4", "2026-11-01", "1.25 0.125 1.25 1.25 7.5")]
    [InlineData("openai", "gpt-5", "2026-11-01", "1.0625 0.10625 1.0625 1.0625 8.5")]
    // An override without a seller holds for all, is no list price to take a share of, and beats an internal rate.
    [InlineData("openai", "gpt-5.2", "2026-11-01", "1 1 1 1 2")]
    [InlineData("azure", "gpt-5.2-2025-12-11", "2026-11-01", "1 1 1 1 2")]
    // Internal models, dated like everything else; a provider of the company's own is matched by its name.
    [InlineData("", "acme-coder-70b", "2026-10-31", "0.2 0.2 0.2 0.2 0.6")]
    [InlineData("acme-gpu", "acme-coder-70b", "2026-11-01", "0.1 0.1 0.1 0.1 0.3")]
    [InlineData("acme-gpu", "llama-3.3-70b", "2026-11-01", "0.5 0.5 0.5 0.5 0.5")]
    [InlineData("other-gpu", "llama-3.3-70b", "2026-11-01", null)]
    public void Quote_CompanyPrices_LieOverTheList(string provider, string model, string day, string? expected)
    {
        var prices = Book.Quote(ModelName.Parse(provider, model), default, DateTimeOffset.FromUnixTimeMilliseconds(Calls.At(day)))?.Prices;

        Assert.Equal(
            expected,
            prices is null
                ? null
                : FormattableString.Invariant($"{prices.Input:0.#####} {prices.CacheRead:0.#####} {prices.CacheWrite5m:0.#####} {prices.CacheWrite1h:0.#####} {prices.Output:0.#####}"));
    }

    [Fact]
    public void Quote_ModifiersAndDiscount_AreAppliedTogether()
    {
        var prices = Book.Quote(ModelName.Parse("openai", "gpt-5"), Calls.Batch, DateTimeOffset.FromUnixTimeMilliseconds(Calls.At("2026-11-01")))!.Prices;

        Assert.Equal((0.53125m, 4.25m), (prices.Input, prices.Output));
    }

    [Fact]
    public void Version_CompanyFile_IsNamedWithItsDigest()
    {
        Assert.Matches(@"^2026-\d\d-\d\d\.\d+\+acme-7\.[0-9a-f]{8}$", Book.Version);
        Assert.NotEqual(Book.Version, PriceBook.Embedded.WithCompanyPrices(Company.Replace("0.85", "0.86", StringComparison.Ordinal)).Version);
        Assert.Equal(Book.Version, PriceBook.Embedded.WithCompanyPrices(Company).Version);
    }

    [Fact]
    public void WithCompanyPrices_EmptyObject_ChangesNoPrice() =>
        Assert.Equal(PriceBook.Embedded.Rows, PriceBook.Embedded.WithCompanyPrices("{}").Rows);

    [Theory]
    [InlineData("", "line 1, $:")]
    [InlineData("[]", "line 1, $:")]
    [InlineData("null", "line 1: the file is empty")]
    [InlineData("{\"override\": []}", "line 1, $.override:")]
    [InlineData("{\"overrides\": [\n{\"model\": \"m\", \"input\": -1, \"output\": 2, \"source\": \"s\"}]}", "line 2, $.overrides[0]: \"input\" must lie between 0 and 1000000 dollars per million tokens")]
    [InlineData("{\"overrides\": [\n\n{\"model\": \"m\", \"input\": 1, \"output\": 0.0000001, \"source\": \"s\"}]}", "line 3, $.overrides[0]: \"output\" has more than six decimals")]
    [InlineData("{\"overrides\": [{\"model\": \"m\", \"input\": \"1\", \"output\": 2, \"source\": \"s\"}]}", "line 1, $.overrides[0].input:")]
    [InlineData("{\"overrides\": [{\"model\": \"m\", \"input\": 1, \"output\": 2}]}", "source")]
    [InlineData("{\"overrides\": [{\"model\": \"m\", \"input\": 1, \"source\": \"s\"}]}", "\"input\" and \"output\" are required")]
    [InlineData("{\"overrides\": [{\"input\": 1, \"output\": 2, \"source\": \"s\"}]}", "\"model\" is required where prices are given")]
    [InlineData("{\"overrides\": [{\"multiply\": 0.5, \"source\": \"s\"}]}", "\"provider\" is required where \"multiply\" is given")]
    [InlineData("{\"overrides\": [{\"provider\": \"openai\", \"multiply\": 0.5, \"input\": 1, \"source\": \"s\"}]}", "\"multiply\" stands alone")]
    [InlineData("{\"overrides\": [{\"provider\": \"openai\", \"multiply\": -0.5, \"source\": \"s\"}]}", "\"multiply\" must lie between 0 and 100")]
    [InlineData("{\"overrides\": [{\"model\": \"m\", \"from\": \"2026-13-01\", \"input\": 1, \"output\": 2, \"source\": \"s\"}]}", "$.overrides[0].from")]
    [InlineData("{\"overrides\": [{\"model\": \"m\", \"from\": \"2026-02-01\", \"until\": \"2026-02-01\", \"input\": 1, \"output\": 2, \"source\": \"s\"}]}", "\"until\" must be later than \"from\"")]
    [InlineData("{\"overrides\": [{\"model\": \"m\", \"input\": 1, \"output\": 2, \"cacheWrite5m\": 3, \"cacheWrite1h\": 2, \"source\": \"s\"}]}", "\"cacheWrite1h\" must not be below \"cacheWrite5m\"")]
    [InlineData("{\"overrides\": [{\"model\": \"m\", \"serviceTier\": \"slow\", \"input\": 1, \"output\": 2, \"source\": \"s\"}]}", "$.overrides[0].serviceTier")]
    [InlineData("{\"overrides\": [{\"model\": \"m\", \"hours\": {\"from\": \"25:00\", \"until\": \"04:00\"}, \"input\": 1, \"output\": 2, \"source\": \"s\"}]}", "$.overrides[0].hours")]
    [InlineData("{\"overrides\": [{\"model\": \"m\", \"long\": [{\"above\": 0, \"input\": 1, \"output\": 2}], \"input\": 1, \"output\": 2, \"source\": \"s\"}]}", "\"above\" must be a number of tokens above 0")]
    [InlineData("{\"overrides\": [{\"model\": \"m\", \"long\": [{\"above\": 2, \"input\": 1, \"output\": 2}, {\"above\": 1, \"input\": 1, \"output\": 2}], \"input\": 1, \"output\": 2, \"source\": \"s\"}]}", "\"long\" must be ordered by \"above\"")]
    [InlineData("{\"internalModels\": [{\"provider\": \"openai\", \"multiply\": 0.5, \"source\": \"s\"}]}", "internalModels")]
    public void WithCompanyPrices_Fault_IsNamedByLineAndField(string json, string message)
    {
        var fault = Assert.Throws<PriceBookException>(() => PriceBook.Embedded.WithCompanyPrices(json));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
