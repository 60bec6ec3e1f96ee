using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>Every look at people is written down, whichever way it took, and the person sees who looked.</summary>
public sealed class AccessLogTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private HttpClient _ann = null!;
    private HttpClient _ben = null!;
    private HttpClient _auditor = null!;
    private string _annId = "";
    private string _benId = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _annId = (string)(await _server.PutPersonAsync("ann@example.com", "Ann", participates: "named"))["id"]!;
        _benId = (string)(await _server.PutPersonAsync("ben@example.com", "Ben", participates: "named"))["id"]!;
        await _server.PutPersonAsync("auditor@example.com", "Au");
        await _server.GiveRolesAsync("auditor@example.com", "auditor");
        _ann = _server.Client(await _server.OwnKeyAsync("ann@example.com"));
        _ben = _server.Client(await _server.OwnKeyAsync("ben@example.com"));
        _auditor = _server.Client(await _server.OwnKeyAsync("auditor@example.com"));
    }

    public ValueTask DisposeAsync()
    {
        _ann.Dispose();
        _ben.Dispose();
        _auditor.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Board_SeenOften_IsOneEntryWithItsFilterSnapshotAndCount()
    {
        for (var i = 0; i < 5; i++)
        {
            (await _ben.GetAsync("/api/v1/boards/tokens?window=7d&by=team")).EnsureSuccessStatusCode();
            (await _ben.GetAsync("/boards/score?window=7d")).EnsureSuccessStatusCode();
        }

        var entries = await LogAsync($"act=list&by=ben@example.com");

        Assert.Equal(["/api/v1/boards/tokens?window=7d&by=team", "/boards/score?window=7d"], entries.Select(static entry => (string)entry["what"]!).Order());
        Assert.All(entries, static entry => Assert.Equal(5, (int)entry["count"]!));
        Assert.All(entries, static entry => Assert.True((long)entry["snapshot"]! > 0));
        Assert.All(entries, static entry => Assert.Equal("Ben", (string)entry["by"]!));
    }

    [Fact]
    public async Task Board_AnsweredBeforeRouting_IsWrittenDownLikeTheFirst()
    {
        (await _ann.GetAsync("/api/v1/boards/tokens")).EnsureSuccessStatusCode();
        (await _ben.GetAsync("/api/v1/boards/tokens")).EnsureSuccessStatusCode();
        var (looks, status) = (0, HttpStatusCode.OK);
        for (System.Net.Http.Headers.EntityTagHeaderValue? tag = null; status is not HttpStatusCode.NotModified && looks < 20; looks++)
        {
            // The people who were just added may still make the board anew.
            using var again = new HttpRequestMessage(HttpMethod.Get, "/");
            if (tag is not null)
            {
                again.Headers.IfNoneMatch.Add(tag);
            }

            var answer = await _ben.SendAsync(again);
            (tag, status) = (answer.Headers.ETag, answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotModified, status);
        Assert.True((await LogAsync("act=list")).Count(static entry => (string)entry["what"]! == "/api/v1/boards/tokens") >= 2);
        Assert.Equal(looks, (await LogAsync($"by=ben@example.com")).Where(static entry => (string)entry["what"]! == "/").Sum(static entry => (int)entry["count"]!));
    }

    [Fact]
    public async Task Answer_BrokenOffInItsMidst_IsWrittenDownAllTheSame()
    {
        await _server.StopAsync();
        _server = await RunningServer.StartAsync(_server.DataDirectory, extend: static app => app.MapGet("/api/v1/half", static async (HttpContext context) =>
        {
            await context.Response.WriteAsync("some of the rows", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            throw new OperationCanceledException();
        }).Shows(Figures.People));
        _auditor.Dispose();
        _auditor = _server.Client(await _server.OwnKeyAsync("auditor@example.com"));

        await Assert.ThrowsAsync<HttpRequestException>(() => _auditor.GetStringAsync("/api/v1/half"));

        Assert.Equal("/api/v1/half", (string)Assert.Single(await LogAsync("act=list"))["what"]!);
    }

    [Fact]
    public async Task Person_LookedAt_SeesWhoLookedAndWhere()
    {
        (await _ben.GetAsync($"/people/{_annId}")).EnsureSuccessStatusCode();
        (await _ann.GetAsync($"/people/{_annId}")).EnsureSuccessStatusCode();
        (await _server.Admin.GetAsync($"/people/{_annId}")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NotFound, (await _ben.GetAsync("/people/nobody")).StatusCode);

        var looks = (await _ann.ReadAsync("/api/v1/me/looked-at"))["items"]!.AsArray();

        Assert.Equal([("Ben", "/people/…"), ("the key bootstrap", "/people/…")], looks.Select(static look => ((string)look!["by"]!, (string)look["what"]!)).Order());
        Assert.Empty((await _ben.ReadAsync("/api/v1/me/looked-at"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Own_ReadByAKeyThatAnAdministratorMade_IsALookAtThePerson()
    {
        using var lent = _server.Client((await _server.PostKeyAsync("read", "ann@example.com")).Key);
        (await lent.GetAsync("/api/v1/me")).EnsureSuccessStatusCode();
        (await _ann.GetAsync("/api/v1/me")).EnsureSuccessStatusCode();

        var look = Assert.Single((await _ann.ReadAsync("/api/v1/me/looked-at"))["items"]!.AsArray(), static look => (string)look!["act"]! != "access")!;
        Assert.StartsWith("the key ", (string)look["by"]!, StringComparison.Ordinal);
        Assert.Equal("/api/v1/me", (string)look["what"]!);
    }

    [Fact]
    public async Task KeysLinksAndRoles_ForSomebodyElse_AreInTheLogAndTheirs()
    {
        (await _server.Admin.PostAsJsonAsync("/api/v1/keys", new { kind = "read", person = "ann@example.com" })).EnsureSuccessStatusCode();
        (await _server.Admin.PostAsJsonAsync("/api/v1/signin-links", new { person = "ann@example.com" })).EnsureSuccessStatusCode();
        await _server.GiveRolesAsync("ann@example.com", "steward", "finance");
        await _server.GiveRolesAsync("ann@example.com");

        var made = (await LogAsync("act=access")).Where(static entry => (string)entry["what"]! != "gives auditor").Select(static entry => (string)entry["what"]!).ToList();
        Assert.Equal(4, made.Count);
        Assert.Contains(made, static what => what.StartsWith("makes a key, read ", StringComparison.Ordinal));
        Assert.Contains("makes a sign-in link", made);
        Assert.Contains("gives steward, finance", made);
        Assert.Contains("takes the roles", made);
        Assert.Empty(await LogAsync($"act=access&about={_annId}"));
        Assert.Contains((await _ann.ReadAsync("/api/v1/me/looked-at"))["items"]!.AsArray(), static look => (string)look!["what"]! == "gives steward, finance");
    }

    [Fact]
    public async Task Log_AskedByTheIdOnABoard_DoesNotSayWhoIsBehindIt()
    {
        (await _ben.GetAsync("/api/v1/boards/tokens")).EnsureSuccessStatusCode();

        Assert.NotEmpty(await LogAsync("by=ben@example.com"));
        Assert.Empty(await LogAsync($"by={_benId}"));
        Assert.DoesNotContain(_benId, await _auditor.GetStringAsync("/api/v1/access-log?by=ben@example.com"), StringComparison.Ordinal);
        Assert.DoesNotContain(">Ben<", await _auditor.GetStringAsync($"/audit?by={_benId}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looker_WhoDoesNotAppear_IsNotNamedToOthers_AndIsToAnAuditor()
    {
        await _server.PutPersonAsync("quiet@example.com", "Quiet Q", participates: "private");
        using var quiet = _server.Client(await _server.OwnKeyAsync("quiet@example.com"));
        (await quiet.GetAsync($"/people/{_annId}")).EnsureSuccessStatusCode();

        Assert.Equal("a colleague who does not appear", (string)Assert.Single((await _ann.ReadAsync("/api/v1/me/looked-at"))["items"]!.AsArray())!["by"]!);
        Assert.Equal("Quiet Q", (string)Assert.Single(await LogAsync("act=person"))["by"]!);
    }

    [Fact]
    public async Task Erased_LookerAndLookedAt_AreNobodyInTheLog_AndItVerifies()
    {
        (await _ben.GetAsync($"/people/{_annId}")).EnsureSuccessStatusCode();
        (await _ann.GetAsync($"/people/{_benId}")).EnsureSuccessStatusCode();
        Assert.Equal(2, (await LogAsync("act=person")).Count);

        (await _server.Admin.DeleteAsync("/api/v1/people/ann@example.com")).EnsureSuccessStatusCode();

        var entries = await LogAsync("act=person");
        Assert.Equal(
            [("Ben", null), ("somebody who is gone", _benId)],
            entries.Select(static entry => ((string)entry["by"]!, (string?)entry["about"])).Order());
        Assert.DoesNotContain(entries, entry => entry.ToJsonString().Contains(_annId, StringComparison.Ordinal));
        Assert.True((bool)(await VerifyAsync())["ok"]!);
    }

    [Fact]
    public async Task Log_PagedThroughAndReadAgain_IsTheSame_AndReadingItIsAnEntry()
    {
        for (var i = 1; i <= 7; i++)
        {
            (await _ben.GetAsync($"/api/v1/boards/tokens?limit={i}")).EnsureSuccessStatusCode();
        }

        var all = (await LogAsync("act=list")).ConvertAll(static entry => (string)entry["what"]!);
        var (paged, before) = (new List<string>(), "");
        do
        {
            var page = await _auditor.ReadAsync($"/api/v1/access-log?act=list&limit=3{before}");
            paged.AddRange(page["items"]!.AsArray().Select(static entry => (string)entry!["what"]!));
            before = page["next"] is { } next ? $"&before={next}" : "";
        }
        while (before.Length > 0);

        Assert.Equal(7, all.Count);
        Assert.Equal(all, paged);
        Assert.NotEmpty(await LogAsync("act=audit"));
    }

    [Fact]
    public async Task Stopped_Server_HasWrittenWhatWaited()
    {
        (await _ben.GetAsync("/api/v1/boards/tokens?limit=9")).EnsureSuccessStatusCode();
        await _server.StopAsync();
        _server = await RunningServer.StartAsync(_server.DataDirectory);
        _auditor.Dispose();
        _auditor = _server.Client(await _server.OwnKeyAsync("auditor@example.com"));

        Assert.Contains(await LogAsync("act=list"), static entry => (string)entry["what"]! == "/api/v1/boards/tokens?limit=9");
    }

    [Fact]
    public async Task TwentyPeople_ReadOneByOne_RaiseAnAlarmForAuditorsAndAdministrators()
    {
        for (var i = 0; i < 20; i++)
        {
            var id = (string)(await _server.PutPersonAsync($"p{i}@example.com", $"P{i}", participates: "named"))["id"]!;
            (await _ben.GetAsync($"/people/{id}")).EnsureSuccessStatusCode();
        }

        foreach (var told in (HttpClient[])[_auditor, _server.Admin])
        {
            var alarm = Assert.Single((await told.ReadAsync("/api/v1/alarms"))["items"]!.AsArray())!;
            Assert.Equal(("Ben", 20), ((string)alarm["by"]!, (int)alarm["people"]!));
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await _ann.GetAsync("/api/v1/alarms")).StatusCode);
        Assert.Equal("Ben", (string)Assert.Single(await LogAsync("act=alarm"))["by"]!);
    }

    private async Task<List<JsonNode>> LogAsync(string filter) =>
        [.. (await _auditor.ReadAsync($"/api/v1/access-log?{filter}"))["items"]!.AsArray().Select(static entry => entry!)];

    private async Task<JsonNode> VerifyAsync() =>
        (await (await _auditor.PostAsync("/api/v1/access-log/verify", null)).Content.ReadFromJsonAsync<JsonNode>())!;
}
