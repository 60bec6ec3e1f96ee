using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>Everything that the program writes at its most talkative level, while each kind of secret is made, used, tried wrongly and ended: none is in it.</summary>
public sealed class LogSecretsTests : IDisposable
{
    private const string Operators = "chosen-by-the-operator-k3v9";

    private readonly string _data = Directory.CreateTempSubdirectory("claudeonomics-logs-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact(Timeout = 180_000)]
    public async Task Logs_WhileEverySecretIsMadeUsedAndTriedWrongly_HoldNone()
    {
        await using var server = await ServerProcess.StartAsync(
            $"--Claudeonomics:DataDirectory={_data}", $"--Claudeonomics:BootstrapAdminKey={Operators}",
            "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace", "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Trace", "--Logging:LogLevel:System.Net.Http=Trace");
        using var admin = Client(server, Operators);
        var secrets = new Dictionary<string, string> { ["operator's key"] = Operators };

        await MakeAsync("PUT", admin, "/api/v1/people/ann@example.com", new { name = "Ann", participates = "named" });
        foreach (var kind in (string[])["ingest", "read", "admin"])
        {
            secrets[kind] = (string)(await MakeAsync("POST", admin, "/api/v1/keys", new { kind, person = kind == "admin" ? null : "ann@example.com" }))["key"]!;
        }

        secrets["scim"] = (string)(await MakeAsync("POST", admin, "/api/v1/keys", new { kind = "scim" }))["key"]!;
        secrets["link"] = new Uri((string)(await MakeAsync("POST", admin, "/api/v1/signin-links", new { person = "ann@example.com" }))["url"]!).Segments[^1];
        secrets["invite"] = new Uri((string)(await MakeAsync("POST", admin, "/api/v1/invites", new { maxUses = 2 }))["url"]!).Segments[^1];
        var device = await MakeAsync("POST", admin, "/api/v1/device", new { name = "laptop" });
        (secrets["device code"], secrets["user code"]) = ((string)device["deviceCode"]!, (string)device["userCode"]!);
        secrets["channel's address"] = "B000-the-channels-own-secret";
        var channel = await MakeAsync("POST", admin, "/api/v1/digests", new { kind = "webhook", name = "Chat", url = $"https://127.0.0.2:9/hook/{secrets["channel's address"]}" }, mayFail: true);
        Assert.NotNull(channel["errors"]);
        var hook = await MakeAsync("POST", admin, "/api/v1/digests", new { kind = "webhook", name = "Chat", url = $"https://no-such-host.invalid/hook/{secrets["channel's address"]}" });
        secrets["webhook's secret"] = (string)hook["secret"]!;
        await admin.PostAsync($"/api/v1/digests/{(string)hook["id"]!}/test", null);

        // Used: in a header, in a path, in a form, in a cookie.
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        secrets["cookie"] = await SignInAsync(browser, "/signin", new("key", secrets["read"]));
        secrets["cookie by link"] = await SignInAsync(browser, $"/signin/{secrets["link"]}");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/settings")).StatusCode);
        await browser.GetAsync($"/join/{secrets["invite"]}");
        await browser.GetAsync($"/device?code={secrets["user code"]}");
        await browser.GetAsync($"/signin?returnUrl=%2Fsignin%2F{secrets["link"]}");
        foreach (var kind in (string[])["ingest", "read", "admin", "scim"])
        {
            using var client = Client(server, secrets[kind]);
            await client.GetAsync("/api/v1/me");
            await client.GetAsync("/scim/v2/Users");
            await client.PostAsync("/v1/logs", new StringContent("{}", null, "application/json"));
            await client.PostAsync("/v1/logs", new StringContent("{ broken", null, "application/json"));
            await browser.PostAsync($"/k/{secrets[kind]}/v1/logs", new StringContent("{}", null, "application/json"));
        }

        // Tried wrongly: the last character is another one.
        foreach (var (kind, secret) in secrets.ToList())
        {
            var wrong = secrets[$"wrong {kind}"] = secret[..^1] + (secret[^1] == 'a' ? 'b' : 'a');
            using var client = Client(server, wrong);
            await client.GetAsync("/api/v1/people");
            await client.PostAsync("/v1/logs", new StringContent("{}", null, "application/json"));
            await SignInAsync(browser, "/signin", new("key", wrong), mayFail: true);
            await browser.GetAsync($"/signin/{Uri.EscapeDataString(wrong)}");
            await browser.PostAsJsonAsync("/api/v1/device/token", new { deviceCode = wrong });
        }

        await admin.DeleteAsync($"/api/v1/keys/{secrets["read"].Split('_')[2]}");
        Assert.Equal(0, await server.StopAsync());

        // It did write of all this.
        Assert.Contains("Request starting", server.Output, StringComparison.Ordinal);
        Assert.Contains("was revoked by", server.Output, StringComparison.Ordinal);
        Assert.Contains("A sign-in with a key was refused", server.Output, StringComparison.Ordinal);
        Assert.Contains("Unknown or revoked key", server.Output, StringComparison.Ordinal);
        Assert.Contains("[redacted]", server.Output, StringComparison.Ordinal);
        Assert.Empty(secrets.Where(secret => server.Output.Contains(SecretPart(secret.Value), StringComparison.Ordinal)).Select(static secret => secret.Key));
    }

    // cn_read_ab12_secret: of all parts the secret one is the longest. What follows the last _ of a cookie may be two letters, which are in every log.
    private static string SecretPart(string secret) => secret.Split('_').MaxBy(static part => part.Length)!;

    private static HttpClient Client(ServerProcess server, string key)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return client;
    }

    private static async Task<JsonNode> MakeAsync(string method, HttpClient client, string path, object body, bool mayFail = false)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = JsonContent.Create(body) };
        using var response = await client.SendAsync(request);
        Assert.True(mayFail || response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    // Returns the cookie's value.
    private static async Task<string> SignInAsync(HttpClient browser, string path, KeyValuePair<string, string>? field = null, bool mayFail = false)
    {
        var token = Forms.TokenIn(await browser.GetStringAsync(path));
        using var form = new FormUrlEncodedContent([.. token, .. field is { } given ? (KeyValuePair<string, string>[])[given] : []]);
        var response = await browser.PostAsync(path, form);
        var cookie = response.Headers.TryGetValues("Set-Cookie", out var set) ? set.FirstOrDefault(static value => value.StartsWith("claudeonomics=", StringComparison.Ordinal)) : null;
        Assert.True(mayFail || cookie is not null, $"{path}: {response.StatusCode} {response.Headers.Location}");
        return cookie?.Split(';')[0]["claudeonomics=".Length..] ?? "";
    }
}
