using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>What boards need of a price book besides the cost that each call already carries.</summary>
public interface IPriceReference
{
    /// <summary>Of the price book in force.</summary>
    string Version { get; }

    /// <summary>The mean of a model's input and output price on a day, in dollars per million tokens: the naive reading of a price list.</summary>
    /// <returns><see langword="null"/> when the model has no price.</returns>
    decimal? MeanUsdPerMTok(UsageDimension dimension, DateOnly day);

    /// <summary>Whether that mean is not the same on every day of a window.</summary>
    bool ChangesWithin(DayRange days, UsageDimension dimension);
}
