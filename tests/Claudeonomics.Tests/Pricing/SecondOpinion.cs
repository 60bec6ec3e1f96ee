using System.Globalization;
using System.Text.Json;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Pricing;

/// <summary>Prices a call straight from the JSON of the embedded book, in decimals, sharing with what it judges only the rules for names.</summary>
internal sealed class SecondOpinion
{
    private readonly JsonElement _book;
    private readonly ILookup<string, JsonElement> _models;

    public SecondOpinion()
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream("prices.json")!;
        _book = JsonDocument.Parse(stream).RootElement.Clone();
        _models = _book.GetProperty("models").EnumerateArray().ToLookup(model => model.GetProperty("provider").GetString()!);
    }

    /// <summary>Every seller with every name that its list uses.</summary>
    public List<(string Provider, string Name)> Listed() =>
        [.. from model in _book.GetProperty("models").EnumerateArray()
            from name in model.GetProperty("names").EnumerateArray()
            select (model.GetProperty("provider").GetString()!, name.GetString()!)];

    /// <returns>Least cost, dearest cost and cost without a cache, in dollars, or nothing when the call has no price.</returns>
    public (decimal Least, decimal Most, decimal WithoutCache)? Price(
        string provider, string name, CallTraits traits, TokenUsage usage, DateTimeOffset at, int webSearches)
    {
        if (Row(provider, name, traits, at) is not { } row)
        {
            return null;
        }

        var (factor, cacheFactor) = (1m, 1m);
        foreach (var (trait, value, rowValue) in new[]
        {
            ("speed", Text(traits.Speed), Trait(row, "speed")),
            ("serviceTier", Text(traits.ServiceTier), Trait(row, "serviceTier")),
            ("geography", Text(traits.Geography), Trait(row, "geography")),
        })
        {
            if (value is null || rowValue is not null)
            {
                continue;
            }

            var modifier = Modifier(provider, name, trait, value);
            if (modifier is null && trait == "geography" && value == "unitedStates")
            {
                modifier = Modifier(provider, name, trait, "regional");
            }

            if (modifier is not { } found)
            {
                if (trait == "geography")
                {
                    continue;
                }

                return null;
            }

            if (found.TryGetProperty("notWith", out _) && traits.Speed == Speed.Fast)
            {
                return null;
            }

            factor *= found.GetProperty("multiply").GetDecimal();
            cacheFactor *= found.TryGetProperty("classes", out _) ? 1 : found.GetProperty("multiply").GetDecimal();
        }

        var context = usage.UncachedInputTokens + usage.CacheReadTokens + usage.CacheWrite5mTokens + usage.CacheWrite1hTokens + usage.CacheWriteUnknownTokens;
        var prices = row;
        if (row.TryGetProperty("long", out var tiers))
        {
            foreach (var tier in tiers.EnumerateArray())
            {
                prices = context > tier.GetProperty("above").GetInt64() ? tier : prices;
            }
        }

        var claude = name.Contains("claude", StringComparison.OrdinalIgnoreCase);
        var input = Number(prices, "input") ?? 0;
        var output = (Number(prices, "output") ?? 0) * factor / 1_000_000;
        var read = (Number(prices, "cacheRead") ?? (claude ? 0.1m * input : input)) * cacheFactor / 1_000_000;
        var fiveMinutes = Number(prices, "cacheWrite5m") ?? (claude ? 1.25m * input : input);
        var hour = (Number(prices, "cacheWrite1h") ?? (claude ? 2 * input : fiveMinutes)) * cacheFactor / 1_000_000;
        fiveMinutes *= cacheFactor / 1_000_000;
        input *= factor / 1_000_000;
        var searches = (Number(row, "webSearch") ?? 0) / 1_000 * webSearches;
        var known = (usage.UncachedInputTokens * input) + (usage.CacheReadTokens * read) + (usage.CacheWrite5mTokens * fiveMinutes)
            + (usage.CacheWrite1hTokens * hour) + (usage.OutputTokens * output) + searches;
        return (
            known + (usage.CacheWriteUnknownTokens * fiveMinutes),
            known + (usage.CacheWriteUnknownTokens * hour),
            (context * input) + (usage.OutputTokens * output) + searches);
    }

    private JsonElement? Row(string provider, string name, CallTraits traits, DateTimeOffset at)
    {
        JsonElement? best = null;
        var bestScore = "";
        var index = 0;
        foreach (var model in _models[provider])
        {
            if (!model.GetProperty("names").EnumerateArray().Any(listed => listed.GetString() == name))
            {
                continue;
            }

            foreach (var row in model.GetProperty("rows").EnumerateArray())
            {
                index++;
                var from = row.TryGetProperty("from", out var day) ? day.GetString()! : "0000-00-00";
                if (row.TryGetProperty("status", out _) || string.CompareOrdinal(from, at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) > 0)
                {
                    continue;
                }

                if (row.TryGetProperty("hours", out var hours))
                {
                    var now = at.ToString("HH:mm", CultureInfo.InvariantCulture);
                    if (string.CompareOrdinal(now, hours.GetProperty("from").GetString()) < 0
                        || string.CompareOrdinal(now, hours.GetProperty("until").GetString()) >= 0)
                    {
                        continue;
                    }
                }

                if ((Trait(row, "serviceTier") is { } tier && tier != Text(traits.ServiceTier))
                    || (Trait(row, "geography") is not null && traits.Geography == Geography.Global))
                {
                    continue;
                }

                var named = (Trait(row, "serviceTier") is null ? 0 : 1) + (Trait(row, "geography") is null ? 0 : 1);
                var score = $"{named} {from} {(row.TryGetProperty("hours", out _) ? 1 : 0)} {index:00000}";
                if (string.CompareOrdinal(score, bestScore) > 0)
                {
                    (best, bestScore) = (row, score);
                }
            }
        }

        return best;
    }

    private JsonElement? Modifier(string provider, string name, string trait, string value)
    {
        JsonElement? found = null;
        foreach (var modifier in _book.GetProperty("modifiers").EnumerateArray())
        {
            if (modifier.GetProperty("provider").GetString() != provider || Trait(modifier, trait) != value)
            {
                continue;
            }

            if (!modifier.TryGetProperty("models", out var models))
            {
                found ??= modifier;
            }
            else if (models.EnumerateArray().Any(model => model.GetString() == ModelName.Parse(provider, name).Name))
            {
                return modifier;
            }
        }

        return found;
    }

    private static string? Trait(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static decimal? Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetDecimal() : null;

    private static string? Text(Speed speed) => speed == Speed.Fast ? "fast" : null;

    private static string? Text(ServiceTier tier) => tier == ServiceTier.Standard ? null : tier.ToString().ToLowerInvariant();

    private static string? Text(Geography geography) => geography switch
    {
        Geography.UnitedStates => "unitedStates",
        Geography.Regional => "regional",
        _ => null,
    };
}
