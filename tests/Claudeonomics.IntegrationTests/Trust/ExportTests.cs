using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>A board leaves as a file when two people say so, once, and a piece of it says whose it was.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private const string Ann = "p0@example.com";
    private const string Ben = "p2@example.com";

    private RunningServer _server = null!;
    private HttpClient _ann = null!;
    private HttpClient _ben = null!;
    private HttpClient _steward = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(SmallCompany.Now, rate: 1, TimeProvider.System)));
        await SmallCompany.FillAsync(_server, people: 16);
        await _server.PutPersonAsync("zoe@example.com", "Zoe who takes no part", "alpha", "no");
        await _server.PutPersonAsync("steward@example.com", "Steward");
        await _server.GiveRolesAsync("steward@example.com", "steward");
        _ann = _server.Client(await _server.OwnKeyAsync(Ann));
        _ben = _server.Client(await _server.OwnKeyAsync(Ben));
        _steward = _server.Client(await _server.OwnKeyAsync("steward@example.com"));
    }

    public ValueTask DisposeAsync()
    {
        _ann.Dispose();
        _ben.Dispose();
        _steward.Dispose();
        return _server.DisposeAsync();
    }

    [Fact(Timeout = 300_000)]
    public async Task Copy_AskedForAndApproved_IsTakenOnceAndItsPiecesNameWhoTookIt()
    {
        var id = await AskAsync(_ann, "window=30d");
        Assert.Equal(HttpStatusCode.NotFound, (await TakeAsync(_ann, id)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await DecideAsync(_ann, id));
        Assert.Equal(HttpStatusCode.NoContent, await DecideAsync(_steward, id));
        Assert.Equal(HttpStatusCode.NotFound, (await TakeAsync(_steward, id)).StatusCode);
        // What was approved is of people, not of teams.
        Assert.Equal(HttpStatusCode.NotFound, (await TakeAsync(_ann, id, "teams")).StatusCode);

        var taken = await TakeAsync(_ann, id);
        var csv = await taken.Content.ReadAsStringAsync(Stop);
        Assert.Equal(HttpStatusCode.NotFound, (await TakeAsync(_ann, id)).StatusCode);

        Assert.Equal("claudeonomics-tokens-copy-1.csv", taken.Content.Headers.ContentDisposition!.FileName);
        Assert.Contains("no-store", taken.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Contains("a piece of it tells whose it was", csv, StringComparison.Ordinal);
        var rows = RowsOf(csv);
        var shown = (await _ann.ReadAsync("/api/v1/boards/tokens?window=30d"))["standings"]!.AsArray().Select(static row => (string)row!["person"]!["name"]!).ToList();
        var names = rows.ConvertAll(static row => row[1]);
        Assert.Equal(shown, names.Intersect(shown));
        var canary = Assert.Single(names.Except(shown));
        Assert.Matches("^[a-z]+-[a-z]+$", canary);
        Assert.DoesNotContain("Zoe", csv, StringComparison.Ordinal);

        var traced = await TraceAsync(string.Join('\n', rows.Take(8).Reverse().Select(static row => string.Join(';', row))));
        var copy = Assert.Single(traced["copies"]!.AsArray())!;
        Assert.Equal((1, "person", Ann), ((int)copy["copy"]!, (string)copy["askedBy"]!["who"]!, (string)copy["askedBy"]!["email"]!));
        Assert.Equal("steward@example.com", (string)copy["approvedBy"]!["email"]!);
        Assert.Equal(("tokens", "window=30d", id), ((string)copy["board"]!, (string)copy["view"]!, (string)copy["approvalId"]!));
    }

    [Fact(Timeout = 300_000)]
    public async Task Copies_OfOneBoard_AreEachTracedToTheirOwn_AndTheBoardToNobody()
    {
        var anns = await (await TakenAsync(_ann, "", "json")).Content.ReadAsStringAsync(Stop);
        var bens = RowsOf(await (await TakenAsync(_ben, "", "csv")).Content.ReadAsStringAsync(Stop));

        Assert.Equal([Ann], await WhoAsync(anns[(anns.Length / 4)..(anns.Length * 3 / 4)]));
        Assert.Equal([Ben], await WhoAsync(string.Join('\n', bens.Select(static row => string.Join('\t', row[1], row[5], row[4])))));
        Assert.Empty(await WhoAsync(await _ann.GetStringAsync("/api/v1/boards/tokens", Stop)));
    }

    [Fact(Timeout = 300_000)]
    public async Task Copy_WhilePaused_IsDarkAndStaysApproved()
    {
        var id = await AskAsync(_ann, "by=team");
        Assert.Equal(HttpStatusCode.NoContent, await DecideAsync(_steward, id));
        (await _server.Admin.PostAsync("/api/v1/pause", null, Stop)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await TakeAsync(_ann, id, "teams")).StatusCode);
        (await _server.Admin.DeleteAsync("/api/v1/pause", Stop)).EnsureSuccessStatusCode();

        var csv = await (await TakeAsync(_ann, id, "teams")).Content.ReadAsStringAsync(Stop);

        Assert.StartsWith("rank,team,members,score", csv.Split('\n')[2], StringComparison.Ordinal);
        Assert.Equal(SmallCompany.Teams, RowsOf(csv).Select(static row => row[1]).Order());
    }

    [Fact(Timeout = 300_000)]
    public async Task Copy_Taken_IsInTheLogWithItsBoardAndSnapshot()
    {
        await _server.PutPersonAsync("auditor@example.com", "Au");
        await _server.GiveRolesAsync("auditor@example.com", "auditor");
        using var auditor = _server.Client(await _server.OwnKeyAsync("auditor@example.com"));
        (await TakenAsync(_ann, "window=7d", "csv")).EnsureSuccessStatusCode();

        var entry = Assert.Single((await auditor.ReadAsync("/api/v1/access-log?act=export"))["items"]!.AsArray())!;

        Assert.Equal((SmallCompany.NameOf("p0"), "takes copy 1 of tokens?window=7d"), ((string)entry["by"]!, (string)entry["what"]!));
        Assert.True((long)entry["snapshot"]! > 0);
    }

    [Fact(Timeout = 300_000)]
    public async Task Ask_ForWhatOneMayNotSee_OrWithoutAReason_IsRefused()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_ann, "tokens", "", " ")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_ann, "everything", "", "why")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_ann, "tokens", "q=ann", "why")).StatusCode);
        // An administrator without a row sees people on the screen and takes none of them out.
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_server.Admin, "tokens", "", "why")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(_server.Admin, "tokens", "by=team", "why")).StatusCode);
        using var lent = _server.Client((await _server.PostKeyAsync("read", Ann)).Key);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(lent, "tokens", "", "why")).StatusCode);
        // Whoever approves sees what was checked.
        Assert.Equal(HttpStatusCode.BadRequest, (await _ann.PostAsJsonAsync("/api/v1/approvals", new { kind = "export", subject = "all of it", reason = "why" }, Stop)).StatusCode);
    }

    [Fact(Timeout = 300_000)]
    public async Task Page_OfWhoWasApproved_HasAButtonThatGivesTheFile()
    {
        var id = await AskAsync(_ann, "");
        Assert.DoesNotContain($"/exports/{id}/people", await _ann.GetStringAsync("/exports", Stop), StringComparison.Ordinal);
        Assert.Contains("export tokens", await _steward.GetStringAsync("/approvals", Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, await DecideAsync(_steward, id));

        var page = await _ann.GetStringAsync("/exports", Stop);
        Assert.Contains($"action=\"/exports/{id}/people\"", page, StringComparison.Ordinal);
        var token = Regex.Match(page, "__RequestVerificationToken\" value=\"([^\"]+)").Groups[1].Value;
        var file = await _ann.PostAsync(
            $"/exports/{id}/people", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["format"] = "json" }), Stop);

        Assert.Equal("application/json", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal([Ann], await WhoAsync(await file.Content.ReadAsStringAsync(Stop)));
        Assert.DoesNotContain($"/exports/{id}/people", await _ann.GetStringAsync("/exports", Stop), StringComparison.Ordinal);
    }

    private static List<string[]> RowsOf(string csv) => [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(3).Select(static line => line.Split(','))];

    private async Task<HttpResponseMessage> TakenAsync(HttpClient client, string view, string format)
    {
        var id = await AskAsync(client, view);
        Assert.Equal(HttpStatusCode.NoContent, await DecideAsync(_steward, id));
        return await TakeAsync(client, id, "people", format);
    }

    private static async Task<string> AskAsync(HttpClient client, string view)
    {
        var asked = await PostAsync(client, "tokens", view, "a talk at the all-hands");
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        return (string)(await asked.Content.ReadFromJsonAsync<JsonNode>(Stop))!["id"]!;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string board, string view, string reason) =>
        client.PostAsJsonAsync("/api/v1/exports", new { board, view, reason }, Stop);

    private static async Task<HttpStatusCode> DecideAsync(HttpClient client, string id) =>
        (await client.PostAsJsonAsync($"/api/v1/approvals/{id}/decide", new { decision = "approve" }, Stop)).StatusCode;

    private static Task<HttpResponseMessage> TakeAsync(HttpClient client, string id, string subject = "people", string format = "csv") =>
        client.PostAsync($"/api/v1/exports/{id}/{subject}?format={format}", null, Stop);

    private async Task<List<string>> WhoAsync(string text) =>
        [.. (await TraceAsync(text))["copies"]!.AsArray().Select(static copy => (string)copy!["askedBy"]!["email"]!)];

    private async Task<JsonNode> TraceAsync(string text)
    {
        var file = Path.Combine(_server.DataDirectory, "leak.txt");
        await File.WriteAllTextAsync(file, text, Stop);
        var (exitCode, output) = await ServerProcess.RunAsync("trace", file, $"--Claudeonomics:DataDirectory={_server.DataDirectory}");
        var traced = JsonNode.Parse(output)!;
        Assert.Equal(exitCode == 0, (bool)traced["found"]!);
        return traced;
    }
}

