using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Pictures;
using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Boards;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Digests;
using Claudeonomics.Storage.Control;
using Claudeonomics.TestShared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Digests;

/// <summary>Digests from a whole server to a server that holds them to Slack's rules.</summary>
public sealed class DigestTests : IAsyncLifetime
{
    // A Monday; the digest of this week is due on the 23rd at nine.
    private static readonly DateTimeOffset Start = new(2026, 11, 16, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan ToDue = TimeSpan.FromDays(7) + TimeSpan.FromHours(1);

    private readonly ManualClock _clock = new(Start);
    private RunningServer _server = null!;
    private ChatServer _chat = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _chat = await ChatServer.StartAsync();
        _server = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _chat.DisposeAsync();
    }

    [Fact]
    public async Task Monday_OfACompany_TellsSlackOnceWhatEverybodyMaySee()
    {
        await UseAsync("ann@corp.example", "Ann <!channel> & Co", output: 1_000);
        await UseAsync("bob@corp.example", "Bob", output: 2_000);
        await UseAsync("cat@corp.example", "Cat", output: 4_000, participates: "private");
        await UseAsync("dan@corp.example", "Dan", output: 8_000, participates: "no");
        var channel = await AddAsync("slack");

        await RunAsync(ToDue - TimeSpan.FromMinutes(1));
        Assert.Empty(_chat.Asked);

        await RunAsync(TimeSpan.FromMinutes(1));
        await RunAsync(TimeSpan.FromHours(5));

        var message = Assert.Single(_chat.Taken);
        var text = Encoding.UTF8.GetString(message.Body);
        Assert.Equal(_chat.Slack.AbsolutePath, message.Path);
        // 7,300: the last of three digits is the channel's.
        Assert.Matches(@"^The company: 7[.](29|3|31)\sk\stokens", (string?)message.Json["text"]);
        Assert.Contains("3 of 3 people", text, StringComparison.Ordinal);
        Assert.Contains("Ann \\u0026lt;!channel\\u0026gt;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Cat", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Dan", text, StringComparison.Ordinal);
        Assert.Equal([("week", "2026-11-16", "delivered", "200 ok")], await DeliveriesAsync(channel.Id));
    }

    [Fact]
    public async Task FirstOfAMonth_OfASeason_TellsOfTheMonth()
    {
        await UseThreeAsync();
        var channel = await AddAsync("slack", weekly: false);

        await RunAsync(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero) - Start);

        Assert.Contains("Season of November 2026", Encoding.UTF8.GetString(Assert.Single(_chat.Taken).Body), StringComparison.Ordinal);
        Assert.Equal([("season", "2026-11-01", "delivered", "200 ok")], await DeliveriesAsync(channel.Id));
    }

    [Fact]
    public async Task Webhook_OfATeam_IsSignedAndSaysTheSameUnderTheSameIdWhenTriedAgain()
    {
        await KnowOwnAddressAsync();
        await UseThreeAsync("Platform");
        await UseAsync("eve@corp.example", "Eve", output: 50_000);
        var team = (string)(await _server.Admin.ReadAsync("/api/v1/teams"))["items"]![0]!["id"]!;
        var channel = await AddAsync("webhook", team: team);
        _chat.AnswerNext(500);
        _chat.AnswerNext(429, retryAfter: "600");

        await RunAsync(ToDue);
        Assert.Equal([("week", "2026-11-16", "waiting", "500")], await DeliveriesAsync(channel.Id));
        await RunAsync(TimeSpan.FromMinutes(1));
        // Ten minutes were asked for, where five are the pause.
        await RunAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(2, _chat.Asked.Count);
        await RunAsync(TimeSpan.FromMinutes(1));

        var taken = Assert.Single(_chat.Taken);
        Assert.All(_chat.Asked, post => Assert.True(ChatServer.IsSigned(post, channel.Secret!)));
        Assert.False(ChatServer.IsSigned(taken with { Body = [.. taken.Body, (byte)' '] }, channel.Secret!));
        Assert.Single(_chat.Asked.Select(post => post.Headers["webhook-id"].ToString()).Distinct());
        var data = taken.Json["data"]!;
        Assert.Equal(("digest.week", "Platform", 3), ((string?)taken.Json["type"], (string?)data["about"], (int)data["participants"]!));
        // Rounded for this channel, the same wherever it stands.
        var told = (long)data["totalTokens"]!;
        Assert.InRange(told, 7_300 * (1 - CopyWriter.FarthestShare), 7_300 * (1 + CopyWriter.FarthestShare));
        Assert.Equal([told, 0, 0, 0, 0, 0, 0], data["dailyTokens"]!.AsArray().Select(day => (long)day!));
        Assert.StartsWith("<svg", Encoding.UTF8.GetString(Convert.FromBase64String((string)data["picture"]!["base64"]!)), StringComparison.Ordinal);
        Assert.Equal($"https://board.example.com/?team={team}", (string?)data["url"]);
        // Whoever gets the digest can tell later whether ledger and access log were rewritten.
        Assert.Equal(64, ((string)data["heads"]!["ledger"]!["hash"]!).Length);
        Assert.Equal([("week", "2026-11-16", "delivered", "200 ok")], await DeliveriesAsync(channel.Id));
    }

