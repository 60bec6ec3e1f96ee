using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Pricing;

/// <summary>What the embedded book says, against lists written down by hand: input, read, write 5 min, write 1 h, output.</summary>
public sealed class EmbeddedPricesTests
{
    [Theory]
    [InlineData("anthropic", "claude-opus-4-6", "5 0.5 6.25 10 25")]
    [InlineData("anthropic", "claude-sonnet-4-5", "3 0.3 3.75 6 15")]
    [InlineData("anthropic", "claude-sonnet-4-6", "3 0.3 3.75 6 15")]
    [InlineData("anthropic", "claude-haiku-4-5", "1 0.1 1.25 2 5")]
    [InlineData("anthropic", "claude-opus-4-7", "5 0.5 6.25 10 25")]
    [InlineData("anthropic", "claude-opus-4-8", "5 0.5 6.25 10 25")]
    [InlineData("anthropic", "claude-opus-5", "5 0.5 6.25 10 25")]
    [InlineData("anthropic", "claude-opus-5-5", "4 0.2 5 8 20")]
    [InlineData("anthropic", "claude-fable-5", "10 1 12.5 20 50")]
    [InlineData("anthropic", "claude-fable-5-1", "10 0.25 12.5 20 50")]
    [InlineData("anthropic", "claude-sonnet-5", "2 0.2 2.5 4 10")]
    [InlineData("anthropic", "claude-opus-4-1", "15 1.5 18.75 30 75")]
    [InlineData("openai", "gpt-5", "1.25 0.125 1.25 1.25 10")]
    [InlineData("openai", "gpt-5-codex", "1.25 0.125 1.25 1.25 10")]
    [InlineData("openai", "gpt-5.1-codex-max", "1.25 0.125 1.25 1.25 10")]
    [InlineData("openai", "gpt-5.2-codex", "1.75 0.175 1.75 1.75 14")]
    [InlineData("openai", "gpt-5.3-codex", "1.75 0.175 1.75 1.75 14")]
    [InlineData("openai", "gpt-5.4", "2.5 0.25 2.5 2.5 15")]
    [InlineData("openai", "gpt-5.5-codex", "5 0.5 5 5 30")]
    [InlineData("openai", "gpt-5.6-sol", "4 0.4 5 5 20")]
    [InlineData("openai", "gpt-5.6-terra", "2 0.2 2.5 2.5 12")]
    [InlineData("openai", "gpt-5.6-luna", "0.2 0.02 0.25 0.25 1.2")]
    [InlineData("openai", "gpt-6-sol", "2 0.2 2.5 2.5 10")]
    [InlineData("openai", "gpt-6-astra", "10 1 12.5 12.5 50")]
    [InlineData("gcp.gemini", "gemini-2.5-pro", "1.25 0.125 1.25 1.25 10")]
    [InlineData("gcp.gemini", "gemini-3-pro-preview", "2 0.2 2 2 12")]
    [InlineData("gcp.gemini", "gemini-3.1-pro-preview", "2 0.2 2 2 12")]
    [InlineData("gcp.gemini", "gemini-3.7-flash", "0.75 0.075 0.75 0.75 3.75")]
    [InlineData("zai", "glm-4.7", "0.6 0.11 0.6 0.6 2.2")]
    [InlineData("zai", "glm-5.1", "1.4 0.26 1.4 1.4 4.4")]
    [InlineData("dashscope", "qwen3-coder-plus", "1 0.1 1 1 5")]
    [InlineData("openrouter", "anthropic/claude-3.7-sonnet", "3 0.3 3.75 6 15")]
    [InlineData("zhipuai", "glm-4.7", "0.276 0.055 0.276 0.276 1.103")]
    [InlineData("openrouter", "qwen/qwen3-coder", "0.22 0.22 0.22 0.22 1.8")]
    [InlineData("openrouter", "anthropic/claude-opus-4.5", "5 0.5 6.25 10 25")]
    [InlineData("cursor", "composer-2.5", "0.5 0.2 0.5 0.5 2.5")]
    // A cloud without a row of its own sells at the maker's list price.
    [InlineData("azure", "claude-opus-4-6", "5 0.5 6.25 10 25")]
    [InlineData("github-copilot", "claude-sonnet-4.5", "3 0.3 3.75 6 15")]
    [InlineData("github-copilot", "gpt-4.1", "2 0.5 2 2 8")]
    [InlineData("corp-proxy", "claude-opus-4-6", "5 0.5 6.25 10 25")]
    public void Quote_Today_IsTheListPrice(string provider, string model, string prices) =>
        Assert.Equal(prices, Calls.Prices(provider, model));

