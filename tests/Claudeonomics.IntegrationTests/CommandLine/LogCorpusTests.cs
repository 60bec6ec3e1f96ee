using System.Globalization;
using System.Text.Json.Nodes;
using Claudeonomics.Simulator.Logs;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>A generated home of both agents, with copies of every kind, against what was really used.</summary>
public sealed class LogCorpusTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Report_OfAGeneratedHome_IsTheTruth(ulong seed)
    {
        using var home = new CliHome();
        var truth = LogCorpus.Write(home.Home, LogCorpusOptions.Small with { Seed = seed });

        var report = home.Report();

        var expected = truth.Rows
            .Select(static row => $"{row.Key.Day:yyyy-MM-dd} {row.Key.Agent} {row.Key.Model} {Text(row.Value)}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, report["rows"]!.AsArray().Select(static row => $"{row!["key"]} {row["agent"]} {row["model"]} {Text(row)}"));
        Assert.Empty(report["unread"]!.AsArray());
    }

    [Fact]
    public void Write_SameSeed_SameBytes()
    {
        using var first = new CliHome();
        using var second = new CliHome();
        LogCorpus.Write(first.Home, LogCorpusOptions.Small);
        LogCorpus.Write(second.Home, LogCorpusOptions.Small);

        Assert.Equal(Files(first.Home), Files(second.Home));
    }

    private static IEnumerable<string> Files(string home) => Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories)
        .Select(path => $"{Path.GetRelativePath(home, path)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}")
        .Order(StringComparer.Ordinal);

    private static string Text(LogTruthRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Requests} {row.Usage.UncachedInputTokens} {row.Usage.CacheReadTokens} {row.Usage.CacheWrite5mTokens} {row.Usage.CacheWrite1hTokens} {row.Usage.OutputTokens} {row.Usage.ReasoningTokens} {row.CostNanoUsd / 1_000_000_000m}");

    private static string Text(JsonNode row) =>
        $"{row["requests"]} {row["uncachedInputTokens"]} {row["cacheReadTokens"]} {row["cacheWrite5mTokens"]} {row["cacheWrite1hTokens"]} {row["outputTokens"]} {row["reasoningTokens"]} {row["listCostUsd"]}";
}