    [Fact]
    public async Task Webhook_BodyThatIsPassedOn_NamesItsChannelAndKeepsWhatGrew()
    {
        var digest = new Digest(
            "The company", null, DigestOccasion.Week, new(new(2026, 11, 9), new(2026, 11, 16)), Tokens: 12_345_678_901, TokensBefore: 11_000_000_000, Participants: 800, Active: 640,
            MedianTokens: 9_876_543, CostUsd: 45_678.9m, UnpricedTokens: 1_234_567, [new("edits accepted", 45_321), new("commits", 6_789), new("pull requests", 1_834)], new("commits", null, null),
            [new(1, "quiet-otter", 871.4, []), new(2, "Ann", 822.9, []), new(3, "Bob", 654.2, [])], [], Url: null);
        var (marks, format) = (_server.Services.GetRequiredService<DigestMarks>(), new WebhookFormat(_clock));
        foreach (var made in (string[])[(await AddAsync("webhook")).Id, (await AddAsync("webhook")).Id])
        {
            DigestChannel channel;
            using (var db = _server.Services.GetRequiredService<ControlDatabase>().Read())
            {
                channel = db.DigestChannels.Single(row => row.Id == made);
            }

            var marked = await marks.MarkAsync(digest, channel, Stop);
            Assert.Equal(digest.Growth!.Value, marked.Growth!.Value, 6);
            var file = Path.Combine(_server.DataDirectory, "leak.json");
            await File.WriteAllBytesAsync(file, (await format.WriteAsync(marked, [], Stop)).Json, Stop);
            var traced = JsonNode.Parse((await ServerProcess.RunAsync("trace", file, $"--Claudeonomics:DataDirectory={_server.DataDirectory}")).Output)!;

            var copy = Assert.Single(traced["copies"]!.AsArray())!;
            Assert.Equal(("channel", made), ((string)copy["askedBy"]!["who"]!, (string)copy["askedBy"]!["channelId"]!));
        }
    }

    [Fact]
    public async Task Receiver_ThatIsGone_IsNotAskedAgain()
    {
        await UseThreeAsync();
        var channel = await AddAsync("slack");
        _chat.AnswerNext(404, "no_service");

        await RunAsync(ToDue);
        await RunAsync(TimeSpan.FromHours(12));

        Assert.Single(_chat.Asked);
        Assert.Equal([("week", "2026-11-16", "failed", "404 no_service")], await DeliveriesAsync(channel.Id));
    }

    [Fact]
    public async Task Receiver_ThatNeverAnswersWell_IsGivenUpAfterSixAttempts()
    {
        await UseThreeAsync();
        var channel = await AddAsync("slack");
        for (var i = 0; i < 20; i++)
        {
            _chat.AnswerNext(503);
        }

        await RunAsync(ToDue);
        for (var hour = 0; hour < 30; hour++)
        {
            await RunAsync(TimeSpan.FromHours(1));
        }

        Assert.Equal(6, _chat.Asked.Count);
        Assert.Equal([("week", "2026-11-16", "failed", "503")], await DeliveriesAsync(channel.Id));
    }

    [Fact]
    public async Task Redirect_OfAReceiver_IsNotFollowed()
    {
        await UseThreeAsync();
        var channel = await AddAsync("slack");
        _clock.Advance(TimeSpan.FromDays(7));
        _chat.AnswerNext(307);

        var tested = await PostAsync($"/api/v1/digests/{channel.Id}/test");

        Assert.Equal("failed", (string?)tested["state"]);
        Assert.Single(_chat.Asked);
    }

    [Fact]
    public async Task SmallGroup_OfTwo_IsNotToldAbout()
    {
        await UseAsync("ann@corp.example", "Ann", output: 1_000);
        await UseAsync("bob@corp.example", "Bob", output: 1_000);
        var channel = await AddAsync("slack");

        await RunAsync(ToDue);

        Assert.Empty(_chat.Asked);
        Assert.Equal([("week", "2026-11-16", "withheld", "Too few people take part to be told about.")], await DeliveriesAsync(channel.Id));
        Assert.Equal(HttpStatusCode.NoContent, (await _server.Admin.GetAsync($"/api/v1/digests/{channel.Id}/preview", Stop)).StatusCode);
    }

