using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>How a number of tokens is assumed to be made up. What it costs hangs on this far more than on the price list.</summary>
/// <param name="Id">Fit for a URL.</param>
/// <param name="Assumption">The assumption in words.</param>
/// <param name="UncachedInput">A share; the five shares add up to 1.</param>
public sealed record TokenMix(
    string Id, string Assumption, decimal UncachedInput, decimal CacheRead, decimal CacheWrite5m, decimal CacheWrite1h, decimal Output)
{
    /// <summary>Traits that all calls are assumed to have.</summary>
    public CallTraits Traits { get; init; }

    /// <summary>Where the mix was measured or printed; absent for an assumption.</summary>
    public string? Source { get; init; }

    /// <summary>What newspapers made of it for 60 trillion tokens of Claude Opus 4.6 a month.</summary>
    public string? Headline { get; init; }

    /// <summary>The assumptions that were made about 60 trillion tokens, from cheap to dear, and mixes that were measured.</summary>
    public static IReadOnlyList<TokenMix> Known { get; } =
    [
        new("all-cache-read", "Every token was read from a cache", 0, 1, 0, 0, 0),
        new("mostly-cache-read", "97% cache reads, 2.4% writes, 0.1% input, 0.5% output", 0.001m, 0.97m, 0.024m, 0, 0.005m),
        new("measured-cli", "Claude Code, 19,206 requests of early 2026, output as logged", 0.0002m, 0.9565m, 0.025803m, 0.016497m, 0.001m)
        {
            Source = "Transcripts published in github.com/entireio/cli, measured; output is under-logged by those versions",
        },
        new("long-conversations", "95% cache reads, 4% writes for five minutes, half a percent each of input and output", 0.005m, 0.95m, 0.04m, 0, 0.005m),
        new("measured-skills", "Claude Code 2.1.78 to 2.1.156, 1,997 requests", 0.0002m, 0.9613m, 0.0068m, 0.0272m, 0.0045m)
        {
            Source = "Transcripts published in github.com/entireio/skills and external-agents, measured",
        },
        new("long-conversations-1h", "The same with writes for an hour", 0.005m, 0.95m, 0, 0.04m, 0.005m),
        new("cached-coding", "90% cache reads, 6% writes, 3% input, 1% output", 0.03m, 0.90m, 0.06m, 0, 0.01m),
        new("lightly-cached", "85% cache reads, 9% writes, 4% input, 2% output", 0.04m, 0.85m, 0.09m, 0, 0.02m) { Headline = "about $100 million" },
        new("all-input", "Every token was input, and no cache was used", 1, 0, 0, 0, 0),
        new("three-to-one", "Three tokens of input for one of output, no cache", 0.75m, 0, 0, 0, 0.25m),
        new("one-to-one", "Half input, half output, no cache: the mean of the two prices", 0.5m, 0, 0, 0, 0.5m) { Headline = "$900 million" },
        new("all-output", "Every token was output", 0, 0, 0, 0, 1),
        new("all-output-fast", "Every token was output, in fast mode", 0, 0, 0, 0, 1)
        {
            Traits = new(Speed.Fast, ServiceTier.Standard, Geography.Global),
            Headline = "$9 billion",
        },
    ];

    /// <summary>Dollars per million tokens of this mix.</summary>
    public decimal UsdPerMTok(TokenPrices prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return (UncachedInput * prices.Input) + (CacheRead * prices.CacheRead) + (CacheWrite5m * prices.CacheWrite5m)
            + (CacheWrite1h * prices.CacheWrite1h) + (Output * prices.Output);
    }
}
