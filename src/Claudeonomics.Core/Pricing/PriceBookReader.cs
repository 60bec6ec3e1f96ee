using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>Turns the two JSON files into rows. The shapes are in PriceBookJson.cs, the format for people in README.md.</summary>
internal static class PriceBookReader
{
    /// <exception cref="PriceBookException">The text is not a price file; the message names line and field.</exception>
    public static T Read<T>(string json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new PriceBookException("line 1: the file is empty");
        }
        catch (JsonException fault)
        {
            // The serializer's own sentence ends with the path and line in words of its own.
            var message = fault.Message.Split(" Path: ", 2)[0].TrimEnd('.');
            throw new PriceBookException($"line {fault.LineNumber + 1}, {fault.Path ?? "$"}: {message}", fault);
        }
    }

    public static IEnumerable<PriceRow> SeedRows(BookJson book) =>
        from model in book.Models
        from name in model.Names.Select(name => ModelName.Parse(model.Provider, name).Name).Distinct()
        from row in model.Rows
        select ToRow(row, PriceLayer.Seed, Sellers.Find(model.Provider) ?? throw Unknown(model.Provider), name);

    public static IEnumerable<PriceModifier> Modifiers(BookJson book) => book.Modifiers.Select(modifier => new PriceModifier
    {
        Provider = Sellers.Find(modifier.Provider) ?? throw Unknown(modifier.Provider),
        Models = modifier.Models?.Select(name => ModelName.Parse(modifier.Provider, name).Name).ToHashSet(StringComparer.Ordinal),
        Trait = new(modifier.Speed, modifier.ServiceTier, modifier.Geography),
        Factor = modifier.Multiply,
        SparesCache = modifier.Classes is not null,
        ExcludesFast = modifier.NotWith is "fast",
        From = modifier.From,
        Until = modifier.Until,
        Source = modifier.Source,
        Note = modifier.Note,
    });

    public static IEnumerable<PriceRow> CompanyRows(CompanyJson company) =>
        (company.Overrides ?? []).Where(row => row.Multiply is null).Select(row => ToCompanyRow(row, PriceLayer.Override))
            .Concat((company.InternalModels ?? []).Select(row => row.Multiply is null
                ? ToCompanyRow(row, PriceLayer.InternalRate)
                : throw new PriceBookException($"internalModels: \"{row.Model}\" needs prices, not \"multiply\"")));

    public static IEnumerable<PriceDiscount> Discounts(CompanyJson company) =>
        (company.Overrides ?? []).Where(row => row.Multiply is not null).Select(row => new PriceDiscount
        {
            Provider = SellerOf(row.Provider)!,
            Model = row.Model is null ? null : ModelName.Parse(row.Provider!, row.Model).Name,
            Factor = row.Multiply!.Value,
            From = row.From,
            Until = row.Until,
            Source = row.Source,
        });

    private static PriceRow ToCompanyRow(CompanyRowJson row, PriceLayer layer) =>
        ToRow(row, layer, SellerOf(row.Provider), ModelName.Parse(row.Provider ?? "", row.Model!).Name);

    // A company's own gateway is no seller that we know, and its name is matched as it is.
    private static string? SellerOf(string? provider) =>
        string.IsNullOrWhiteSpace(provider) ? null : Sellers.Find(provider) ?? provider.Trim().ToLowerInvariant();

    private static PriceRow ToRow(RowJson row, PriceLayer layer, string? provider, string model) => new()
    {
        Layer = layer,
        Provider = provider,
        Model = model,
        From = row.From,
        Until = row.Until,
        Hours = row.Hours?.Read(),
        Traits = new(row.Speed, row.ServiceTier, row.Geography),
        Prices = ToPrices(row, model),
        LongContext = [.. (row.Long ?? []).Select(tier => new LongContextPrices(tier.Above, ToPrices(tier, model)))],
        WebSearch = row.WebSearch,
        IsConfirmed = row.Status is null,
        Source = row.Source,
        Note = row.Note,
    };

    // Where a list is silent: an hour's write costs what five minutes' does, that what input does, and a read what input does.
    // Claude is sold with its cache at fixed multiples of input everywhere, and lists of resellers often leave the hour's write out:
    // billing it at the five-minute price would be a third too little. (The models whose reads are cheaper than a tenth say so.)
    private static TokenPrices ToPrices(PricesJson prices, string model)
    {
        var input = prices.Input!.Value;
        var isClaude = model.StartsWith("claude-", StringComparison.Ordinal);
        var write5m = prices.CacheWrite5m ?? (isClaude ? input * 1.25m : input);
        return new(
            input,
            prices.CacheRead ?? (isClaude ? input * 0.1m : input),
            write5m,
            prices.CacheWrite1h ?? (isClaude ? Math.Max(input * 2, write5m) : write5m),
            prices.Output!.Value)
        {
            IsCacheDerived = isClaude && (prices.CacheRead is null || prices.CacheWrite5m is null || prices.CacheWrite1h is null),
        };
    }

    private static PriceBookException Unknown(string provider) => new($"\"{provider}\" is no seller that Sellers.cs knows");
}
