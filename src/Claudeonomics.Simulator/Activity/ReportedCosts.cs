using Claudeonomics.Core.Pricing;

namespace Claudeonomics.Simulator.Activity;

/// <summary>What Claude Code says a call costs: its list price in whole millionths of a dollar, rounded half up.</summary>
/// <remarks>
/// The same number as <see cref="CostCalculator"/>'s, without its 128-bit arithmetic: a simulated call is small, of a known model
/// and priced by the day (Anthropic's prices know no hours), and half of the generator's time went there before.
/// </remarks>
internal sealed class ReportedCosts(PriceBook book)
{
    private const long MsPerDay = 86_400_000;
    private const long PicoPerMicro = 1_000_000;

    // Two days of each model, the even and the odd one, because late exports play yesterday's calls amid today's. The helper, -1, comes first.
    private readonly Rates?[] _rates = new Rates?[2 * (AgentModel.Catalogue.Length + 1)];

    /// <returns>-1 when the price book has no price for the call.</returns>
    public long MicrosOf(in Act call, AgentModel model)
    {
        var day = call.AtUnixMs / MsPerDay;
        ref var known = ref _rates[(2 * (model.Ordinal + 1)) + (int)(day & 1)];
        if (known is null || known.Day != day)
        {
            known = RatesOf(model, call.AtUnixMs);
        }

        var rates = known;
        var context = (long)call.UncachedInput + call.CacheRead + call.CacheWrite;
        if (rates.LongContext is { } dearer && context > rates.LongContextAbove)
        {
            rates = dearer;
        }

        if (!rates.IsPriced)
        {
            return -1;
        }

        var pico = (call.UncachedInput * rates.Input) + (call.CacheRead * rates.CacheRead)
            + (call.CacheWrite * (call.WritesLiveAnHour ? rates.CacheWrite1h : rates.CacheWrite5m)) + (call.Output * rates.Output);
        return (pico + (PicoPerMicro / 2)) / PicoPerMicro;
    }

    private Rates RatesOf(AgentModel model, long atUnixMs)
    {
        var day = atUnixMs / MsPerDay;
        if (book.Quote(ModelName.Of(model.Origin), default, DateTimeOffset.FromUnixTimeMilliseconds(atUnixMs)) is not { } quote)
        {
            return new(day, null);
        }

        // The first threshold is also the last: no Claude model ever had two.
        return quote.LongContext is [var tier, ..]
            ? new(day, quote.Prices) { LongContextAbove = tier.AboveTokens, LongContext = new(day, tier.Prices) }
            : new(day, quote.Prices);
    }

    /// <summary>Picodollars (10^-12 USD) a token on one day.</summary>
    private sealed class Rates(long day, TokenPrices? prices)
    {
        public long Day => day;

        public bool IsPriced { get; } = prices is not null;

        public long Input { get; } = Pico(prices?.Input);

        public long CacheRead { get; } = Pico(prices?.CacheRead);

        public long CacheWrite5m { get; } = Pico(prices?.CacheWrite5m);

        public long CacheWrite1h { get; } = Pico(prices?.CacheWrite1h);

        public long Output { get; } = Pico(prices?.Output);

        public long LongContextAbove { get; init; }

        public Rates? LongContext { get; init; }

        private static long Pico(decimal? usdPerMTok) => decimal.ToInt64((usdPerMTok ?? 0) * PicoPerMicro);
    }
}