/// <summary>The same under a policy that keeps leads and money from single people, and tells of no small group.</summary>
public sealed class GuardedExportTests
{
    [Fact(Timeout = 300_000)]
    public async Task Ask_OfALead_IsForTeamsOnly_AndNoSmallGroupIsInTheFile()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await RunningServer.StartAsync(settings: ["--Claudeonomics:Policy=balanced"]);
        foreach (var role in (string[])["lead", "steward"])
        {
            await server.PutPersonAsync($"{role}@example.com", role, "alpha");
            await server.GiveRolesAsync($"{role}@example.com", role);
        }

        using var lead = server.Client(await server.OwnKeyAsync("lead@example.com"));
        using var steward = server.Client(await server.OwnKeyAsync("steward@example.com"));
        Assert.Equal(HttpStatusCode.BadRequest, (await lead.PostAsJsonAsync("/api/v1/exports", new { board = "tokens", view = "", reason = "reviews" }, cancellation)).StatusCode);

        var asked = await lead.PostAsJsonAsync("/api/v1/exports", new { board = "tokens", view = "by=team", reason = "a plan" }, cancellation);
        var id = (string)(await asked.Content.ReadFromJsonAsync<JsonNode>(cancellation))!["id"]!;
        (await steward.PostAsJsonAsync($"/api/v1/approvals/{id}/decide", new { decision = "approve" }, cancellation)).EnsureSuccessStatusCode();
        var file = await lead.PostAsync($"/api/v1/exports/{id}/teams", null, cancellation);

        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        // Two comments and the names of columns: a team of two is told about nowhere.
        Assert.Equal(3, (await file.Content.ReadAsStringAsync(cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
