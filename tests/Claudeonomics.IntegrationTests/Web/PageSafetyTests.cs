using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.IntegrationTests.Trust;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>What people and programs call themselves and others, on everything that can be read; and what every answer says to a browser. The
/// addresses come out of the route table.</summary>
public sealed class PageSafetyTests : IAsyncLifetime
{
    private const string Tag = "<img src=x";

    private static readonly string[] Places = ["person", "pseudonymous", "team", "other", "device", "note", "channel", "reason", "model", "claim"];

    private static readonly string[] Inline = ["<script>", "<style", " style=\"", " onclick=", " onload=", "javascript:"];

    private RunningServer _server = null!;
    private string _channel = "";
    private readonly List<string> _people = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await _server.PutPersonAsync("ann@example.com", Hostile("person"), Hostile("team"), "named");
        await _server.PutPersonAsync("pat@example.com", Hostile("pseudonymous"), Hostile("team"), "pseudonym");
        await _server.PutPersonAsync("sam@example.com", "Sam", Hostile("other"), "named");
        await _server.GiveRolesAsync("sam@example.com", "steward", "auditor");
        foreach (var email in (string[])["ann@example.com", "pat@example.com", "sam@example.com"])
        {
            _people.Add((string)(await _server.Admin.ReadAsync($"/api/v1/people/{email}"))["id"]!);
            await UseAsync(_server.IdentityOf((await _server.PostKeyAsync("ingest", email)).Key));
        }

        await UseAsync(_server.Services.GetRequiredService<IIngestGate>().NumberOf(IdentityClaimKind.Account, System.Text.Encoding.UTF8.GetBytes(Hostile("claim")))!.Value);
        await _server.SignInDeviceAsync("ann@example.com", Hostile("device"));
        using var ann = _server.Client(await _server.OwnKeyAsync("ann@example.com"));
        (await ann.PutAsJsonAsync("/api/v1/me/help", new { topics = new[] { "reviews" }, note = Hostile("note") })).EnsureSuccessStatusCode();
        (await _server.Admin.PostAsJsonAsync("/api/v1/approvals", new { kind = "lift-policy", subject = "open", reason = Hostile("reason") })).EnsureSuccessStatusCode();
        var channel = await _server.Admin.PostAsJsonAsync("/api/v1/digests", new { kind = "webhook", name = Hostile("channel"), url = "https://chat.example.com/hook" });
        _channel = (string)(await channel.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact(Timeout = 300_000)]
    public async Task EveryRoute_WithMarkupInEveryName_ShowsItAsText()
    {
        await BoardShowsAnnAsync();
        var (broken, seen) = (new List<string>(), new HashSet<string>());
        await foreach (var (viewer, path, response, body) in EverythingAsync())
        {
            if (response.Content.Headers.ContentType?.MediaType is not ("text/html" or "image/svg+xml"))
            {
                continue;
            }

            seen.UnionWith(Places.Where(place => body.Contains($"zq{place}&", StringComparison.Ordinal)));
            if (body.Contains(Tag, StringComparison.OrdinalIgnoreCase) || Places.Any(place => body.Contains($"zq{place}\"", StringComparison.Ordinal) || body.Contains($"zq{place}'", StringComparison.Ordinal)))
            {
                broken.Add($"{viewer} {path}");
            }
        }

        Assert.Empty(broken);
        // Each was on some page: else nothing was shown of it.
        Assert.Equal([], Places.Except(seen));
    }

    [Fact(Timeout = 300_000)]
    public async Task EveryRoute_AnswersWithTheHeadersOfItsKind()
    {
        var (wrong, pages) = (new List<string>(), 0);
        await foreach (var (viewer, path, response, body) in EverythingAsync())
        {
            var isPage = !RequestKind.IsForPrograms(new Uri(_server.Address, path).AbsolutePath);
            pages += isPage && response.Content.Headers.ContentType?.MediaType == "text/html" ? 1 : 0;
            wrong.AddRange(WrongWith(response, isPage).Select(problem => $"{viewer} {path}: {problem}"));
            // A page with anything inline would not work under its own policy.
            if (response.Content.Headers.ContentType?.MediaType == "text/html" && Inline.Any(sign => body.Contains(sign, StringComparison.OrdinalIgnoreCase)))
            {
                wrong.Add($"{viewer} {path}: inline");
            }
        }

        Assert.Empty(wrong);
        Assert.True(pages > 40, $"{pages} pages");
    }

