using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.IntegrationTests.Boards;

public sealed class BoardApiTests : IAsyncLifetime
{
    private const string Tokens = "/api/v1/boards/tokens";
    private BoardsHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var company = new SmallCompany();
        var team = company.Team("t1");
        company.Call(company.Person("ann", team: team), SmallCompany.Monday, input: 10, calls: 2);
        company.Call(company.Person("bob", team: team), SmallCompany.Monday, input: 30);
        company.Call(company.Person("cat", Participation.Private, team: team), SmallCompany.Monday, input: 20);
        company.Call(company.Person("dan", Participation.No, team: team), SmallCompany.Monday, input: 90);
        company.Call(company.Person("eve", Participation.Pseudonym), SmallCompany.Monday, input: 5);
        _host = await BoardsHost.StartAsync(company);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task GetBoard_Default_ListsParticipantsAndSkipsThePrivateRank()
    {
        var board = await _host.Client.GetFromJsonAsync<JsonElement>(Tokens, Stop);

        Assert.Equal(
            [(1, "bob", 30L), (3, "ann", 10L)],
            board.GetProperty("standings").EnumerateArray().Select(row => (
                row.GetProperty("rank").GetInt32(), row.GetProperty("person").GetProperty("id").GetString()!,
                row.GetProperty("tokens").GetProperty("total").GetInt64())));
        Assert.Equal(
            (4, 65L), (board.GetProperty("population").GetProperty("participants").GetInt32(), board.GetProperty("population").GetProperty("totalTokens").GetInt64()));
        Assert.Equal("2026-11-17", board.GetProperty("window").GetProperty("to").GetString());
    }

    [Fact]
    public async Task GetBoard_ByTeam_RanksTeams()
    {
        var board = await _host.Client.GetFromJsonAsync<JsonElement>($"{Tokens}?by=team", Stop);

        var row = Assert.Single(board.GetProperty("standings").EnumerateArray());
        Assert.Equal(("t1", 60L, 3), (
            row.GetProperty("team").GetProperty("id").GetString(), row.GetProperty("tokens").GetProperty("total").GetInt64(), row.GetProperty("members").GetInt32()));
    }

