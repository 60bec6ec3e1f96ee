namespace Claudeonomics.Core.Pricing;

/// <summary>All rates of one kind of call (model, seller, traits) over time, compiled from a <see cref="PriceResolver"/>.</summary>
internal sealed class RateTimeline
{
    private const long DayMs = 86_400_000;

    // Ascending by when they begin; the first begins before any call.
    private readonly Period[] _periods;

    private RateTimeline(Period[] periods) => _periods = periods;

    public static RateTimeline Compile(PriceResolver resolver)
    {
        TimeOnly[] times = [.. resolver.Times.Append(TimeOnly.MinValue).Distinct().Order()];
        var periods = resolver.Days.Append(DateOnly.MinValue).Distinct().Order().Select(day => new Period(
            day == DateOnly.MinValue ? long.MinValue : new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds(),
            [.. times.Select(time => new DayPart(
                time.Ticks / TimeSpan.TicksPerMillisecond,
                resolver.At(day, time) is { } quote ? RateCard.Of(quote) : null))]));
        return new([.. periods]);
    }

    /// <returns>The rates at an instant, or <see langword="null"/> when there is no price.</returns>
    public RateCard? At(long unixMs)
    {
        var periods = _periods;
        var last = periods.Length - 1;
        while (last > 0 && periods[last].FromUnixMs > unixMs)
        {
            last--;
        }

        var parts = periods[last].Parts;
        if (parts.Length == 1)
        {
            return parts[0].Rates;
        }

        var msOfDay = ((unixMs % DayMs) + DayMs) % DayMs;
        last = parts.Length - 1;
        while (parts[last].FromMsOfDay > msOfDay)
        {
            last--;
        }

        return parts[last].Rates;
    }

    private readonly record struct DayPart(long FromMsOfDay, RateCard? Rates);

    private readonly record struct Period(long FromUnixMs, DayPart[] Parts);
}
