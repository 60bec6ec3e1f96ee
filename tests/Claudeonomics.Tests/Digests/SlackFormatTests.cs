using System.Text.Json.Nodes;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Digests;
using Claudeonomics.Server.Operations;
using Claudeonomics.Storage.Control;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.Tests.Digests;

public sealed class SlackFormatTests
{
    private static readonly Digest Week = new(
        "The company", null, DigestOccasion.Week, new(new(2026, 11, 16), new(2026, 11, 23)), Tokens: 1_200, TokensBefore: 1_000, Participants: 9, Active: 8,
        MedianTokens: 100, CostUsd: 1.5m, UnpricedTokens: 0, [new("commits", 4)], new("tests", "test-changes", 20), [], [], Url: "https://board.example.com/");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Slack makes links of addresses and channels' names in plain text, unless it is told not to: a name would be one.</summary>
    [Fact]
    public async Task WriteAsync_EveryText_IsTakenAsItStands()
    {
        var texts = TextsOf(await BlocksAsync(Week with { Leading = [new(1, "evil.example.com #general @here", 1, [])] })).Where(static text => (string?)text["type"] == "mrkdwn").ToList();

        Assert.NotEmpty(texts);
        Assert.All(texts, static text => Assert.True((bool?)text["verbatim"]));
    }

    /// <summary>Three long names with many titles stay within Slack's 3,000 characters, so none of them is cut off.</summary>
    [Fact]
    public async Task WriteAsync_LeadingWithLongNames_NamesAllThree()
    {
        string[] titles = ["Token Legend", "Session Immortal", "Model Connoisseur", "Cache Wizard", "Power user", "Steady", "Right Size", "Mentor", "Personal Best"];
        var leading = Enumerable.Range(1, 3).Select(rank => new DigestRow(rank, $"{new string('n', 80)} & {rank}", 900 - rank, titles)).ToList();

        var text = TextsOf(await BlocksAsync(Week with { Leading = leading })).Select(static text => (string)text["text"]!).Single(static text => text.StartsWith("*Score", StringComparison.Ordinal));

        Assert.EndsWith("&amp; 3, 897 points, " + string.Join(", ", titles), text, StringComparison.Ordinal);
    }

    /// <summary>What is too long ends between two characters, however many of them take an escape.</summary>
    [Fact]
    public async Task WriteAsync_TextOfEscapes_IsCutBetweenThem()
    {
        var leading = new DigestRow(1, new string('&', 5_000), 1, []);

        var text = TextsOf(await BlocksAsync(Week with { Leading = [leading] })).Select(static text => (string)text["text"]!).Single(static text => text.StartsWith("*Score", StringComparison.Ordinal));

        Assert.InRange(text.Length, 1_900, 3_000);
        Assert.EndsWith("&amp;…", text, StringComparison.Ordinal);
    }

    /// <summary>What a season is compared with is what was added up: as many days before it, not another month's 28 or 31.</summary>
    [Theory]
    [InlineData("2027-02-01", 28)]
    [InlineData("2027-03-01", 31)]
    public void Headline_OfASeason_SaysWhatItIsComparedWith(string first, int days)
    {
        var start = DateOnly.ParseExact(first, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var season = Week with { Occasion = DigestOccasion.Season, Days = new(start, start.AddDays(days)) };

        Assert.EndsWith($"20% more than the {days} days before", season.Headline, StringComparison.Ordinal);
        Assert.EndsWith("20% more than the week before", Week.Headline, StringComparison.Ordinal);
    }

    private static async Task<JsonArray> BlocksAsync(Digest digest)
    {
        var pictures = new DigestPictures(new ServerOptions(), TimeProvider.System, NullLogger<DigestPictures>.Instance);
        return JsonNode.Parse((await new SlackFormat(pictures).WriteAsync(digest, [], Stop)).Json)!["blocks"]!.AsArray();
    }

    private static IEnumerable<JsonNode> TextsOf(JsonArray blocks) => blocks.SelectMany(static block => (IEnumerable<JsonNode?>)
        [block!["text"], .. block["fields"]?.AsArray() ?? [], .. block["elements"]?.AsArray() ?? []]).OfType<JsonNode>();
}
