using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>Keys are changed without a gap, as docs/operations.md says: the new one first, agents then, the old one last.</summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>A person's key, and the company's shared one: calls that say whose they are.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keys_OldAndNewAtOnce_CountEachCallOnceAndTheOldOneEndsAlone(bool isPersonal)
    {
        await _server.PutPersonAsync("ann@example.com", "Ann", participates: "named");
        var owner = isPersonal ? "ann@example.com" : null;
        using var ann = _server.Client(await _server.OwnKeyAsync("ann@example.com"));
        var old = await _server.PostKeyAsync("ingest", owner);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(old.Key, "a"));
        var next = await _server.PostKeyAsync("ingest", owner);
        // Both at once: an export that was tried with the old key is tried again with the new one, and the other way round; a second machine is late.
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK],
            [await SendAsync(next.Key, "a"), await SendAsync(next.Key, "b"), await SendAsync(old.Key, "b"), await SendAsync(old.Key, "c")]);
        Assert.Equal(3, await RequestsAsync(ann, 3));

        // Who still uses which is seen before the old one goes.
        await _server.Services.GetServices<IHostedService>().OfType<PeopleHousekeeping>().Single().SweepOnceAsync(default);
        var keys = (await _server.Admin.ReadAsync("/api/v1/keys"))["items"]!.AsArray().ToDictionary(static key => (string)key!["id"]!);
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((today, today), ((string?)keys[old.Id]!["lastUsedOn"], (string?)keys[next.Id]!["lastUsedOn"]));

        Assert.Equal(HttpStatusCode.NoContent, (await _server.Admin.DeleteAsync($"/api/v1/keys/{old.Id}")).StatusCode);

        // What an agent that was forgotten gets: an answer that OTLP does not try again.
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(old.Key, "d"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(next.Key, "e"));
        Assert.Equal(4, await RequestsAsync(ann, 4));
    }

    /// <summary>The administrator's key of the settings: another one in the settings takes its place at the next start.</summary>
    [Fact]
    public async Task OperatorsKey_AnotherInTheSettings_TakesItsPlace()
    {
        var first = await RunningServer.StartAsync();
        await first.PutPersonAsync("ann@example.com");
        await first.StopAsync();

        await using var second = await RunningServer.StartAsync(first.DataDirectory, ["--Claudeonomics:BootstrapAdminKey=another-administrators-key"]);
        using var another = second.Client("another-administrators-key");

        Assert.Equal(HttpStatusCode.Unauthorized, (await second.Admin.GetAsync("/api/v1/people")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await another.GetAsync("/api/v1/people/ann@example.com")).StatusCode);
    }

    /// <summary>Without the pages' keys everybody signs in again, and nothing else is lost.</summary>
    [Fact]
    public async Task PageKeys_Removed_EndSessionsAndNothingElse()
    {
        var first = await RunningServer.StartAsync();
        await first.PutPersonAsync("ann@example.com");
        var cookie = await SignInAsync(first);
        Assert.Equal(HttpStatusCode.OK, await LookAsync(first, cookie));
        await first.StopAsync();

        var second = await RunningServer.StartAsync(first.DataDirectory);
        Assert.Equal(HttpStatusCode.OK, await LookAsync(second, cookie));
        await second.StopAsync();
        Directory.Delete(Path.Combine(first.DataDirectory, "page-keys"), recursive: true);

        await using var third = await RunningServer.StartAsync(first.DataDirectory);
        Assert.Equal(HttpStatusCode.Unauthorized, await LookAsync(third, cookie));
        Assert.Equal(HttpStatusCode.OK, (await third.Admin.GetAsync("/api/v1/people/ann@example.com")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await LookAsync(third, await SignInAsync(third)));
    }

    /// <summary>Without the key that signed them the ledger's heads are no longer to be checked, and verification says so; counting goes on.</summary>
    [Fact]
    public async Task SigningKey_Removed_EndsVerificationOfWhatItSignedAndNothingElse()
    {
        await _server.PutPersonAsync("ann@example.com", "Ann", participates: "named");
        var key = await _server.PostKeyAsync("ingest", "ann@example.com");
        var own = await _server.OwnKeyAsync("ann@example.com");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(key.Key, "a"));
        Assert.True(await VerifyAsync(_server));
        await _server.StopAsync();
        File.Delete(Path.Combine(_server.DataDirectory, "ledger-signing-key.pem"));

        _server = await RunningServer.StartAsync(_server.DataDirectory);
        using var ann = _server.Client(own);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(key.Key, "b"));
        Assert.Equal(2, await RequestsAsync(ann, 2));
        Assert.False(await VerifyAsync(_server));
    }

    private static async Task<bool> VerifyAsync(RunningServer server)
    {
        using var response = await server.Admin.PostAsync("/api/v1/ledger/verify", null);
        return (bool)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["ok"]!;
    }

    private static async Task<string> SignInAsync(RunningServer server)
    {
        using var browser = server.Browser();
        using var form = new FormUrlEncodedContent([.. Forms.TokenIn(await browser.GetStringAsync("/signin")), new("key", RunningServer.AdminKey)]);
        var response = await browser.PostAsync("/signin", form);
        return response.Headers.GetValues("Set-Cookie").Single(static cookie => cookie.StartsWith("claudeonomics=", StringComparison.Ordinal)).Split(';')[0];
    }

    private static async Task<HttpStatusCode> LookAsync(RunningServer server, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/people");
        request.Headers.Add("Cookie", cookie);
        return (await server.Anonymous.SendAsync(request)).StatusCode;
    }

    private async Task<HttpStatusCode> SendAsync(string key, string call)
    {
        using var client = _server.Client(key);
        using var body = new StringContent(
            Call.Replace("TIME", $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}000000", StringComparison.Ordinal).Replace("CALL", call, StringComparison.Ordinal),
            Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return (await client.PostAsync("/v1/logs", body)).StatusCode;
    }

    // Sums follow a moment after a call is durable. Waits for as many as there should be, and a little for more than that.
    private async Task<long> RequestsAsync(HttpClient ann, long expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        long seen;
        while ((seen = await ReadAsync()) < expected)
        {
            await Task.Delay(50, limit.Token);
        }

        var sums = _server.Services.GetRequiredService<LiveSums>();
        var version = sums.Version;
        await Task.Delay(300, limit.Token);
        return sums.Version == version ? seen : await ReadAsync();

        async Task<long> ReadAsync() => (long)(await ann.ReadAsync("/api/v1/me/usage?by=agent"))["totals"]!["requests"]!;
    }

    private const string Call =
        """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"claude-code"}}]},
        "scopeLogs":[{"scope":{"name":"com.anthropic.claude_code.events"},"logRecords":[{
        "timeUnixNano":"TIME","body":{"stringValue":"claude_code.api_request"},
        "attributes":[{"key":"event.name","value":{"stringValue":"api_request"}},
        {"key":"session.id","value":{"stringValue":"a-conversation"}},{"key":"user.email","value":{"stringValue":"ann@example.com"}},
        {"key":"request_id","value":{"stringValue":"req_CALL"}},
        {"key":"model","value":{"stringValue":"claude-opus-4-6"}},
        {"key":"input_tokens","value":{"intValue":"24"}},{"key":"output_tokens","value":{"intValue":"200"}}]}]}]}]}
        """;
}