    [Fact]
    public async Task Team_UnderAPolicyThatGuardsGroups_TellsOfNoWorkOfWhomNobodySees()
    {
        await _server.DisposeAsync();
        _server = await StartAsync("--Claudeonomics:Policy=balanced");
        for (var person = 0; person < 12; person++)
        {
            await UseAsync($"p{person}@corp.example", $"Person {person}", output: 1_000, participates: person == 6 ? "private" : "named", team: person < 7 ? "Platform" : "Other");
        }

        // Person 6 is seen by nobody; of the others five are a group.
        await AcceptEditsAsync("p6@corp.example", 37);
        for (var person = 0; person < 5; person++)
        {
            await AcceptEditsAsync($"p{person}@corp.example", 20);
        }

        _clock.Advance(TimeSpan.FromDays(7));
        var team = (string)(await _server.Admin.ReadAsync("/api/v1/teams"))["items"]!.AsArray().Single(static item => (string?)item!["name"] == "Platform")!["id"]!;
        foreach (var about in (string?[])[team, null])
        {
            var channel = await AddAsync("webhook", team: about);
            JsonArray? together = null;
            await GamePlay.EventuallyAsync(async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                using var preview = await _server.Admin.GetAsync($"/api/v1/digests/{channel.Id}/preview", Stop);
                together = preview.StatusCode == HttpStatusCode.OK ? (await preview.Content.ReadFromJsonAsync<JsonNode>(Stop))!["data"]!["together"]!.AsArray() : null;
                // Who is in the team is known before the week's figures step into what others see.
                return together is { Count: > 0 };
            });

            // Rounded for this channel.
            var told = Assert.Single(together!)!;
            Assert.Equal("edits accepted", (string?)told["name"]);
            Assert.InRange((long)told["count"]!, 99, 101);
        }
    }

    /// <summary>Two weeks in one band are not as much as each other, and two in two bands not twice as much: of bands nothing is said to have grown.</summary>
    [Fact]
    public async Task Company_UnderAPolicyOfBands_IsNotSaidToHaveGrown()
    {
        await _server.DisposeAsync();
        _server = await StartAsync("--Claudeonomics:Policy=strict");
        List<string> keys = [];
        for (var person = 0; person < 20; person++)
        {
            keys.Add(await UseAsync($"p{person}@corp.example", $"Person {person}", output: 1_000));
        }

        _clock.Advance(TimeSpan.FromDays(7));
        foreach (var key in keys)
        {
            await UseAsync(key, output: 1_300);
        }

        _clock.Advance(TimeSpan.FromDays(7));
        var channel = await AddAsync("webhook");
        JsonNode? data = null;
        await GamePlay.EventuallyAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            using var preview = await _server.Admin.GetAsync($"/api/v1/digests/{channel.Id}/preview", Stop);
            data = preview.StatusCode == HttpStatusCode.OK ? (await preview.Content.ReadFromJsonAsync<JsonNode>(Stop))!["data"] : null;
            return (int?)data?["active"] == 20;
        });

        Assert.EndsWith(" tokens", (string?)data!["headline"], StringComparison.Ordinal);
        Assert.Null(data["totalTokensBefore"]);
    }

    [Fact]
    public async Task SomebodyWhoWithdraws_BetweenTwoAttempts_IsNotInTheSecond()
    {
        await UseThreeAsync();
        await UseAsync("zoe@corp.example", "Zoe Unmistakable", output: 90_000);
        await AddAsync("slack");
        _chat.AnswerNext(503);

        await RunAsync(ToDue);
        Assert.Contains("Zoe", Encoding.UTF8.GetString(_chat.Asked[0].Body), StringComparison.Ordinal);
        await _server.PutPersonAsync("zoe@corp.example", "Zoe Unmistakable", participates: "no");
        await PublishedAsync(participants: 3);
        await RunAsync(TimeSpan.FromMinutes(1));

        Assert.DoesNotContain("Zoe", Encoding.UTF8.GetString(Assert.Single(_chat.Taken).Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_DownOnMonday_TellsOnTuesdayAndNotOnThursday()
    {
        await UseThreeAsync();
        var late = await AddAsync("slack");
        await RunAsync(ToDue + TimeSpan.FromDays(1));
        Assert.Single(await DeliveriesAsync(late.Id));

        // A channel that is new is not owed the week before, and nobody is on Thursday.
        var fresh = await AddAsync("slack");
        await RunAsync(TimeSpan.FromDays(2));

        Assert.Empty(await DeliveriesAsync(fresh.Id));
        Assert.Single(_chat.Taken);
    }

    [Fact]
    public async Task Preview_OfSlack_IsWhatATestSends()
    {
        await UseThreeAsync();
        var channel = await AddAsync("slack");
        await RunAsync(TimeSpan.FromDays(7));
        var preview = await _server.Admin.GetStringAsync($"/api/v1/digests/{channel.Id}/preview", Stop);

        Assert.Equal("delivered", (string?)(await PostAsync($"/api/v1/digests/{channel.Id}/test"))["state"]);

        // What is sent carries the heads of its moment besides, as the last of the line below.
        var sent = Assert.Single(_chat.Taken).Json;
        var context = sent["blocks"]!.AsArray()[^1]!["elements"]!.AsArray();
        Assert.StartsWith("Heads, for who checks later: ledger `", (string?)context[^1]!["text"], StringComparison.Ordinal);
        context.RemoveAt(context.Count - 1);
        Assert.Equal(JsonNode.Parse(preview)!.ToJsonString(), sent.ToJsonString());
    }

    [Fact]
    public async Task Picture_OfSlack_IsFetchedByItsAddressForADay()
    {
        await KnowOwnAddressAsync();
        await UseThreeAsync();
        var channel = await AddAsync("slack");
        _clock.Advance(TimeSpan.FromDays(7));
        await PostAsync($"/api/v1/digests/{channel.Id}/test");
        var image = Assert.Single(_chat.Taken).Json["blocks"]!.AsArray().SingleOrDefault(block => (string?)block!["type"] == "image");
        if (image is null)
        {
            RealPart.Missing($"Nothing here draws a PNG. Install {PngProgram.Wanted}.");
        }

        var path = new Uri((string)image!["image_url"]!).AbsolutePath;

        var png = await _server.Anonymous.GetByteArrayAsync(path, Stop);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        _clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.NotFound, (await _server.Anonymous.GetAsync(path, Stop)).StatusCode);
    }

    /// <summary>Three people are all Power Users of their company: of what a channel is shown, seven of ten are what nobody had to win from anybody.</summary>
    [Fact]
    public async Task Leading_WithTitlesWonFromOthersAlone_IsToldWithoutThem()
    {
        await UseThreeAsync();
        var channel = await AddAsync("webhook");
        await RunAsync(TimeSpan.FromDays(7));

        Assert.Equal("delivered", (string?)(await PostAsync($"/api/v1/digests/{channel.Id}/test"))["state"]);

        var leading = Assert.Single(_chat.Taken).Json["data"]!["leading"]!.AsArray();
        Assert.Equal(3, leading.Count);
        Assert.All(leading, static row => Assert.Empty(row!["titles"]!.AsArray()));
    }

    /// <summary>Slack takes nothing of a message whose picture it cannot fetch, and a server inside a company is not to be reached from there.</summary>
    [Fact]
    public async Task Picture_ThatSlackCannotFetch_IsLeftOutAndTheRestIsTold()
    {
        await KnowOwnAddressAsync();
        await UseThreeAsync();
        var channel = await AddAsync("slack");
        _chat.ReachesPictures = false;

        await RunAsync(ToDue);

        if (!SlackRules.HasPicture(_chat.Asked[0]))
        {
            RealPart.Missing($"Nothing here draws a PNG. Install {PngProgram.Wanted}.");
        }

        var taken = Assert.Single(_chat.Taken);
        Assert.False(SlackRules.HasPicture(taken));
        Assert.Equal((string?)_chat.Asked[0].Json["text"], (string?)taken.Json["text"]);
        Assert.Equal(_chat.Asked[0].Json["blocks"]!.AsArray().Count - 1, taken.Json["blocks"]!.AsArray().Count);
        Assert.Equal([("week", "2026-11-16", "delivered", "200 ok, without the picture, with which it was 400 invalid_blocks")], await DeliveriesAsync(channel.Id));
    }

    [Theory]
    [InlineData("slack", "Team", "http://chat.example.com/hook", "url")]
    [InlineData("slack", "Team", "ftp://chat.example.com/hook", "url")]
    [InlineData("slack", "Team", "hook", "url")]
    [InlineData("slack", "", "https://chat.example.com/hook", "name")]
    [InlineData(null, "Team", "https://chat.example.com/hook", "kind")]
    public async Task Channel_ThatCannotBe_IsRefused(string? kind, string name, string url, string field)
    {
        var response = await _server.Admin.PostAsJsonAsync("/api/v1/digests", new { kind, name, url }, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await response.Content.ReadFromJsonAsync<JsonNode>(Stop))!["errors"]![field]);
    }

    [Fact]
    public async Task Address_OfAChannel_IsNotShownAgain()
    {
        var channel = await AddAsync("webhook");

        var list = await _server.Admin.GetStringAsync("/api/v1/digests", Stop);

        Assert.DoesNotContain("/webhook", list, StringComparison.Ordinal);
        Assert.DoesNotContain(channel.Secret!["whsec_".Length..], list, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", list, StringComparison.Ordinal);
    }

    private Task<RunningServer> StartAsync(params string[] settings) => RunningServer.StartAsync(
        // The receiver of these tests is on this machine.
        settings: ["--Claudeonomics:InternalDigestHosts=127.0.0.1", .. settings], configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock));

    // With an address of its own, at which Slack gets a picture too: a browser draws it, so that only tests of it wait for that.
    private async Task KnowOwnAddressAsync()
    {
        await _server.DisposeAsync();
        _server = await StartAsync("--Claudeonomics:PublicUrl=https://board.example.com");
    }

    private async Task<(string Id, string? Secret)> AddAsync(string kind, string? team = null, bool weekly = true)
    {
        var url = kind == "slack" ? _chat.Slack : _chat.Webhook;
        var response = await _server.Admin.PostAsJsonAsync("/api/v1/digests", new { kind, name = "General", url, team, weekly }, Stop);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var made = (await response.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        return ((string)made["id"]!, (string?)made["secret"]);
    }

    private async Task RunAsync(TimeSpan later)
    {
        _clock.Advance(later);
        await _server.Services.GetRequiredService<DigestService>().RunDueAsync(Stop);
    }

    private async Task<JsonNode> PostAsync(string path)
    {
        var response = await _server.Admin.PostAsync(path, null, Stop);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
    }

    private async Task<List<(string, string, string, string)>> DeliveriesAsync(string channel) =>
    [
        .. (await _server.Admin.ReadAsync($"/api/v1/digests/{channel}/deliveries"))["items"]!.AsArray().Select(row => (
            (string)row!["occasion"]!, (string)row["from"]!, (string)row["state"]!, (string)row["answer"]!)),
    ];

    private async Task UseThreeAsync(string? team = null)
    {
        await UseAsync("ann@corp.example", "Ann", output: 1_000, team: team);
        await UseAsync("bob@corp.example", "Bob", output: 2_000, team: team);
        await UseAsync("cat@corp.example", "Cat", output: 4_000, team: team);
    }

    private async Task<string> UseAsync(string email, string name, long output, string participates = "named", string? team = null)
    {
        await _server.PutPersonAsync(email, name, team, participates);
        var ingest = await _server.PostKeyAsync("ingest", email);
        await UseAsync(ingest.Key, output);
        return ingest.Key;
    }

    private async Task UseAsync(string key, long output)
    {
        var identity = _server.IdentityOf(key);
        var facts = new FactBatch();
        facts.Add(new UsageEvent
        {
            Identity = identity,
            Who = Who.Known,
            Source = Source.OtlpEvent,
            AtUnixMs = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Conversation = (ulong)identity,
            Request = (ulong)_clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Origin = new("claude-code", "anthropic", "no-such-model"),
            Usage = new(uncachedInputTokens: 10, cacheReadTokens: 90, 0, 0, 0, output, reasoningTokens: 0),
        });
        await _server.AppendAsync(facts);
    }

    private async Task AcceptEditsAsync(string email, int edits)
    {
        var identity = _server.IdentityOf((await _server.PostKeyAsync("ingest", email)).Key);
        var facts = new FactBatch();
        for (var edit = 0; edit < edits; edit++)
        {
            facts.Add(new Signal
            {
                Identity = identity,
                Who = Who.Known,
                Source = Source.OtlpEvent,
                AtUnixMs = Start.AddMinutes(edit).ToUnixTimeMilliseconds(),
                Conversation = (ulong)identity,
                Agent = "claude-code",
                Kind = SignalKind.EditAccepted,
                ByHuman = true,
                Ordinal = (ulong)edit,
            });
        }

        await _server.Services.GetRequiredService<IUsageLedger>().AppendAsync(facts, Stop);
    }

    private async Task PublishedAsync(int participants)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((int)(await _server.Admin.ReadAsync("/api/v1/boards/tokens"))["population"]!["participants"]! != participants)
        {
            _clock.Advance(TimeSpan.FromSeconds(6));
            await Task.Delay(50, limit.Token);
        }
    }
}
