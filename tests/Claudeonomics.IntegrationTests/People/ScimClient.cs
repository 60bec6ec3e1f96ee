using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>A directory, as it calls a server.</summary>
internal sealed class ScimClient(HttpClient http) : IDisposable
{
    public static async Task<ScimClient> ForAsync(RunningServer server) => new(server.Client((await server.PostKeyAsync("scim")).Key));

    /// <summary>Sends a request below <c>/scim/v2</c> and looks at what every answer has in common.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new(method), $"/scim/v2{path}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/scim+json");
        using var response = await http.SendAsync(request);
        if (response.StatusCode is HttpStatusCode.NoContent)
        {
            return (response.StatusCode, null);
        }

        Assert.Equal("application/scim+json", response.Content.Headers.ContentType?.MediaType);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        if (!response.IsSuccessStatusCode)
        {
            Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", (string?)answer["schemas"]![0]);
            // As text: the RFC says so, and directories read it so.
            Assert.Equal($"{(int)response.StatusCode}", answer["status"]!.GetValue<string>());
        }

        return (response.StatusCode, answer);
    }

    /// <summary>The same, where it must succeed.</summary>
    public async Task<JsonNode> DoAsync(string method, string path, string? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body);
        Assert.True((int)status is >= 200 and < 300, $"{method} {path} was answered {(int)status}: {answer}");
        return answer ?? new JsonObject();
    }

    /// <summary>Adds a user and gives back the id.</summary>
    public async Task<string> AddUserAsync(string userName, string? department = null)
    {
        var user = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = userName };
        if (department is not null)
        {
            user["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] = new JsonObject { ["department"] = department };
        }

        return (string)(await DoAsync("POST", "/Users", user.ToJsonString()))["id"]!;
    }

    public async Task<string> AddGroupAsync(string displayName, params string[] members) => (string)(await DoAsync("POST", "/Groups", new JsonObject
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group"),
        ["displayName"] = displayName,
        ["members"] = new JsonArray([.. members.Select(member => new JsonObject { ["value"] = member })]),
    }.ToJsonString()))["id"]!;

    public void Dispose() => http.Dispose();
}
