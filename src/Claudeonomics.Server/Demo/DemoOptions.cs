namespace Claudeonomics.Server.Demo;

/// <summary>The simulated company that <c>--demo</c> serves.</summary>
/// <param name="People">How many.</param>
public sealed record DemoOptions(int People)
{
    /// <summary>The same company at every first start.</summary>
    public const ulong Seed = 1;

    /// <summary>Share of the tokens that people of the press's company use, so that a month of 2,000 people is written within seconds.</summary>
    public const double Volume = 0.2;

    /// <summary>Days at full <see cref="Volume"/> before the first start: the default window of every board.</summary>
    public const int RecentDays = 30;

    /// <summary>Days before those, for the year's heat map and the change of ranks.</summary>
    public const int EarlierDays = 335;

    /// <summary>In <see cref="EarlierDays"/> nobody makes more requests a day, so that a year is written within seconds too.</summary>
    public const int EarlierRequestsPerDay = 2;
}