    [Fact]
    public async Task GetBoard_AskedAgain_ComesByTheFastWayWithTheSameBytes()
    {
        var first = await _host.Client.GetByteArrayAsync($"{Tokens}?window=7d", Stop);
        var ordinary = _host.Door.Came.Ordinary;
        var fast = _host.Door.Came.Fast;

        Assert.Equal(first, await _host.Client.GetByteArrayAsync($"{Tokens}?window=7d", Stop));
        Assert.Equal((fast + 1, ordinary), _host.Door.Came);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task GetBoard_Compressed_DecodesToTheSame(string coding)
    {
        using var client = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = _host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, Tokens);
        request.Headers.Authorization = new("Bearer", "ann");
        request.Headers.AcceptEncoding.ParseAdd(coding);
        var plain = await _host.Client.GetByteArrayAsync(Tokens, Stop);

        using var answer = await client.SendAsync(request, Stop);

        Assert.Equal(plain, await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task GetBoard_KnownTag_Is304UntilTheBoardChanges()
    {
        using var first = await _host.Client.GetAsync(Tokens, Stop);
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(Tokens, first.Headers.ETag!.ToString())).StatusCode);

        _host.Source.Change(c => c.Call(0, SmallCompany.Monday, input: 100));
        HttpStatusCode status;
        do
        {
            status = (await GetAsync(Tokens, first.Headers.ETag!.ToString())).StatusCode;
        }
        while (status == HttpStatusCode.NotModified);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("no-cache, private", first.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData(Tokens)]
    [InlineData(Tokens + "?window=7d")]
    [InlineData("/api/v1/boards")]
    [InlineData(Tokens + "/stream")]
    [InlineData(Tokens + "/explain?person=ann")]
    public async Task Any_WithoutAKey_Is401(string address)
    {
        using var stranger = _host.ClientOf(null);
        using (await _host.Client.GetAsync($"{Tokens}?window=7d", Stop))
        {
            using var answer = await stranger.GetAsync(address, Stop);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/api/v1/boards/fame", HttpStatusCode.NotFound)]
    [InlineData(Tokens + "?window=soon", HttpStatusCode.BadRequest)]
    [InlineData(Tokens + "?limit=1000", HttpStatusCode.BadRequest)]
    [InlineData(Tokens + "?team=nobody", HttpStatusCode.BadRequest)]
    [InlineData(Tokens + "/stream?window=soon", HttpStatusCode.BadRequest)]
    [InlineData(Tokens + "/explain?person=dan", HttpStatusCode.NotFound)]
    [InlineData(Tokens + "/explain?person=cat", HttpStatusCode.NotFound)]
    [InlineData(Tokens + "/explain?person=eve", HttpStatusCode.NotFound)]
    [InlineData(Tokens + "/explain", HttpStatusCode.NotFound)]
    public async Task Any_WrongAddress_IsAProblem(string address, HttpStatusCode status)
    {
        using var answer = await _host.Client.GetAsync(address, Stop);

        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task GetBoards_Lists_BoardsAndWindows()
    {
        var boards = await _host.Client.GetFromJsonAsync<JsonElement>("/api/v1/boards", Stop);

        Assert.Equal(["tokens", "score", "consistency", "focus", "cost", "breadth", "cache", "fleet"], boards.GetProperty("boards").EnumerateArray().Select(b => b.GetProperty("name").GetString()));
        Assert.Equal(
            ["today", "7d", "30d", "month", "quarter", "all"], boards.GetProperty("windows").EnumerateArray().Select(w => w.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Explain_OfAScore_ShowsEveryPartAndAddsUp()
    {
        var board = await _host.Client.GetFromJsonAsync<JsonElement>("/api/v1/boards/score", Stop);
        var first = board.GetProperty("standings")[0];

        var explanation = await _host.Client.GetFromJsonAsync<JsonElement>(
            $"/api/v1/boards/score/explain?person={first.GetProperty("person").GetProperty("id").GetString()}", Stop);

        var parts = explanation.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(["volume", "consistency", "outcomes", "efficiency", "focus", "help"], parts.Select(p => p.GetProperty("name").GetString()));
        Assert.Equal(
            first.GetProperty("score").GetDouble(),
            parts.Sum(p => p.GetProperty("points") is { ValueKind: JsonValueKind.Number } points ? points.GetDouble() : 0), 6);
        Assert.Equal(first.GetProperty("score").GetDouble(), explanation.GetProperty("score").GetDouble());
        Assert.All(parts, p => Assert.NotEmpty(p.GetProperty("formula").GetString()!));
    }

    [Fact]
    public async Task Explain_SomebodyListed_RecomputesWithoutWhatIsTheirs()
    {
        var explanation = await _host.Client.GetFromJsonAsync<JsonElement>($"{Tokens}/explain?person=bob", Stop);

        Assert.Equal(30, explanation.GetProperty("score").GetDouble());
        Assert.Equal(30, explanation.GetProperty("inputs")[0].GetProperty("value").GetDouble());
        Assert.Equal("2026.7", explanation.GetProperty("rulesVersion").GetString());
        Assert.Equal(Titles.All.Count, explanation.GetProperty("titles").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, explanation.GetProperty("own").ValueKind);

        // What somebody is short of, and whether a finding is open, is nobody else's to read.
        Assert.All(
            explanation.GetProperty("titles").EnumerateArray().Where(static title => !title.GetProperty("awarded").GetBoolean()),
            static title => Assert.Equal(0, title.GetProperty("conditions").GetArrayLength()));
    }

    [Fact]
    public async Task Explain_OneselfPrivately_HasOnesPlace()
    {
        using var cat = _host.ClientOf("cat");
        var explanation = await cat.GetFromJsonAsync<JsonElement>($"{Tokens}/explain?person=me", Stop);

        Assert.Equal(2, explanation.GetProperty("own").GetProperty("standing").GetProperty("rank").GetInt32());
        Assert.All(explanation.GetProperty("titles").EnumerateArray(), static title => Assert.NotEqual(0, title.GetProperty("conditions").GetArrayLength()));
        Assert.Equal("bronze", explanation.GetProperty("own").GetProperty("nextTier").GetProperty("tier").GetString());
    }

    [Fact]
    public async Task GetBoard_SourceFails_OldBoardStaysAndHealthSaysSo()
    {
        var health = _host.Service<IReadinessCheck>();
        using (await _host.Client.GetAsync(Tokens, Stop))
        {
            await WaitAsync(async () => await health.FindProblemAsync(Stop) is null);
        }

        _host.Source.Fault = new InvalidOperationException("the store is gone");
        _host.Source.Change(_ => { });
        await WaitAsync(async () => await health.FindProblemAsync(Stop) is not null);
        Assert.Equal(2, _host.Service<IBoards>() is BoardService boards
            ? boards.Cache.Entries.Single(e => e.Query == SmallCompany.Query()).State!.Published.Snapshot.Standings.Count
            : 0);

        _host.Source.Fault = null;
        await WaitAsync(async () => await health.FindProblemAsync(Stop) is null);
    }

    [Fact]
    public async Task AddBoards_OtherRules_AreInForceFromTheirSeason()
    {
        await using var other = await BoardsHost.StartAsync(new SmallCompany(), ("Rules:2026-11:list.longest", "2"), ("Rules:2026-12:list.longest", "1"));
        var board = await other.Client.GetFromJsonAsync<JsonElement>(Tokens, Stop);

        Assert.Equal(2, board.GetProperty("listed").GetInt32());
        Assert.StartsWith("2026.7+", board.GetProperty("rulesVersion").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddBoards_WrongRule_StopsTheStartAndNamesIt()
    {
        var wrong = await Assert.ThrowsAsync<SettingsException>(() => BoardsHost.StartAsync(new SmallCompany(), ("Rules:2026-11:list.longer", "2")));

        Assert.Equal("Claudeonomics:Rules: list.longer is no setting of the game", wrong.Message);
    }

    private async Task<HttpResponseMessage> GetAsync(string address, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await _host.Client.SendAsync(request, Stop);
    }

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(20, Stop);
        }
    }
}