    [Theory]
    [InlineData("openai", "gpt-5.4-codex")]
    [InlineData("openai", "gpt-5-codex-mini")]
    [InlineData("openai", "gpt-6-sol-mini")]
    [InlineData("openai", "gpt-5.4-mini-preview")]
    [InlineData("anthropic", "claude-opus-4-9")]
    [InlineData("anthropic", "claude-opus-4-6-turbo")]
    [InlineData("gcp.gemini", "gemini-3.6-flash-mini")]
    [InlineData("cursor", "composer-2")]
    [InlineData("", "qwen3-coder")]
    [InlineData("zai", "glm-4.8")]
    [InlineData("", "my-model")]
    // An open-weight model costs what whoever runs it asks, not what its maker does.
    [InlineData("gcp.vertex_ai", "deepseek-ai/deepseek-chat")]
    [InlineData("corp-proxy", "kimi-k3")]
    [InlineData("azure", "codestral-2508")]
    [InlineData("anthropic", "unknown")]
    [InlineData("anthropic", "other")]
    [InlineData("anthropic", "<synthetic>")]
    public void Quote_ModelThatNoListNames_HasNoPrice(string provider, string model) => Assert.Null(Calls.Prices(provider, model));

    [Theory]
    // Opus 4.6's tier above 200,000 ended on 2026-03-13; Sonnet 4.5's describes what was sold until its long context was retired.
    [InlineData("anthropic", "claude-opus-4-6", "2026-03-12T23:59:59.999Z", 200_000, "5 0.5 6.25 10 25")]
    [InlineData("anthropic", "claude-opus-4-6", "2026-03-12T23:59:59.999Z", 200_001, "10 1 12.5 20 37.5")]
    [InlineData("anthropic", "claude-opus-4-6", "2026-03-13T00:00:00Z", 200_001, "5 0.5 6.25 10 25")]
    [InlineData("gcp.vertex_ai", "claude-opus-4-6@20260205", "2026-03-12T00:00:00Z", 200_001, "10 1 12.5 20 37.5")]
    [InlineData("gcp.vertex_ai", "claude-opus-4-6@20260205", "2026-03-13T00:00:00Z", 200_001, "5 0.5 6.25 10 25")]
    [InlineData("anthropic", "claude-sonnet-4-6", "2026-03-12T00:00:00Z", 200_001, "6 0.6 7.5 12 22.5")]
    [InlineData("anthropic", "claude-sonnet-4-5", "2026-04-29T00:00:00Z", 200_001, "6 0.6 7.5 12 22.5")]
    [InlineData("anthropic", "claude-sonnet-4-20250514", "2026-04-29T00:00:00Z", 200_001, "6 0.6 7.5 12 22.5")]
    [InlineData("aws.bedrock", "global.anthropic.claude-sonnet-4-5-20250929-v1:0", "2026-04-29T00:00:00Z", 200_001, "6 0.6 7.5 12 22.5")]
    [InlineData("dashscope", "qwen3-coder-plus", "2026-11-21T00:00:00Z", 32_000, "1 0.1 1 1 5")]
    [InlineData("dashscope", "qwen3-coder-plus", "2026-11-21T00:00:00Z", 32_001, "1.8 0.18 1.8 1.8 9")]
    [InlineData("dashscope", "qwen3-coder-plus", "2026-11-21T00:00:00Z", 128_001, "3 0.3 3 3 15")]
    [InlineData("dashscope", "qwen3-coder-plus", "2026-11-21T00:00:00Z", 256_001, "6 0.6 6 6 60")]
    [InlineData("mistral", "mistral-large-latest", "2025-12-01T00:00:00Z", 1, "2 2 2 2 6")]
    [InlineData("mistral", "mistral-large-latest", "2025-12-02T00:00:00Z", 1, "0.5 0.05 0.5 0.5 1.5")]
    [InlineData("anthropic", "claude-opus-4-7", "2026-11-21T00:00:00Z", 900_000, "5 0.5 6.25 10 25")]
    [InlineData("openai", "gpt-5.4", "2026-11-21T00:00:00Z", 272_000, "2.5 0.25 2.5 2.5 15")]
    [InlineData("openai", "gpt-5.4", "2026-11-21T00:00:00Z", 272_001, "5 0.5 5 5 22.5")]
    [InlineData("openai", "gpt-5.5", "2026-11-21T00:00:00Z", 272_001, "10 1 10 10 45")]
    [InlineData("openai", "gpt-6-sol", "2026-11-21T00:00:00Z", 272_000, "2 0.2 2.5 2.5 10")]
    [InlineData("openai", "gpt-6-sol", "2026-11-21T00:00:00Z", 272_001, "4 0.4 5 5 15")]
    [InlineData("openai", "gpt-5.6-sol", "2026-08-20T00:00:00Z", 272_001, "10 1 12.5 12.5 45")]
    [InlineData("openai", "gpt-5.6-sol", "2026-08-21T00:00:00Z", 272_001, "8 0.8 10 10 30")]
    [InlineData("openai", "gpt-5.6-terra", "2026-07-29T00:00:00Z", 1, "2.5 0.25 3.125 3.125 15")]
    [InlineData("openai", "gpt-5.6-luna", "2026-07-29T00:00:00Z", 1, "1 0.1 1.25 1.25 6")]
    [InlineData("openai", "gpt-5.6-luna", "2026-07-30T00:00:00Z", 1, "0.2 0.02 0.25 0.25 1.2")]
    [InlineData("gcp.gemini", "gemini-2.5-pro", "2026-11-21T00:00:00Z", 200_000, "1.25 0.125 1.25 1.25 10")]
    [InlineData("gcp.gemini", "gemini-2.5-pro", "2026-11-21T00:00:00Z", 200_001, "2.5 0.25 2.5 2.5 15")]
    [InlineData("gcp.gemini", "gemini-3-pro-preview", "2026-11-21T00:00:00Z", 200_001, "4 0.4 4 4 18")]
    [InlineData("xai", "grok-4.6", "2026-11-21T00:00:00Z", 200_000, "4 1 4 4 12")]
    // Announced and not confirmed: it prices nothing.
    [InlineData("gcp.gemini", "gemini-3.7-flash", "2027-01-01T00:00:00Z", 1, "0.75 0.075 0.75 0.75 3.75")]
    // The rise to 3/15 announced for this day was withdrawn.
    [InlineData("anthropic", "claude-sonnet-5", "2026-09-01T00:00:00Z", 1, "2 0.2 2.5 4 10")]
    // DeepSeek's peak hours, UTC, began with the list of 2026-08-17.
    [InlineData("deepseek", "deepseek-v4-pro", "2026-08-16T02:00:00Z", 1, "0.435 0.003625 0.435 0.435 0.87")]
    [InlineData("deepseek", "deepseek-v4-pro", "2026-08-17T00:59:59.999Z", 1, "0.66 0.022 0.66 0.66 1.98")]
    [InlineData("deepseek", "deepseek-v4-pro", "2026-08-17T01:00:00Z", 1, "1.32 0.044 1.32 1.32 3.96")]
    [InlineData("deepseek", "deepseek-v4-pro", "2026-08-17T04:00:00Z", 1, "0.66 0.022 0.66 0.66 1.98")]
    [InlineData("deepseek", "deepseek-v4-pro", "2026-08-17T09:59:00Z", 1, "1.32 0.044 1.32 1.32 3.96")]
    [InlineData("deepseek", "deepseek-chat", "2025-09-01T16:29:00Z", 1, "0.27 0.07 0.27 0.27 1.1")]
    [InlineData("deepseek", "deepseek-chat", "2025-09-01T16:30:00Z", 1, "0.135 0.035 0.135 0.135 0.55")]
    [InlineData("deepseek", "deepseek-chat", "2025-09-28T12:00:00Z", 1, "0.56 0.07 0.56 0.56 1.68")]
    [InlineData("deepseek", "deepseek-chat", "2025-09-29T12:00:00Z", 1, "0.28 0.028 0.28 0.28 0.42")]
    public void Quote_ByDayAndSize_IsThePriceOfThen(string provider, string model, string at, long context, string prices) =>
        Assert.Equal(prices, Calls.Prices(provider, model, at: at, context: context));

