using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>What tests ask of the people API, in few words.</summary>
internal static class PeopleClient
{
    public static async Task<JsonNode> PutPersonAsync(
        this RunningServer server, string email, string name = "Somebody", string? team = null, object? participates = null)
    {
        var response = await server.Admin.PutAsJsonAsync($"/api/v1/people/{Uri.EscapeDataString(email)}", new { name, team, participates });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public static async Task<(string Id, string Key)> PostKeyAsync(this RunningServer server, string kind, string? person = null)
    {
        var response = await server.Admin.PostAsJsonAsync("/api/v1/keys", new { kind, person });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var key = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        return ((string)key["id"]!, (string)key["key"]!);
    }

    public static async Task<JsonNode> ReadAsync(this HttpClient client, string path) => (await client.GetFromJsonAsync<JsonNode>(path))!;
}
