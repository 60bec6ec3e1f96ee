using System.Collections.Concurrent;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Boards;

/// <summary>The price book as boards need it. Remembers each model's mean price per day: finding a price is slow.</summary>
/// <remarks>Bound: 100,000 pairs of model and day, some 10 MB; then all are forgotten.</remarks>
internal sealed class PriceBookReference(PriceBook book) : IPriceReference
{
    private const int MaxMeans = 100_000;
    private readonly PressFigures _figures = new(book);
    private readonly ConcurrentDictionary<(string Provider, string Model, DateOnly Day), decimal?> _means = new();

    public string Version => book.Version;

    public decimal? MeanUsdPerMTok(UsageDimension dimension, DateOnly day)
    {
        if (_means.TryGetValue((dimension.Provider, dimension.Model, day), out var mean))
        {
            return mean;
        }

        if (_means.Count >= MaxMeans)
        {
            _means.Clear();
        }

        return _means[(dimension.Provider, dimension.Model, day)] = _figures.NaiveUsdPerMTok(dimension.Model, dimension.Provider, day);
    }
}
