using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Pricing;

/// <summary>Calls with defaults: what a test does not name does not matter to it.</summary>
internal static class Calls
{
    public static readonly CallTraits Fast = new(Speed.Fast, ServiceTier.Standard, Geography.Global);
    public static readonly CallTraits Batch = new(Speed.Standard, ServiceTier.Batch, Geography.Global);
    public static readonly CallTraits Flex = new(Speed.Standard, ServiceTier.Flex, Geography.Global);
    public static readonly CallTraits Priority = new(Speed.Standard, ServiceTier.Priority, Geography.Global);
    public static readonly CallTraits UnitedStates = new(Speed.Standard, ServiceTier.Standard, Geography.UnitedStates);
    public static readonly CallTraits Regional = new(Speed.Standard, ServiceTier.Standard, Geography.Regional);

    public static CostCalculator Embedded { get; } = new(PriceBook.Embedded);

    public static CallOrigin Of(string provider, string model) => new("claude-code", provider, model);

    public static TokenUsage Tokens(
        long input = 0, long cacheRead = 0, long write5m = 0, long write1h = 0, long writeUnknown = 0, long output = 0) =>
        new(input, cacheRead, write5m, write1h, writeUnknown, output, 0);

    public static long At(string instant) =>
        DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal)
            .ToUnixTimeMilliseconds();

    /// <summary>List price of a call of the embedded book, in dollars.</summary>
    public static decimal? Usd(
        string provider, string model, TokenUsage usage, CallTraits traits = default, string at = "2026-11-21", int webSearches = 0) =>
        Embedded.Price(Of(provider, model), traits, usage, At(at), null, webSearches).ListCostNanoUsd / 1_000_000_000m;

    /// <summary>Input, cache read, five-minute write, one-hour write and output price of the embedded book, in dollars per million tokens.</summary>
    public static string? Prices(string provider, string model, CallTraits traits = default, string at = "2026-11-21", long context = 0)
    {
        var quote = PriceBook.Embedded.Quote(
            ModelName.Parse(provider, model), traits, DateTimeOffset.FromUnixTimeMilliseconds(At(at)));
        var prices = quote?.LongContext.LastOrDefault(tier => context > tier.AboveTokens)?.Prices ?? quote?.Prices;
        return prices is null
            ? null
            : FormattableString.Invariant(
                $"{prices.Input:0.######} {prices.CacheRead:0.######} {prices.CacheWrite5m:0.######} {prices.CacheWrite1h:0.######} {prices.Output:0.######}");
    }
}
