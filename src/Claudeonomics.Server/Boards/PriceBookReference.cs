using System.Collections.Concurrent;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Server.Boards;

/// <summary>The price book as boards need it. Remembers each model's mean price per day, and whether it changes within a window: finding a
/// price is slow.</summary>
/// <remarks>Bounds: 100,000 pairs of model and day, some 10 MB, and as many of model and window; then all are forgotten.</remarks>
internal sealed class PriceBookReference(PriceBook book) : IPriceReference
{
    private const int MaxKept = 100_000;
    private readonly PressFigures _figures = new(book);
    private readonly ConcurrentDictionary<(string Provider, string Model, DateOnly Day), decimal?> _means = new();
    private readonly ConcurrentDictionary<(string Provider, string Model, DayRange Days), bool> _changes = new();

    public string Version => book.Version;

    public decimal? MeanUsdPerMTok(UsageDimension dimension, DateOnly day) => Keep(
        _means, (dimension.Provider, dimension.Model, day), () => _figures.NaiveUsdPerMTok(dimension.Model, dimension.Provider, day));

    public bool ChangesWithin(DayRange days, UsageDimension dimension) => Keep(_changes, (dimension.Provider, dimension.Model, days), () =>
    {
        var first = MeanUsdPerMTok(dimension, days.Start);
        return Enumerable.Range(1, Math.Max(0, days.Days - 1)).Any(day => MeanUsdPerMTok(dimension, days.Start.AddDays(day)) != first);
    });

    private static TValue Keep<TKey, TValue>(ConcurrentDictionary<TKey, TValue> kept, TKey key, Func<TValue> find)
        where TKey : notnull
    {
        if (kept.TryGetValue(key, out var known))
        {
            return known;
        }

        if (kept.Count >= MaxKept)
        {
            kept.Clear();
        }

        return kept[key] = find();
    }
}