    public static TheoryData<string, string, CallTraits, string?> ByTraits { get; } = new()
    {
        // Anthropic: batch halves everything and is not sold with fast mode.
        { "anthropic", "claude-opus-4-6", Calls.Batch, "2.5 0.25 3.125 5 12.5" },
        { "anthropic", "claude-opus-4-6", Calls.Batch with { Speed = Speed.Fast }, null },
        { "anthropic", "claude-opus-4-6", Calls.Fast, "30 3 37.5 60 150" },
        { "anthropic", "claude-opus-4-7", Calls.Fast, "30 3 37.5 60 150" },
        { "anthropic", "claude-opus-4-8", Calls.Fast, "10 1 12.5 20 50" },
        { "anthropic", "claude-opus-5", Calls.Fast, "10 1 12.5 20 50" },
        { "anthropic", "claude-opus-5-5", Calls.Fast, "8 0.4 10 16 40" },
        { "anthropic", "claude-haiku-4-5", Calls.Fast, "1 0.1 1.25 2 5" },
        { "anthropic", "claude-opus-4-6", Calls.UnitedStates, "5.5 0.55 6.875 11 27.5" },
        { "anthropic", "claude-sonnet-5", Calls.UnitedStates, "2.2 0.22 2.75 4.4 11" },
        { "anthropic", "claude-opus-4-5", Calls.UnitedStates, "5 0.5 6.25 10 25" },
        { "anthropic", "claude-opus-4-8", Calls.Fast with { Geography = Geography.UnitedStates }, "11 1.1 13.75 22 55" },
        { "anthropic", "claude-opus-4-6", Calls.Priority, null },
        // Bedrock and Vertex: a tenth more in a region, for Claude 4.5 and later.
        { "aws.bedrock", "eu.anthropic.claude-opus-4-6-v1:0", default, "5.5 0.55 6.875 11 27.5" },
        { "aws.bedrock", "us.anthropic.claude-opus-5", default, "5.5 0.55 6.875 11 27.5" },
        { "aws.bedrock", "anthropic.claude-haiku-4-5-20251001-v1:0", default, "1.1 0.11 1.375 2.2 5.5" },
        { "aws.bedrock", "global.anthropic.claude-opus-4-6-v1:0", default, "5 0.5 6.25 10 25" },
        { "aws.bedrock", "us.anthropic.claude-opus-4-1-20250805-v1:0", default, "15 1.5 18.75 30 75" },
        { "aws.bedrock", "us.anthropic.claude-opus-5-5", default, "4.4 0.22 5.5 8.8 22" },
        { "gcp.vertex_ai", "claude-opus-4-6", Calls.Regional, "5.5 0.55 6.875 11 27.5" },
        { "gcp.vertex_ai", "claude-haiku-4-5", Calls.UnitedStates, "1.1 0.11 1.375 2.2 5.5" },
        { "gcp.vertex_ai", "claude-opus-4-1", Calls.Regional, "15 1.5 18.75 30 75" },
        // OpenAI.
        { "openai", "gpt-5.4", Calls.Batch, "1.25 0.125 1.25 1.25 7.5" },
        { "openai", "gpt-5.4", Calls.Flex, "1.25 0.125 1.25 1.25 7.5" },
        { "openai", "gpt-5.4", Calls.Priority, "5 0.5 5 5 30" },
        { "openai", "gpt-5-codex", Calls.Priority, "2.5 0.25 2.5 2.5 20" },
        { "openai", "gpt-5.5", Calls.Priority, "12.5 1.25 12.5 12.5 75" },
        { "openai", "gpt-5-mini", Calls.Priority, "0.45 0.045 0.45 0.45 3.6" },
        { "openai", "gpt-4.1", Calls.Priority, "3.5 0.875 3.5 3.5 14" },
        { "openai", "gpt-4o", Calls.Priority, "4.25 2.125 4.25 4.25 17" },
        { "openai", "gpt-4o-mini", Calls.Priority, "0.25 0.125 0.25 0.25 1" },
        { "openai", "o4-mini", Calls.Priority, "2 0.5 2 2 8" },
        { "openai", "gpt-6-sol", Calls.Priority, null },
        { "openai", "gpt-5.4", Calls.Regional, "2.75 0.275 2.75 2.75 16.5" },
        { "openai", "gpt-5.4", Calls.UnitedStates, "2.75 0.275 2.75 2.75 16.5" },
        { "openai", "gpt-5", Calls.Regional, "1.25 0.125 1.25 1.25 10" },
        // xAI and Google.
        { "xai", "grok-4.5", Calls.UnitedStates, "2.2 0.33 2.2 2.2 6.6" },
        { "xai", "grok-4.5", Calls.Regional, "2 0.3 2 2 6" },
        { "gcp.gemini", "gemini-2.5-pro", Calls.Batch, "0.625 0.125 1.25 1.25 5" },
        { "gcp.gemini", "gemini-3.5-flash-lite", Calls.Batch, "0.15 0.02 0.15 0.15 1.25" },
        { "gcp.gemini", "gemini-3.7-flash", Calls.Priority, "1.35 0.135 1.35 1.35 6.75" },
        { "gcp.gemini", "gemini-3.1-pro-preview", Calls.Priority, "3.6 0.36 3.6 3.6 21.6" },
        { "gcp.gemini", "gemini-3.6-flash", Calls.Flex, "0.375 0.0375 0.375 0.375 1.875" },
        { "gcp.gemini", "gemini-3.5-flash-lite", Calls.Flex, "0.15 0.02 0.15 0.15 1.25" },
        { "gcp.gemini", "gemini-3.5-flash-lite", Calls.Priority, "0.54 0.05 0.54 0.54 4.5" },
        { "gcp.gemini", "gemini-2.5-pro", Calls.Priority, null },
        { "aws.bedrock", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", default, "3.3 0.33 4.125 6.6 16.5" },
        // A seller that names no price for a tier has none for it.
        { "azure", "gpt-5", Calls.Batch, null },
        { "mistral", "devstral-2512", Calls.Fast, null },
    };

    [Theory]
    [MemberData(nameof(ByTraits))]
    public void Quote_ByTraits_IsTheListPriceTimesItsModifiers(string provider, string model, CallTraits traits, string? prices)
    {
        var name = ModelName.Parse(provider, model);

        Assert.Equal(prices, Calls.Prices(provider, model, traits.Geography == default ? traits with { Geography = name.Geography } : traits));
    }

    [Fact]
    public void Rows_OneModelSellerDayAndTrait_HaveOnePrice()
    {
        var contradictions = PriceBook.Embedded.Rows
            .GroupBy(row => (row.Provider, row.Model, row.From, row.Hours, row.Traits))
            .Where(group => group.Select(row => row.Prices).Distinct().Count() > 1)
            .Select(group => group.Key);

        Assert.Empty(contradictions);
    }

    [Fact]
    public void Rows_Sources_AreAllListed()
    {
        var book = PriceBook.Embedded;
        var listed = book.Sources.Select(source => source.Id).ToHashSet();

        Assert.Subset(listed, book.Rows.Select(row => row.Source).Concat(book.Modifiers.Select(modifier => modifier.Source)).ToHashSet());
    }

    [Fact]
    public void Rows_HourLongWritesOfClaude_CostTwiceTheInputEverywhere() =>
        Assert.All(
            PriceBook.Embedded.Rows.Where(row => row.Model.StartsWith("claude-", StringComparison.Ordinal)),
            row => Assert.Equal((row.Prices.Input * 2, true), (row.Prices.CacheWrite1h, row.Layer is PriceLayer.Seed)));

    [Fact]
    public void Rows_ClaudeAtAResellerThatNamesNoHourPrice_IsMarkedDerived()
    {
        static bool IsDerived(string provider) => PriceBook.Embedded.Rows.First(row => row.Provider == provider && row.Model == "claude-opus-5").Prices.IsCacheDerived;

        Assert.Equal((false, true), (IsDerived("anthropic"), IsDerived("openrouter")));
    }

    [Theory]
    [InlineData("2026-12-31", false, 0)]
    [InlineData("2027-01-01", false, 3)]
    [InlineData("2027-06-01", false, 3)]
    [InlineData("2027-01-01", true, 0)]
    public void UnsettledOn_AnnouncedPrices_AskFromTheirDayUntilSomebodyDecides(string day, bool isDecided, int expected)
    {
        var book = PriceBook.Embedded;
        foreach (var row in !isDecided ? [] : book.Scheduled.ToList())
        {
            book = book.WithCompanyPrices($$"""
                {"version":"1","overrides":[{"model":"{{row.Model}}","input":1.5,"output":9,"source":"asked"}]}
                """);
        }

        Assert.Equal(expected, book.UnsettledOn(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).Count());
    }

    [Fact]
    public void Scheduled_Embedded_ListsWhatGoogleAnnounced() =>
        Assert.Equal(
            ["gemini-3.6-flash", "gemini-3.7-flash", "gemini-3.8-flash"],
            PriceBook.Embedded.Scheduled.Where(row => row.From == new DateOnly(2027, 1, 1)).Select(row => row.Model));

    [Fact]
    public void Embedded_File_IsSmall()
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream("prices.json")!;

        Assert.InRange(stream.Length, 50_000, 400_000);
    }
}
