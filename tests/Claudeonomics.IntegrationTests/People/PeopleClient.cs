using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.Core.Wire;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>What tests ask of the people API, in few words.</summary>
internal static class PeopleClient
{
    /// <returns>What an administrator is answered, with the person's id, which an administrator is not told.</returns>
    public static async Task<JsonNode> PutPersonAsync(
        this RunningServer server, string email, string name = "Somebody", string? team = null, object? participates = null)
    {
        var response = await server.Admin.PutAsJsonAsync($"/api/v1/people/{Uri.EscapeDataString(email)}", new { name, team, participates });
        response.EnsureSuccessStatusCode();
        var person = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Null(person["id"]);
        person["id"] = (await server.Services.GetRequiredService<PeopleService>().FindAsync(email, default))!.Id;
        return person;
    }

    public static async Task<(string Id, string Key)> PostKeyAsync(this RunningServer server, string kind, string? person = null)
    {
        var response = await server.Admin.PostAsJsonAsync("/api/v1/keys", new { kind, person });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var key = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        return ((string)key["id"]!, (string)key["key"]!);
    }

    /// <summary>A read key that a person made for themselves, as they would when signed in.</summary>
    public static async Task<string> OwnKeyAsync(this RunningServer server, string person)
    {
        var owner = await server.Services.GetRequiredService<PeopleService>().FindAsync(person, default);
        return (await server.Services.GetRequiredService<KeyService>().CreateAsync(KeyKind.Read, owner!.Id, "self", default))!.Text;
    }

    /// <summary>Gives a person all the roles they have from now on.</summary>
    public static async Task GiveRolesAsync(this RunningServer server, string person, params string[] roles) =>
        (await server.Admin.PutAsJsonAsync($"/api/v1/people/{Uri.EscapeDataString(person)}", new { roles })).EnsureSuccessStatusCode();

    /// <summary>Signs a command line in as a person, who confirms its code.</summary>
    public static async Task<DeviceKey> SignInDeviceAsync(this RunningServer server, string person, string name = "laptop", string? device = null)
    {
        var codes = await server.BeginDeviceAsync(name, device);
        var devices = server.Services.GetRequiredService<DeviceSignInService>();
        var owner = await server.Services.GetRequiredService<PeopleService>().FindAsync(person, default);
        Assert.Equal(name, await devices.DecideAsync(codes.UserCode, owner!.Id, isAllowed: true, default));
        var (status, key, _) = await server.PollAsync(codes.DeviceCode);
        Assert.Equal(HttpStatusCode.OK, status);
        return key!;
    }

    public static async Task<DeviceSignInCodes> BeginDeviceAsync(this RunningServer server, string name = "laptop", string? device = null)
    {
        var response = await server.Anonymous.PostAsJsonAsync(
            "/api/v1/device", new DeviceSignInRequest(name, device), WireJson.Default.DeviceSignInRequest);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(WireJson.Default.DeviceSignInCodes))!;
    }

    /// <summary>The device asks for its key.</summary>
    public static async Task<(HttpStatusCode Status, DeviceKey? Key, WireProblem? Problem)> PollAsync(this RunningServer server, string? deviceCode)
    {
        var response = await server.Anonymous.PostAsJsonAsync("/api/v1/device/token", new DevicePoll(deviceCode), WireJson.Default.DevicePoll);
        return response.IsSuccessStatusCode
            ? (response.StatusCode, await response.Content.ReadFromJsonAsync(WireJson.Default.DeviceKey), null)
            : (response.StatusCode, null, await response.Content.ReadFromJsonAsync(WireJson.Default.WireProblem));
    }

    /// <summary>The number under which a person's own key writes.</summary>
    public static int IdentityOf(this RunningServer server, string ingestKey) =>
        server.Services.GetRequiredService<IIngestGate>().Find(ingestKey)!.PersonalIdentity!.Value;

    /// <summary>Puts one fact into the ledger and waits until sums tell of it, which is a moment after it is durable.</summary>
    public static async Task AppendAsync(this RunningServer server, FactBatch facts)
    {
        var sums = server.Services.GetRequiredService<LiveSums>();
        var before = sums.Version;
        Assert.Equal(1, (await server.Services.GetRequiredService<IUsageLedger>().AppendAsync(facts, default))!.Value.Accepted);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (sums.Version == before)
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public static async Task<JsonNode> ReadAsync(this HttpClient client, string path) => (await client.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>The ids of a whole list, page by page.</summary>
    public static async Task<List<string>> ReadIdsAsync(this HttpClient client, string path, int limit)
    {
        var (ids, next) = (new List<string>(), "");
        while (next is not null)
        {
            var page = await client.ReadAsync($"{path}?limit={limit}{(next.Length == 0 ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            var items = page["items"]!.AsArray();
            Assert.True(items.Count <= limit);
            ids.AddRange(items.Select(static item => (string)item!["id"]!));
            next = (string?)page["next"];
        }

        return ids;
    }
}
