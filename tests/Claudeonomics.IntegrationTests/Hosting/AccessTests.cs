using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Trust;
using Claudeonomics.TestShared;
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
        "GET /signin", "GET /signin/{token}", "POST /signin", "POST /signin/{token}", "GET /signin/with/{provider}", // where people become somebody
        "GET /signout/with/{provider}",                // where the company's provider is left; ends nothing here
        "GET /join/{token}", "POST /join/{token}",     // whoever holds an invite
        "GET /purpose",                                // what the board is for, before anybody joins it
        "GET /notice",                                 // that a company is simulated, and no more
        "POST /api/v1/device", "POST /api/v1/device/token", // codes that somebody has to confirm, and a key for who has
        "POST /signout",                               // checks its form first
        "GET /assets/{version}/{name}", "GET /favicon.ico", // styles and scripts of the sign-in page too
        "GET /digests/pictures/{token}",               // an address that only a chat was told, for a day
        "GET /s/{secret}",                             // whoever holds a share link, for a day at most
        // Asked in the wrong content type here; over gRPC the key decides, see the intake's own tests.
        "POST /opentelemetry.proto.collector.logs.v1.LogsService/Export",
        "POST /opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        "POST /opentelemetry.proto.collector.trace.v1.TraceService/Export",
    ];

    [Fact]
    public async Task EveryRoute_WithoutAKey_IsClosedUnlessNamedHere()
    {
        var open = new List<string>();
        foreach (var (method, route) in fixture.Routes())
        {
            using var request = new HttpRequestMessage(new(method), Filled(route));
            var status = (await (await fixture.ClientOfAsync("nobody")).SendAsync(request)).StatusCode;
            // Pages send people to where they sign in.
            if (status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Found))
            {
                open.Add($"{method} {route}");
            }
        }

        Assert.True(open.ToHashSet().SetEquals(Open), $"Open without a key: {string.Join(", ", open.Except(Open))}; not found open: {string.Join(", ", Open.Except(open))}");
    }

    /// <summary>Every route for every role, as tests/fixtures/access/routes-by-role.txt names it. A route that is new, or answers differently, fails
    /// until its line there is what somebody meant.</summary>
    [Fact]
    public Task EveryRoute_ForEveryRole_AnswersAsNamed() => AnswersAsNamedAsync(fixture, Named("routes-by-role.txt"));

    /// <summary>The same where less is shown: routes-by-role.closed.txt names what is different.</summary>
    [Theory]
    [InlineData("balanced")]
    [InlineData("strict")]
    public async Task EveryRoute_ForEveryRole_UnderAClosedPolicy_AnswersAsNamed(string policy)
    {
        await using var closed = new Fixture { Policy = policy };
        await closed.InitializeAsync();
        var different = Named("routes-by-role.closed.txt").ToDictionary(Route);

        Assert.Subset(Named("routes-by-role.txt").Select(Route).ToHashSet(), different.Keys.ToHashSet());
        await AnswersAsNamedAsync(closed, Named("routes-by-role.txt").ConvertAll(line => different.GetValueOrDefault(Route(line), line)));
    }

    private static List<string> Named(string file) =>
        [.. File.ReadAllLines(Repository.PathTo("tests", "fixtures", "access", file)).Where(static line => line.Length > 0 && line[0] != '#')];

    private static string Route(string line) => line[..67];

    private static async Task AnswersAsNamedAsync(Fixture fixture, List<string> named)
    {
        var answered = new List<string>();
        foreach (var (method, pattern) in fixture.Routes().OrderBy(static route => route.Pattern, StringComparer.Ordinal).ThenBy(static route => route.Method, StringComparer.Ordinal))
        {
            var statuses = new List<string>();
            foreach (var role in Fixture.Roles)
            {
                statuses.Add(await AskAsync(fixture, method, pattern, role));
            }

            answered.Add($"{method,-6} {pattern,-60} {fixture.FiguresOf(method, pattern),-7} {string.Join(' ', statuses)}");
        }

        // All of them, whole: this is what the file is written from.
        string[] wrong = [.. answered.Except(named).Select(static line => $"not named: {line}"), .. named.Except(answered).Select(static line => $"named, and not so: {line}")];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    // Where an empty body would be refused before it is known whether the caller may.
    private static readonly Dictionary<string, object> Bodies = new()
    {
        ["POST /api/v1/keys"] = new { kind = "ingest" },
        ["POST /api/v1/approvals"] = new { kind = "unmask", subject = "somebody", reason = "a reason" },
        ["PUT /api/v1/people/{email}"] = new { workingDays = 5 },
    };

    private static async Task<string> AskAsync(Fixture fixture, string method, string pattern, string role)
    {
        var client = await fixture.ClientOfAsync(role);
        using var request = new HttpRequestMessage(new(method), Filled(method == "DELETE" ? pattern : pattern
            .Replace("/people/{email}", "/people/person@example.com", StringComparison.Ordinal)
            .Replace("/people/{id}", $"/people/{fixture.PersonId}", StringComparison.Ordinal)
            .Replace("{board}", "tokens", StringComparison.Ordinal)));
        var isForm = !pattern.StartsWith("/api/", StringComparison.Ordinal) && !RequestKind.IsIntake(pattern);
        request.Content = method is "GET" or "DELETE" ? null
            : isForm ? new FormUrlEncodedContent(await fixture.FormTokenOfAsync(role))
            : JsonContent.Create(Bodies.GetValueOrDefault($"{method} {pattern}", new { }));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // Whoever darkened figures darkened them for the next one too.
        await fixture.Server.Services.GetRequiredService<Pause>().EndAsync("test", default);
        return ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
    }

    private static string Filled(string pattern) =>
        string.Join('/', pattern.Split('/').Select(part => part.StartsWith('{') ? part.Contains("documentName", StringComparison.Ordinal) ? "v1.json" : Any : part));

    /// <summary>One server with somebody of each role.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        /// <summary>In the order of the columns of the file.</summary>
        public static readonly string[] Roles =
            ["nobody", "ingest", "device", "dashboard", "person", "lent", "administrator", "steward", "lead", "finance", "auditor"];

        private readonly Dictionary<string, HttpClient> _clients = [];
        private readonly Dictionary<string, Dictionary<string, string>> _tokens = [];

        public string Policy { get; init; } = "open";

        public RunningServer Server { get; private set; } = null!;

        public string PersonId { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Server = await RunningServer.StartAsync(settings: [$"--Claudeonomics:Policy={Policy}"]);
            // Enough for a board under each policy.
            for (var colleague = 0; colleague < 20; colleague++)
            {
                await Server.PutPersonAsync($"colleague{colleague}@example.com", participates: "named");
            }

            foreach (var person in (string[])["person", "steward", "lead", "finance", "auditor"])
            {
                var id = (string)(await Server.PutPersonAsync($"{person}@example.com", participates: "named"))["id"]!;
                PersonId = person == "person" ? id : PersonId;
                await Server.GiveRolesAsync($"{person}@example.com", person == "person" ? [] : [person]);
            }

            (await Server.Admin.PostAsync("/api/v1/ledger/verify", null)).EnsureSuccessStatusCode();
        }

        public IEnumerable<(string Method, string Pattern)> Routes() =>
            from endpoint in Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            select (method, "/" + endpoint.RoutePattern.RawText!.Trim('/'));

        public string FiguresOf(string method, string pattern) => Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .First(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/') == pattern
                && (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) ?? true))
            .Metadata.GetMetadata<ShownFigures>()!.Figures.ToString().ToLowerInvariant();

        /// <summary>Somebody's client. A device that signed itself out is signed in anew.</summary>
        public async Task<HttpClient> ClientOfAsync(string role)
        {
            if (_clients.TryGetValue(role, out var known) && (role != "device" || (await known.GetAsync("/api/v1/me")).IsSuccessStatusCode))
            {
                return known;
            }

            var key = role switch
            {
                "nobody" => null,
                "ingest" => (await Server.PostKeyAsync("ingest", "person@example.com")).Key,
                "device" => (await Server.SignInDeviceAsync("person@example.com")).Key,
                "dashboard" => (await Server.PostKeyAsync("read")).Key,
                "lent" => (await Server.PostKeyAsync("read", "person@example.com")).Key,
                "administrator" => RunningServer.AdminKey,
                _ => await Server.OwnKeyAsync($"{role}@example.com"),
            };
            return _clients[role] = FromAnAddressOfTheirOwn(key, Array.IndexOf(Roles, role));
        }

        /// <summary>The token that a page gave somebody for its form; none for who gets no page.</summary>
        public async Task<Dictionary<string, string>> FormTokenOfAsync(string role)
        {
            if (!_tokens.TryGetValue(role, out var token))
            {
                var page = await (await ClientOfAsync(role)).GetAsync("/signout");
                const string Field = "__RequestVerificationToken";
                token = page.IsSuccessStatusCode
                    ? new() { [Field] = Regex.Match(await page.Content.ReadAsStringAsync(), $"{Field}\" value=\"([^\"]+)").Groups[1].Value }
                    : [];
                _tokens[role] = token;
            }

            return token;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var client in _clients.Values)
            {
                client.Dispose();
            }

            await Server.DisposeAsync();
        }

        // Trying secrets is limited by address, to fewer than there are routes and roles.
        private HttpClient FromAnAddressOfTheirOwn(string? key, int number)
        {
            var handler = new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectCallback = async (context, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(number + 1)]), 0));
                    await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            };
            var client = new HttpClient(handler) { BaseAddress = Server.Address };
            client.DefaultRequestHeaders.Authorization = key is null ? null : new("Bearer", key);
            return client;
        }
    }
}
