using System.Net;
using Claudeonomics.IntegrationTests.People;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>Who may call what. A route that is new is closed to strangers until it is named here.</summary>
public sealed class AccessTests(AccessTests.Fixture fixture) : IClassFixture<AccessTests.Fixture>
{
    private const string Any = "00000000";

    // What answers without a key or cookie, and why that is right.
    private static readonly string[] Open =
    [
        "GET /healthz", "GET /readyz", "GET /metrics", // for machines; nobody's figures
        "GET /openapi/{documentName}.json",            // says what there is, not what is in it
        "GET /signin", "GET /signin/{token}", "POST /signin", "POST /signin/{token}", // where people become somebody
        "GET /join/{token}", "POST /join/{token}",     // whoever holds an invite
        "GET /notice",                                 // that a company is simulated, and no more
        "POST /api/v1/device", "POST /api/v1/device/token", // codes that somebody has to confirm, and a key for who has
        "POST /signout",                               // checks its form first
        "GET /assets/{version}/{name}", "GET /favicon.ico", // styles and scripts of the sign-in page too
        "GET /digests/pictures/{token}",               // an address that only a chat was told, for a day
        // Asked in the wrong content type here; over gRPC the key decides, see the intake's own tests.
        "POST /opentelemetry.proto.collector.logs.v1.LogsService/Export",
        "POST /opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        "POST /opentelemetry.proto.collector.trace.v1.TraceService/Export",
    ];

    [Fact]
    public async Task EveryRoute_WithoutAKey_IsClosedUnlessNamedHere()
    {
        var open = new List<string>();
        foreach (var (method, route) in Routes())
        {
            using var request = new HttpRequestMessage(new(method), Filled(route));
            var status = (await Client(null).SendAsync(request)).StatusCode;
            // Pages send people to where they sign in.
            if (status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Found))
            {
                open.Add($"{method} {route}");
            }
        }

