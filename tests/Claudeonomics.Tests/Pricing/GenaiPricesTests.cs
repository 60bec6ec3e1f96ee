using System.Text.Json;
using Claudeonomics.TestShared;

namespace Claudeonomics.Tests.Pricing;

/// <summary>Calls that genai-prices' own engine priced (tests/fixtures/pricing, written by tools/prices/cases.mjs): an outside judge of
/// the import, the names and the arithmetic. What we changed on purpose (tools/prices/corrections.json) is not among them.</summary>
public sealed class GenaiPricesTests
{
    [Fact]
    public void Price_CasesOfGenaiPrices_CostTheSame()
    {
        using var stream = File.OpenRead(Repository.PathTo("tests", "fixtures", "pricing", "genai-prices-cases.json"));
        using var file = JsonDocument.Parse(stream);
        var cases = file.RootElement.GetProperty("cases").EnumerateArray().ToArray();
        long Tokens(JsonElement call, string field) => call.GetProperty(field).GetInt64();

        var differences = cases.Where(call =>
            Calls.Usd(
                call.GetProperty("provider").GetString()!,
                call.GetProperty("model").GetString()!,
                Calls.Tokens(Tokens(call, "input"), Tokens(call, "cacheRead"), Tokens(call, "cacheWrite5m"), output: Tokens(call, "output")),
                at: call.GetProperty("at").GetString()!)
            // Binary fractions on their side, a nano-dollar's rounding on ours.
            is not { } usd || Math.Abs(usd - call.GetProperty("usd").GetDecimal()) > 0.000000001m);

        Assert.Equal("", string.Join('\n', differences));
        Assert.True(cases.Length > 600);
    }
}
