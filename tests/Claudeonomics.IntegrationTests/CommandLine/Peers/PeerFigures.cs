using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.CommandLine.Peers;

/// <summary>What one program says of a home, in all: whole tokens in buckets that do not overlap.</summary>
/// <param name="OutputTokens">Reasoning included, also where the program tells it apart.</param>
/// <param name="Dollars">Rounded to a millionth; null where the program takes its prices from elsewhere at every run.</param>
internal sealed record PeerFigures(long UncachedInputTokens, long CacheReadTokens, long CacheWriteTokens, long OutputTokens, decimal? Dollars)
{
    public bool HasTokensOf(PeerFigures other) => this with { Dollars = null } == other with { Dollars = null };

    /// <summary>From a fixture's <c>expected.json</c>: what our report says.</summary>
    public static PeerFigures OfReport(JsonNode report)
    {
        var rows = report["rows"]!.AsArray();
        long Sum(params ReadOnlySpan<string> names)
        {
            var sum = 0L;
            foreach (var name in names)
            {
                sum += rows.Sum(row => row![name]!.GetValue<long>());
            }

            return sum;
        }

        return new(
            Sum("uncachedInputTokens"), Sum("cacheReadTokens"), Sum("cacheWrite5mTokens", "cacheWrite1hTokens", "cacheWriteUnknownTokens"),
            Sum("outputTokens"), Millionths(rows.Sum(static row => row!["listCostUsd"]?.GetValue<decimal>() ?? 0)));
    }

    // {"daily":[...],"totals":{"cacheCreationTokens":3000,"cacheReadTokens":20000,"inputTokens":1000,"outputTokens":500,"totalCost":0.02775,...}}
    public static PeerFigures OfCcusage(JsonNode answer) =>
        answer["totals"] is { } totals
            ? new(
                totals["inputTokens"]!.GetValue<long>(), totals["cacheReadTokens"]!.GetValue<long>(), totals["cacheCreationTokens"]!.GetValue<long>(),
                totals["outputTokens"]!.GetValue<long>(), Millionths((decimal)totals["totalCost"]!.GetValue<double>()))
            : new(0, 0, 0, 0, 0);

    // {"entries":[{"reasoning":300,...}],"totalInput":6000,"totalOutput":500,"totalCacheRead":4000,"totalCacheWrite":0,...}
    public static PeerFigures OfTokscale(JsonNode answer) => new(
        answer["totalInput"]!.GetValue<long>(), answer["totalCacheRead"]!.GetValue<long>(), answer["totalCacheWrite"]!.GetValue<long>(),
        answer["totalOutput"]!.GetValue<long>() + answer["entries"]!.AsArray().Sum(static entry => entry!["reasoning"]!.GetValue<long>()), null);

    private static decimal Millionths(decimal dollars) => Math.Round(dollars, 6) / 1.000000m;
}
