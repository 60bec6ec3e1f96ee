using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;

namespace Claudeonomics.IntegrationTests.Agents.EndToEnd;

/// <summary>The built server as a process of its own on a fresh folder, with participants and their keys.</summary>
internal sealed class CompanyServer : IAsyncDisposable
{
    private const string AdminKey = "administrator-of-the-agents";
    private const string MarkerName = "marker";

    // An acknowledged event is on the board within 2 s; a machine that also builds and runs agents gets more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _dataDirectory = Directory.CreateTempSubdirectory("claudeonomics-company-").FullName;
    private ServerProcess _process = null!;
    private Participant? _marker;
    private long _markers;

    private CompanyServer()
    {
    }

    public Uri Http => _process.Address;

    public Uri Grpc { get; } = new($"http://127.0.0.1:{FreePort()}");

    public static async Task<CompanyServer> StartAsync()
    {
        var server = new CompanyServer();
        await server.StartProcessAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_dataDirectory, recursive: true);
    }

    /// <summary>Ends the server as a power cut would, and starts it again on what it left.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        await StartProcessAsync();
    }

    public HttpClient Client(string key = AdminKey)
    {
        var client = new HttpClient { BaseAddress = Http };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A person who takes part under their name, with a personal key to report and one to read.</summary>
    public async Task<Participant> AddParticipantAsync(string name)
    {
        using var admin = Client();
        var email = $"{name.Replace(' ', '.')}@corp.example";
        (await admin.PutAsJsonAsync($"/api/v1/people/{email}", new { name, team = "Core", participates = true })).EnsureSuccessStatusCode();
        return new(name, await KeyAsync("ingest"), await KeyAsync("read"));

        async Task<string> KeyAsync(string kind)
        {
            var answer = await admin.PostAsJsonAsync("/api/v1/keys", new { kind, person = email });
            answer.EnsureSuccessStatusCode();
            return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["key"]!;
        }
    }

    /// <summary>Waits until everything that was acknowledged before is on the board: reports one more call and waits for that.</summary>
    public async Task SettleAsync()
    {
        _marker ??= await AddParticipantAsync(MarkerName);
        await MarkerCall.SendAsync(Http, _marker.IngestKey);
        _markers++;
        using var limit = new CancellationTokenSource(Patience);
        using var admin = Client();
        while (await MarkersAsync() != _markers)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        }

        async Task<long> MarkersAsync() =>
            (await StandingsAsync(admin, "")).TryGetValue(MarkerName, out var standing) ? (long)standing["requests"]! : 0;
    }

    /// <summary>What the board shows of everybody, by name and model.</summary>
    /// <remarks>The board is asked once for each model; what these show must be all that it shows without a filter, once each of these
    /// boards, which follow the ledger at paces of their own, has come as far as the one without.</remarks>
    public async Task<IReadOnlyDictionary<string, Totals>> BoardAsync()
    {
        using var admin = Client();
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var (whole, shown) = await BoardsAsync(admin);
            var isSettled = whole.All(standing => Tally.Of(standing.Value) == Sum(shown[standing.Key]));
            if (isSettled || limit.IsCancellationRequested)
            {
                Assert.All(whole, standing => Assert.Equal(Tally.Of(standing.Value), Sum(shown[standing.Key])));
                return shown.ToDictionary(person => person.Key, person => new Totals(person.Value));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        static Tally Sum(Dictionary<string, Tally> models) => models.Values.Aggregate(default(Tally), (sum, tally) => sum + tally);
    }

    private static async Task<(Dictionary<string, JsonNode> Whole, Dictionary<string, Dictionary<string, Tally>> Shown)> BoardsAsync(HttpClient admin)
    {
        var whole = await StandingsAsync(admin, "");
        var shown = whole.Keys.ToDictionary(name => name, _ => new Dictionary<string, Tally>());
        foreach (var model in whole.Values.SelectMany(standing => standing["models"]!.AsArray()).Select(share => (string)share!["model"]!).Distinct())
        {
            foreach (var (name, standing) in await StandingsAsync(admin, $"&model={Uri.EscapeDataString(model)}"))
            {
                shown[name][model] = Tally.Of(standing);
            }
        }

        return (whole, shown);
    }

    /// <summary>What the server answers a participant about themselves.</summary>
    public async Task<Account> AccountAsync(Participant participant)
    {
        using var reader = Client(participant.ReadKey);
        var byModel = await RowsAsync("model");
        var byConversation = await RowsAsync("conversation");
        var days = (await reader.GetFromJsonAsync<JsonNode>("/api/v1/me/activity"))!["days"]!.AsArray();
        return new(
            new(byModel.ToDictionary(row => (string)row["key"]!, row => Tally.Of(row["sums"]!))),
            byConversation.GroupBy(row => (string)row["key"]!).ToDictionary(
                conversation => conversation.Key,
                conversation => new Totals(conversation.ToDictionary(row => (string)row["model"]!, row => Tally.Of(row["sums"]!)))),
            days.Select(day => Activity.Of(day!)).Aggregate(default(Activity), (sum, day) => sum + day));

        async Task<IReadOnlyList<JsonNode>> RowsAsync(string by) =>
            [.. (await reader.GetFromJsonAsync<JsonNode>($"/api/v1/me/usage?by={by}"))!["rows"]!.AsArray().Select(row => row!)];
    }

    private static async Task<Dictionary<string, JsonNode>> StandingsAsync(HttpClient client, string filter)
    {
        var board = (await client.GetFromJsonAsync<JsonNode>($"/api/v1/boards/tokens?window=7d&limit=250{filter}"))!;
        return board["standings"]!.AsArray().ToDictionary(standing => (string)standing!["person"]!["name"]!, standing => standing!);
    }

    private async Task StartProcessAsync() => _process = await ServerProcess.StartAsync(
        $"--Claudeonomics:DataDirectory={_dataDirectory}",
        $"--Claudeonomics:BootstrapAdminKey={AdminKey}",
        $"--Claudeonomics:OtlpGrpcUrl={Grpc.GetLeftPart(UriPartial.Authority)}",
        // By the game's rules a list shows a third of the participants.
        "--Claudeonomics:Rules:2026-01:list.shortest=250");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <param name="Name">As on the board.</param>
internal sealed record Participant(string Name, string IngestKey, string ReadKey);
