namespace Claudeonomics.IntegrationTests.Benchmarks;

/// <summary>The benchmarks that start the product, in a form of a few seconds: what they count and what they print, never how fast it was.</summary>
public sealed class BenchmarkTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Ingest_ShortForm_FindsEveryCallOnTheBoardOnceAndPrintsItsFigures()
    {
        var (figures, said) = await RunAsync(
            "ingest", "--records", "1000", "--rounds", "1", "--people", "10", "--connections", "8", "--warm-up", "0.1", "--freshness", "1");

        Assert.Equal(
            [
                "durableRecordsPerSecond 1/s", "durableRecordsPerSecondAtLeast 1/s", "durableRecordsPerSecond150 1/s", "durableRecordsPerSecond20 1/s",
                "durableRecordsPerSecondPlain 1/s", "durableRecordsPerSecondAllAgents 1/s", "freshnessP99 s", "freshnessP50 s",
            ],
            figures);

        // Once after the rounds and once after the freshness.
        Assert.Equal(2, said.Split("\nThe board shows the ").Length - 1);
    }

    [Fact]
    public async Task Board_ShortForm_FindsEveryCallOnTheBoardOnceAndPrintsItsFigures()
    {
        var (figures, said) = await RunAsync("board", "--people", "30", "--rounds", "1", "--seconds", "0.1", "--connections", "2");

        Assert.Equal(
            ["jsonPerSecond 1/s", "jsonUnchangedPerSecond 1/s", "jsonPlainPerSecond 1/s", "pagePerSecond 1/s", "pageUnchangedPerSecond 1/s"], figures);
        Assert.Contains("\nThe board shows the ", said, StringComparison.Ordinal);
    }

    /// <returns>Names and units of the figures, each checked to be whole; and what was written to standard error.</returns>
    private static async Task<(IEnumerable<string> Figures, string Said)> RunAsync(string scenario, params string[] options)
    {
        var (figures, said) = await BenchmarkRun.StartAsync(Limit, scenario, options);
        Assert.All(figures, static figure =>
        {
            Assert.All(new[] { "value", "limit", "ratio" }, name => Assert.True(figure.GetProperty(name).GetDouble() > 0, $"{figure} {name}"));
            Assert.NotEqual("", figure.GetProperty("limitIs").GetString());
        });
        return ([.. figures.Select(static figure => $"{figure.GetProperty("name")} {figure.GetProperty("unit")}")], said);
    }
}