    private static IEnumerable<string> WrongWith(HttpResponseMessage response, bool isPage)
    {
        string HeaderOf(string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
        if (HeaderOf("X-Content-Type-Options") != "nosniff")
        {
            yield return "can be sniffed";
        }

        if (response.Content.Headers.ContentType is null && response.Content.Headers.ContentLength is not (null or 0))
        {
            yield return "has no type";
        }

        // Styles and scripts are everybody's; figures and names are kept by nobody, or asked about each time.
        if (response.RequestMessage!.RequestUri!.AbsolutePath != "/favicon.ico" && response.Headers.CacheControl is not ({ NoStore: true } or { Private: true, NoCache: true }))
        {
            yield return $"may be kept: {response.Headers.CacheControl}";
        }

        if (isPage && HeaderOf("Content-Security-Policy") is var policy
            && (!policy.Contains("default-src 'none'", StringComparison.Ordinal) || !policy.Contains("script-src 'self'", StringComparison.Ordinal)
                || !policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) || !policy.Contains("form-action 'self'", StringComparison.Ordinal)
                || !policy.Contains("base-uri 'none'", StringComparison.Ordinal) || policy.Contains("unsafe", StringComparison.Ordinal) || policy.Contains('*', StringComparison.Ordinal)))
        {
            yield return $"policy {policy}";
        }

        if (isPage && (HeaderOf("X-Frame-Options"), HeaderOf("Referrer-Policy"), HeaderOf("Cross-Origin-Opener-Policy")) is var three && three != ("DENY", "same-origin", "same-origin"))
        {
            yield return $"{three}";
        }

        if (HeaderOf("Access-Control-Allow-Origin").Length > 0 || HeaderOf("Server").Length > 0 || HeaderOf("X-Powered-By").Length > 0)
        {
            yield return "says too much";
        }

        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
        {
            if (!cookie.Contains("; httponly", StringComparison.OrdinalIgnoreCase) || !cookie.Contains("; path=/", StringComparison.OrdinalIgnoreCase)
                || !cookie.Contains("; samesite=", StringComparison.OrdinalIgnoreCase) || cookie.Contains("; domain=", StringComparison.OrdinalIgnoreCase)
                || cookie.Contains("samesite=none", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"cookie {cookie}";
            }
        }

        if (response.StatusCode is HttpStatusCode.InternalServerError)
        {
            yield return "failed";
        }
    }

    private static string Hostile(string place) => $"zq{place}\"'>{Tag} onerror=q()>";

    private async IAsyncEnumerable<(string Viewer, string Path, HttpResponseMessage Response, string Body)> EverythingAsync()
    {
        var teams = (await _server.Admin.ReadAsync("/api/v1/teams"))["items"]!.AsArray().Select(static team => (string)team!["id"]!).ToList();
        var paths = new Surfaces(_server, [.. _people, _channel], teams, "2026-10").Paths().Where(static path => !path.Contains("/stream", StringComparison.Ordinal)).Distinct().ToList();
        foreach (var (viewer, key) in (IEnumerable<(string, string?)>)
            [("administrator", RunningServer.AdminKey), ("ann", await _server.OwnKeyAsync("ann@example.com")), ("sam", await _server.OwnKeyAsync("sam@example.com")), ("nobody", null)])
        {
            using var client = _server.Browser();
            client.DefaultRequestHeaders.Authorization = key is null ? null : new("Bearer", key);
            foreach (var path in paths)
            {
                using var response = await client.GetAsync(path, Stop);
                yield return (viewer, path, response, await response.Content.ReadAsStringAsync(Stop));
            }
        }
    }

    private Task UseAsync(int identity)
    {
        var facts = new FactBatch();
        facts.Add(new UsageEvent
        {
            Identity = identity,
            Who = Who.Known,
            Source = Source.OtlpEvent,
            AtUnixMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            Conversation = (ulong)identity,
            Request = (ulong)identity,
            Origin = new("claude-code", "anthropic", Hostile("model")),
            Usage = new(uncachedInputTokens: 1_000, 0, 0, 0, 0, 500, reasoningTokens: 0),
        });
        return _server.AppendAsync(facts);
    }

    private async Task BoardShowsAnnAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!(await _server.Admin.GetStringAsync("/", limit.Token)).Contains("zqperson&", StringComparison.Ordinal))
        {
            await Task.Delay(200, limit.Token);
        }
    }
}