        Assert.True(open.ToHashSet().SetEquals(Open), $"Open without a key: {string.Join(", ", open.Except(Open))}; not found open: {string.Join(", ", Open.Except(open))}");
    }

    // Admin, a read key with a person, a read key without one, a person's ingest key, a device's key.
    [Theory]
    [InlineData("GET", "/api/v1/people", 200, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/people/roles@example.com", 200, 200, 403, 403, 403)]
    [InlineData("GET", "/api/v1/people/else@example.com", 200, 403, 403, 403, 403)]
    [InlineData("PUT", "/api/v1/people/roles@example.com", 200, 403, 403, 403, 403)]
    [InlineData("DELETE", "/api/v1/people/no.such@example.com", 404, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/keys", 200, 200, 403, 403, 403)]
    [InlineData("POST", "/api/v1/keys", 400, 400, 400, 403, 403)]
    [InlineData("DELETE", "/api/v1/keys/nosuch", 404, 404, 403, 403, 403)]
    [InlineData("GET", "/api/v1/people/roles@example.com/usage", 403, 200, 403, 403, 403)]
    [InlineData("GET", "/api/v1/me", 403, 200, 403, 403, 200)]
    [InlineData("PUT", "/api/v1/me/consent", 403, 400, 403, 403, 403)]
    [InlineData("POST", "/api/v1/me/pseudonym", 403, 200, 403, 403, 403)]
    [InlineData("PUT", "/api/v1/me/pattern", 403, 200, 403, 403, 403)]
    [InlineData("GET", "/api/v1/me/usage", 403, 200, 403, 403, 200)]
    [InlineData("GET", "/api/v1/me/activity", 403, 200, 403, 403, 200)]
    [InlineData("GET", "/api/v1/me/league", 403, 404, 403, 403, 404)]
    [InlineData("GET", "/api/v1/me/advice", 403, 200, 403, 403, 200)]
    [InlineData("GET", "/api/v1/ledger/verify", 200, 403, 403, 403, 403)]
    [InlineData("POST", "/api/v1/ledger/verify", 200, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/boards", 200, 200, 200, 403, 403)]
    [InlineData("GET", "/api/v1/boards/tokens", 200, 200, 200, 403, 403)]
    [InlineData("GET", "/api/v1/boards/tokens/explain", 404, 404, 404, 403, 403)]
    [InlineData("GET", "/api/v1/seasons", 200, 200, 200, 403, 403)]
    [InlineData("GET", "/api/v1/seasons/2020-01", 404, 404, 404, 403, 403)]
    [InlineData("GET", "/api/v1/seasons/2020-01/verify", 404, 404, 404, 403, 403)]
    [InlineData("GET", "/api/v1/teams", 200, 403, 403, 403, 403)]
    [InlineData("POST", "/api/v1/teams", 400, 403, 403, 403, 403)]
    [InlineData("PUT", "/api/v1/teams/nosuch", 404, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/teams/nosuch/goal", 404, 404, 404, 403, 403)]
    [InlineData("PUT", "/api/v1/teams/nosuch/goal", 400, 400, 403, 403, 403)]
    [InlineData("DELETE", "/api/v1/teams/nosuch/goal", 404, 404, 403, 403, 403)]
    [InlineData("GET", "/api/v1/identities/unresolved", 200, 403, 403, 403, 403)]
    [InlineData("PUT", "/api/v1/identities/1000000/person", 404, 403, 403, 403, 403)]
    [InlineData("DELETE", "/api/v1/identities/1000000/person", 404, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/digests", 200, 403, 403, 403, 403)]
    [InlineData("POST", "/api/v1/digests", 400, 403, 403, 403, 403)]
    [InlineData("DELETE", "/api/v1/digests/nosuch", 404, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/digests/nosuch/preview", 404, 403, 403, 403, 403)]
    [InlineData("POST", "/api/v1/digests/nosuch/test", 404, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/digests/nosuch/deliveries", 200, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/findings", 403, 200, 403, 403, 200)]
    [InlineData("GET", "/api/v1/findings/queue", 403, 403, 403, 403, 403)]
    [InlineData("POST", "/api/v1/findings/nosuch/explain", 403, 400, 403, 403, 403)]
    [InlineData("POST", "/api/v1/findings/nosuch/appeal", 403, 400, 403, 403, 403)]
    [InlineData("POST", "/api/v1/findings/nosuch/decide", 403, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/integrity/health", 200, 200, 200, 403, 403)]
    [InlineData("POST", "/api/v1/integrity/run", 200, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/kudos", 403, 200, 403, 403, 403)]
    [InlineData("PUT", "/api/v1/kudos/nosuch", 403, 400, 403, 403, 403)]
    [InlineData("DELETE", "/api/v1/kudos/nosuch", 403, 404, 403, 403, 403)]
    [InlineData("GET", "/api/v1/tools", 200, 200, 200, 403, 403)]
    [InlineData("GET", "/api/v1/help", 200, 200, 200, 403, 403)]
    [InlineData("GET", "/api/v1/me/help", 403, 200, 403, 403, 403)]
    [InlineData("PUT", "/api/v1/me/help", 403, 400, 403, 403, 403)]
    [InlineData("DELETE", "/api/v1/me/help", 403, 404, 403, 403, 403)]
    [InlineData("PUT", "/api/v1/help/nosuch/helped", 403, 409, 403, 403, 403)]
    [InlineData("DELETE", "/api/v1/help/nosuch/helped", 403, 404, 403, 403, 403)]
    [InlineData("DELETE", "/api/v1/help/nosuch", 404, 403, 403, 403, 403)]
    [InlineData("GET", "/api/v1/invites", 200, 403, 403, 403, 403)]
    [InlineData("POST", "/api/v1/invites", 201, 403, 403, 403, 403)]
    [InlineData("DELETE", "/api/v1/invites/nosuch", 404, 403, 403, 403, 403)]
    [InlineData("POST", "/api/v1/signin-links", 201, 403, 403, 403, 403)]
    [InlineData("POST", "/api/v1/usage", 403, 403, 403, 400, 400)]
    [InlineData("GET", "/api/v1/pause", 200, 200, 200, 403, 403)]
    [InlineData("POST", "/api/v1/pause", 200, 403, 403, 403, 403)]
    [InlineData("DELETE", "/api/v1/pause", 200, 403, 403, 403, 403)]
    [InlineData("POST", "/api/v1/device", 400, 400, 400, 400, 400)]
    [InlineData("POST", "/api/v1/device/token", 400, 400, 400, 400, 400)]
    [InlineData("DELETE", "/api/v1/device", 403, 403, 403, 403, 204)]
    public async Task Route_ForEachRole_AnswersAsNamed(string method, string path, int admin, int reader, int dashboard, int ingest, int device)
    {
        var statuses = new List<int>();
        foreach (var key in (string[])[.. fixture.Keys, await fixture.DeviceKeyAsync()])
        {
            using var request = new HttpRequestMessage(new(method), path);
            request.Content = method is "GET" or "DELETE" ? null : new StringContent("{}", null, "application/json");
            statuses.Add((int)(await Client(key).SendAsync(request)).StatusCode);
        }

        // Whatever order the rows come in, the next finds figures shown.
        (await fixture.Server.Admin.DeleteAsync("/api/v1/pause")).EnsureSuccessStatusCode();
        Assert.Equal([admin, reader, dashboard, ingest, device], statuses);
    }

    [Fact]
    public void EveryRoute_OfTheApi_IsInTheRolesTable()
    {
        var inTable = typeof(AccessTests).GetMethod(nameof(Route_ForEachRole_AnswersAsNamed))!.GetCustomAttributes(false).OfType<InlineDataAttribute>()
            .Select(row => $"{row.Data[0]} {row.Data[1]}").ToList();
        var matched = Routes().Where(route => route.Pattern.StartsWith("/api/v1/", StringComparison.Ordinal))
            // A stream does not end; its way in is the board's.
            .Where(route => !route.Pattern.EndsWith("/stream", StringComparison.Ordinal))
            .Where(route => !inTable.Any(row => row.StartsWith($"{route.Method} ", StringComparison.Ordinal) && IsFilled(row, route.Pattern)))
            .Select(route => $"{route.Method} {route.Pattern}");

        Assert.Empty(matched);
    }

    private static bool IsFilled(string row, string pattern)
    {
        var path = row[(row.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split('/');
        var parts = pattern.TrimEnd('/').Split('/');
        return path.Length == parts.Length && path.Zip(parts).All(pair => pair.Second.StartsWith('{') || pair.First == pair.Second);
    }

    private static string Filled(string pattern) =>
        string.Join('/', pattern.Split('/').Select(part => part.StartsWith('{') ? part.Contains("documentName", StringComparison.Ordinal) ? "v1.json" : Any : part));

    private IEnumerable<(string Method, string Pattern)> Routes() =>
        from endpoint in fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, "/" + endpoint.RoutePattern.RawText!.Trim('/'));

    /// <summary>One server with a key of each role: signing a device in is limited to so many a minute, fewer than there are routes.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private string? _deviceKey;

        public RunningServer Server { get; private set; } = null!;

        public IReadOnlyList<string> Keys { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            Server = await RunningServer.StartAsync();
            await Server.PutPersonAsync("roles@example.com");
            await Server.PutPersonAsync("else@example.com");
            (await Server.Admin.PostAsync("/api/v1/ledger/verify", null)).EnsureSuccessStatusCode();
            Keys =
            [
                RunningServer.AdminKey,
                (await Server.PostKeyAsync("read", "roles@example.com")).Key,
                (await Server.PostKeyAsync("read")).Key,
                (await Server.PostKeyAsync("ingest", "roles@example.com")).Key,
            ];
        }

        /// <summary>The device's, or another one's once it has signed itself out.</summary>
        public async Task<string> DeviceKeyAsync()
        {
            using var device = Server.Client(_deviceKey);
            return _deviceKey = _deviceKey is not null && (await device.GetAsync("/api/v1/me")).IsSuccessStatusCode
                ? _deviceKey
                : (await Server.SignInDeviceAsync("roles@example.com")).Key;
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    private HttpClient Client(string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = fixture.Server.Address };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new("Bearer", key);
        return client;
    }
}
