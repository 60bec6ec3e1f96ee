using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;

namespace Claudeonomics.Tests.Boards;

public sealed class PublishedBoardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = false,
    };

    [Fact]
    public void Json_OnePerson_IsAsTheContractHasIt()
    {
        var company = new SmallCompany();
        company.Call(
            company.Person("ann", team: company.Team("t1")), SmallCompany.Monday, input: 10, read: 100, write: 20, output: 8, reasoning: 3,
            costNano: 250_000_000, savedNano: 1_500_000_000);

        var json = Publish(company, SmallCompany.Query(days: 2)).Json;

        Assert.Equal(
            """
            {"board":"tokens","by":"person","window":{"from":"2026-11-15","to":"2026-11-17"},"generatedAt":"2026-11-16T12:00:00Z","rulesVersion":"2026.7","priceBook":"book-1","sequence":7,"listed":3,"focus":{"name":"tests","counts":"accepted-edits","target":60},
            "population":{"participants":1,"withheld":false,"active":1,"totalTokens":138,"medianTokens":138,"topPercentShare":1,"listCostUsd":0.25,"naiveCostUsd":0.00207,"unpricedTokens":0,"requests":1,
            "tokens":{"total":138,"uncachedInput":10,"cacheRead":100,"cacheWrite":20,"cacheWrite5m":20,"cacheWrite1h":0,"cacheWriteUnknown":0,"output":8,"reasoning":3},"teamsWithheld":0},
            "standings":[{"rank":1,"change":null,"person":{"id":"ann","name":"Name of ann","team":"Team t1"},"score":138,
            "tokens":{"total":138,"uncachedInput":10,"cacheRead":100,"cacheWrite":20,"cacheWrite5m":20,"cacheWrite1h":0,"cacheWriteUnknown":0,"output":8,"reasoning":3},
            "requests":1,"listCostUsd":0.25,"costSpreadUsd":0,"cacheSavedUsd":1.5,"unpricedTokens":0,"tier":null,"titles":["power-user"],"recognitions":[],"meteredShare":0,"knownShare":1,"days":[0,138],
            "models":[{"model":"claude-opus-4-6","provider":"anthropic","share":1}]}]}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(json));
    }

    [Theory]
    [InlineData(BoardSubject.Person)]
    [InlineData(BoardSubject.Team)]
    public void Json_AnyBoard_HasTheMembersThatTheDescriptionPromises(BoardSubject by)
    {
        var company = Ranking.RandomCompany.Make(3, 50);
        var first = Publish(company, SmallCompany.Query(today: Ranking.RandomCompany.Today, by: by));
        company.Call(0, Ranking.RandomCompany.Today, input: 5_000_000_000);
        var second = Publish(company, SmallCompany.Query(today: Ranking.RandomCompany.Today, by: by), first);

        var board = JsonSerializer.Deserialize<BoardDocumentJson>(second.Json, Strict)!;
        var patch = JsonSerializer.Deserialize<BoardDocumentJson>(DataOf(second.Patch), Strict)!;

        Assert.Equal(second.Snapshot.Standings.Select(s => (s.Rank, s.Id)), board.Standings.Select(s => (s.Rank, s.Person?.Id ?? s.Team!.Id)));
        Assert.Equal(
            (first.Snapshot.Sequence, first.Snapshot.Sequence + 1, board.Population.TotalTokens),
            (patch.PreviousSequence, patch.Sequence, patch.Population.TotalTokens));
    }

    [Fact]
    public void Publish_NothingShownHasChanged_IsTheSameState()
    {
        var company = new SmallCompany();
        company.Call(company.Person("ann"), SmallCompany.Monday, input: 10);
        var query = SmallCompany.Query(days: 1);
        var first = Publish(company, query);
        company.Call(0, SmallCompany.Monday.AddDays(-20), input: 10);

        Assert.Same(first, Publish(company, query, first, Now.AddHours(1)));
    }

    [Fact]
    public void Patch_AppliedToTheBoardBefore_GivesTheBoard()
    {
        var company = Ranking.RandomCompany.Make(9, 50);
        var random = new Random(9);
        var query = SmallCompany.Query(today: Ranking.RandomCompany.Today);
        var published = Publish(company, query);
        var shown = Rows(published.Json);
        for (var step = 0; step < 20; step++)
        {
            company.Call(random.Next(50), Ranking.RandomCompany.Today, input: random.NextInt64(3_000_000_000));
            var before = published;
            published = Publish(company, query, before);
            if (ReferenceEquals(published, before))
            {
                continue;
            }

            var patch = JsonDocument.Parse(DataOf(published.Patch)).RootElement;
            foreach (var id in patch.GetProperty("removed").EnumerateArray())
            {
                shown.Remove(id.GetString()!);
            }

            foreach (var row in patch.GetProperty("standings").EnumerateArray())
            {
                shown[Id(row)] = row.GetRawText();
            }

            var ordered = shown.OrderBy(r => JsonDocument.Parse(r.Value).RootElement.GetProperty("rank").GetInt32()).ThenBy(r => r.Key, StringComparer.Ordinal);
            Assert.Equal(Rows(published.Json).Select(r => r.Value), ordered.Select(r => r.Value));
        }
    }

    [Fact]
    public void Codings_Decoded_AreTheJson()
    {
        var company = Ranking.RandomCompany.Make(3, 50);
        var board = Publish(company, SmallCompany.Query(today: Ranking.RandomCompany.Today));

        Assert.Equal(board.Json, Decoded(new GZipStream(new MemoryStream(board.Gzip), CompressionMode.Decompress)));
        Assert.Equal(board.Json, Decoded(new BrotliStream(new MemoryStream(board.Brotli), CompressionMode.Decompress)));
    }

    [Fact]
    public void Matches_Tags_ComparesWeakly()
    {
        var company = new SmallCompany();
        company.Call(company.Person("ann"), SmallCompany.Monday, input: 10);
        var board = Publish(company, SmallCompany.Query());
        var tag = board.Tag.Header.ToString();

        Assert.StartsWith("W/\"", tag, StringComparison.Ordinal);
        Assert.True(board.Tag.IsIn(tag));
        Assert.True(board.Tag.IsIn(tag[2..]));
        Assert.True(board.Tag.IsIn($"\"other\", {tag}"));
        Assert.True(board.Tag.IsIn("*"));
        Assert.False(board.Tag.IsIn("\"other\""));
    }

    [Theory]
    [InlineData(null, "None")]
    [InlineData("identity", "None")]
    [InlineData("gzip, deflate", "Gzip")]
    [InlineData("gzip, deflate, br, zstd", "Brotli")]
    [InlineData("br;q=0, GZIP;q=0.5", "Gzip")]
    [InlineData("br; q=0.000,gzip;q=0.0", "None")]
    [InlineData("brotli", "None")]
    public void Accepted_Header_PicksTheSmallestCoding(string? header, string coding) =>
        Assert.Equal(coding, BoardResponse.Accepted(header).ToString());

    private static PublishedBoard Publish(SmallCompany company, BoardQuery query, PublishedBoard? before = null, DateTimeOffset? now = null) =>
        PublishedBoard.Publish(company.Build(query), before, 7, "book-1", now ?? Now);

    private static byte[] Decoded(Stream coded)
    {
        using (coded)
        {
            using var plain = new MemoryStream();
            coded.CopyTo(plain);
            return plain.ToArray();
        }
    }

    // event: patch\nid: 8\ndata: {...}\n\n
    private static string DataOf(byte[] serverSentEvent)
    {
        var lines = Encoding.UTF8.GetString(serverSentEvent).Split('\n');
        Assert.Equal(("event: patch", "", "", 5), (lines[0], lines[3], lines[4], lines.Length));
        return lines[2]["data: ".Length..];
    }

    private static Dictionary<string, string> Rows(byte[] json) =>
        JsonDocument.Parse(json).RootElement.GetProperty("standings").EnumerateArray().ToDictionary(Id, row => row.GetRawText());

    private static string Id(JsonElement row) => row.GetProperty("person").GetProperty("id").GetString()!;
}
