using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

// The wire shapes of prices.json and of a company's price file. A JsonException thrown while reading is given its line and path
// by the serializer, so checks are made here, where the reader still stands on the fault.

internal sealed record BookJson(
    string Version,
    string Unit,
    Dictionary<string, SourceJson> Sources,
    IReadOnlyList<ModelJson> Models,
    IReadOnlyList<ModifierJson> Modifiers);

internal sealed record SourceJson(string Title, Uri Url, DateOnly Day, string? Licence = null);

internal sealed record ModelJson(string Provider, IReadOnlyList<string> Names, IReadOnlyList<RowJson> Rows);

internal sealed record CompanyJson(
    string? Version = null,
    IReadOnlyList<CompanyRowJson>? Overrides = null,
    IReadOnlyList<CompanyRowJson>? InternalModels = null);

internal record PricesJson
{
    public decimal? Input { get; init; }

    public decimal? CacheRead { get; init; }

    public decimal? CacheWrite5m { get; init; }

    public decimal? CacheWrite1h { get; init; }

    public decimal? Output { get; init; }

    protected static void CheckPrice(decimal? price, string field)
    {
        // Nobody charges more than a dollar a token, so a larger number is a mistaken unit; finer than a millionth of a dollar per
        // million tokens nobody publishes, and prices up to that can be multiplied without rounding (Rates.cs).
        if (price is < 0 or > 1_000_000m)
        {
            throw new JsonException($"\"{field}\" must lie between 0 and 1000000 dollars per million tokens");
        }

        if (price is { } known && decimal.Round(known, 6) != known)
        {
            throw new JsonException($"\"{field}\" has more than six decimals");
        }
    }

    protected void CheckPrices()
    {
        CheckPrice(Input, "input");
        CheckPrice(CacheRead, "cacheRead");
        CheckPrice(CacheWrite5m, "cacheWrite5m");
        CheckPrice(CacheWrite1h, "cacheWrite1h");
        CheckPrice(Output, "output");
        if (CacheWrite1h < CacheWrite5m)
        {
            throw new JsonException("\"cacheWrite1h\" must not be below \"cacheWrite5m\"");
        }
    }
}

internal sealed record LongJson : PricesJson, IJsonOnDeserialized
{
    public required long Above { get; init; }

    public void OnDeserialized()
    {
        CheckPrices();
        if (Above <= 0)
        {
            throw new JsonException("\"above\" must be a number of tokens above 0");
        }

        if (Input is null || Output is null)
        {
            throw new JsonException("\"input\" and \"output\" are required");
        }
    }
}

internal sealed record HoursJson(string From, string Until) : IJsonOnDeserialized
{
    public void OnDeserialized() => Read();

    public DailyHours Read() =>
        TimeOnly.TryParseExact(From, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
        && TimeOnly.TryParseExact(Until, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)
        && from != until
            ? new(from, until)
            : throw new JsonException("\"from\" and \"until\" must be two different times such as \"00:30\", UTC");
}

internal record RowJson : PricesJson, IJsonOnDeserialized
{
    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    public HoursJson? Hours { get; init; }

    public Speed Speed { get; init; }

    public ServiceTier ServiceTier { get; init; }

    public Geography Geography { get; init; }

    public decimal? WebSearch { get; init; }

    public IReadOnlyList<LongJson>? Long { get; init; }

    public string? Status { get; init; }

    public required string Source { get; init; }

    public string? Note { get; init; }

    public virtual void OnDeserialized()
    {
        CheckPrices();
        CheckPrice(WebSearch, "webSearch");
        CheckCommon();
        if (Input is null || Output is null)
        {
            throw new JsonException("\"input\" and \"output\" are required");
        }
    }

    protected void CheckCommon()
    {
        if (Until <= From)
        {
            throw new JsonException("\"until\" must be later than \"from\"");
        }

        if (Status is not (null or "scheduled"))
        {
            throw new JsonException("\"status\" can only be \"scheduled\"");
        }

        if (Long is { Count: > 1 } && Long.Zip(Long.Skip(1)).Any(pair => pair.First.Above >= pair.Second.Above))
        {
            throw new JsonException("\"long\" must be ordered by \"above\"");
        }
    }
}

/// <summary>A row of the company's: prices, or for an override a factor on the list price instead.</summary>
internal sealed record CompanyRowJson : RowJson
{
    public string? Provider { get; init; }

    public string? Model { get; init; }

    public decimal? Multiply { get; init; }

    public override void OnDeserialized()
    {
        if (Multiply is null)
        {
            base.OnDeserialized();
            if (string.IsNullOrWhiteSpace(Model))
            {
                throw new JsonException("\"model\" is required where prices are given");
            }

            return;
        }

        CheckCommon();
        if (Multiply is < 0 or > 100 || decimal.Round(Multiply.Value, 6) != Multiply)
        {
            throw new JsonException("\"multiply\" must lie between 0 and 100 and have at most six decimals");
        }

        if (string.IsNullOrWhiteSpace(Provider))
        {
            throw new JsonException("\"provider\" is required where \"multiply\" is given");
        }

        if (Input is not null || Output is not null || CacheRead is not null || CacheWrite5m is not null || CacheWrite1h is not null
            || WebSearch is not null || Long is not null || Hours is not null || (Speed, ServiceTier, Geography) != default)
        {
            throw new JsonException("\"multiply\" stands alone: it excludes prices, hours and traits");
        }
    }
}

internal sealed record ModifierJson : IJsonOnDeserialized
{
    public required string Provider { get; init; }

    public IReadOnlyList<string>? Models { get; init; }

    public Speed Speed { get; init; }

    public ServiceTier ServiceTier { get; init; }

    public Geography Geography { get; init; }

    public required decimal Multiply { get; init; }

    /// <summary>The token classes it changes; all when absent. The only narrower set that a list uses is input and output.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    public string? NotWith { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    public required string Source { get; init; }

    public string? Note { get; init; }

    public void OnDeserialized()
    {
        var traits = (Speed != default ? 1 : 0) + (ServiceTier != default ? 1 : 0) + (Geography != default ? 1 : 0);
        if (traits != 1)
        {
            throw new JsonException("a modifier is about exactly one of \"speed\", \"serviceTier\" and \"geography\"");
        }

        if (Multiply is < 0 or > 100 || decimal.Round(Multiply, 3) != Multiply)
        {
            throw new JsonException("\"multiply\" must lie between 0 and 100 and have at most three decimals");
        }

        if (Classes is not null && !Classes.SequenceEqual(["input", "output"]))
        {
            throw new JsonException("\"classes\" can only be [\"input\", \"output\"]");
        }

        if (NotWith is not (null or "fast"))
        {
            throw new JsonException("\"notWith\" can only be \"fast\"");
        }
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BookJson))]
[JsonSerializable(typeof(CompanyJson))]
internal sealed partial class PriceBookJsonContext : JsonSerializerContext;
