using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Approvals;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>What takes two people takes two, who are different, within a day, once.</summary>
public sealed class ApprovalTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private HttpClient _steward = null!;
    private HttpClient _auditor = null!;
    private HttpClient _ann = null!;
    private string _annId = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _annId = (string)(await _server.PutPersonAsync("ann@example.com", "Ann Lee", participates: "pseudonym"))["id"]!;
        foreach (var role in (string[])["steward", "auditor"])
        {
            await _server.PutPersonAsync($"{role}@example.com", role);
            await _server.GiveRolesAsync($"{role}@example.com", role);
        }

        _steward = _server.Client(await _server.OwnKeyAsync("steward@example.com"));
        _auditor = _server.Client(await _server.OwnKeyAsync("auditor@example.com"));
        _ann = _server.Client(await _server.OwnKeyAsync("ann@example.com"));
    }

    public ValueTask DisposeAsync()
    {
        _steward.Dispose();
        _auditor.Dispose();
        _ann.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Unmask_ApprovedByAnother_NamesOnceAndTellsThePerson()
    {
        var id = await AskAsync(_steward);
        Assert.Equal(HttpStatusCode.NotFound, (await _steward.PostAsync($"/api/v1/approvals/{id}/unmask", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await DecideAsync(_steward, id, "approve"));
        Assert.Equal(HttpStatusCode.Forbidden, await DecideAsync(_ann, id, "approve"));
        Assert.Equal(HttpStatusCode.Forbidden, await DecideAsync(_server.Admin, id, "approve"));
        Assert.Equal(HttpStatusCode.NoContent, await DecideAsync(_auditor, id, "approve"));
        Assert.Equal(HttpStatusCode.Conflict, await DecideAsync(_auditor, id, "decline"));

        // Whoever approved did not ask.
        Assert.Equal(HttpStatusCode.NotFound, (await _auditor.PostAsync($"/api/v1/approvals/{id}/unmask", null)).StatusCode);
        var named = await (await _steward.PostAsync($"/api/v1/approvals/{id}/unmask", null)).Content.ReadFromJsonAsync<JsonNode>();
        Assert.Equal(("Ann Lee", "ann@example.com"), ((string)named!["name"]!, (string)named["email"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await _steward.PostAsync($"/api/v1/approvals/{id}/unmask", null)).StatusCode);

        var looks = (await _ann.ReadAsync("/api/v1/me/looked-at"))["items"]!.AsArray().Select(static look => (string)look!["what"]!).ToList();
        Assert.Contains($"asks unmask {id}", looks);
        Assert.Contains($"approves unmask {id}", looks);
        Assert.Contains($"uses unmask {id}", looks);
    }

    [Fact]
    public async Task Requests_InPages_AreAllOfThem_TheLatestFirst()
    {
        var asked = new List<string>();
        for (var request = 0; request < 5; request++)
        {
            asked.Insert(0, await AskAsync(request % 2 == 0 ? _steward : _auditor));
            await Task.Delay(2);
        }

        Assert.Equal(asked, await _steward.ReadIdsAsync("/api/v1/approvals", limit: 2));
        Assert.Empty(await _ann.ReadIdsAsync("/api/v1/approvals", limit: 2));
    }

    [Fact]
    public async Task Request_Declined_IsNotDone()
    {
        var id = await AskAsync(_auditor);

        Assert.Equal(HttpStatusCode.NoContent, await DecideAsync(_steward, id, "decline"));

        Assert.Equal(HttpStatusCode.NotFound, (await _auditor.PostAsync($"/api/v1/approvals/{id}/unmask", null)).StatusCode);
    }

    [Fact]
    public async Task Decide_ByAKeyThatAnAdministratorMade_IsRefused()
    {
        var lent = (await _server.PostKeyAsync("read", "auditor@example.com")).Key;
        using var administratorAsAuditor = _server.Client(lent);
        var id = await AskAsync(_steward);

        Assert.Equal(HttpStatusCode.Forbidden, await DecideAsync(administratorAsAuditor, id, "approve"));
    }

    [Fact]
    public async Task Ask_ByWhoseRoleDoesNot_OrWithoutAReason_IsRefused()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(_ann, "unmask", _annId, "curious")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(_server.Admin, "unmask", _annId, "curious")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(_steward, "lift-policy", "policy", "hurry")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_steward, "unmask", _annId, " ")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_steward, "everything", _annId, "why")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(_server.Admin, "lift-policy", "open", "an outage")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_server.Admin, "lift-policy", "policy", "an outage")).StatusCode);
    }

    [Fact]
    public async Task Request_AfterADay_CanNeitherBeDecidedNorUsed()
    {
        var clock = new MovingClock(new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
        var service = new ApprovalService(
            _server.Services.GetRequiredService<ControlDatabase>(), _server.Services.GetRequiredService<Roles>(),
            _server.Services.GetRequiredService<Server.Trust.AccessLog>(), clock);
        var steward = new Viewer(await IdOfAsync("steward@example.com"), IsAdministrator: false);
        var auditor = new Viewer(await IdOfAsync("auditor@example.com"), IsAdministrator: false);
        var (late, _) = await service.AskAsync(ApprovalKind.Unmask, _annId, "why", steward, default);
        var (unused, _) = await service.AskAsync(ApprovalKind.Unmask, _annId, "why", steward, default);
        Assert.Equal(ApprovalOutcome.Done, await service.DecideAsync(unused!, true, auditor, default));

        clock.Now += ApprovalService.Lifetime;

        Assert.Equal(ApprovalOutcome.NotNow, await service.DecideAsync(late!, true, auditor, default));
        Assert.Null(await service.TakeAsync(unused!, ApprovalKind.Unmask, steward, default));
        Assert.All(await service.ListAsync(steward, after: null, 10, default), static request => Assert.Equal(ApprovalState.Expired, request.State));
    }

    private async Task<string> IdOfAsync(string email) =>
        (await _server.Services.GetRequiredService<PeopleService>().FindAsync(email, default))!.Id;

    private async Task<string> AskAsync(HttpClient client)
    {
        var asked = await PostAsync(client, "unmask", _annId, "a threat in a set-up note");
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        return (string)(await asked.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string kind, string subject, string reason) =>
        client.PostAsJsonAsync("/api/v1/approvals", new { kind, subject, reason });

    private static async Task<HttpStatusCode> DecideAsync(HttpClient client, string id, string decision) =>
        (await client.PostAsJsonAsync($"/api/v1/approvals/{id}/decide", new { decision })).StatusCode;

    private sealed class MovingClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
