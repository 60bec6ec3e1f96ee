using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Simulator.Sending;

namespace Claudeonomics.IntegrationTests.Faults;

/// <summary>A data folder, the server processes on it one after another, and the company that sends to them.</summary>
internal sealed class FaultedCompany : IAsyncDisposable
{
    private const string AdminKey = "administrator-of-the-faults";
    private const int FactsPerCheckpoint = 200;

    // Every board, each over windows that cut differently, and the teams.
    private static readonly string[] Boards =
    [
        .. new[] { "tokens", "cost", "breadth", "cache" }.SelectMany(static board =>
            new[] { "window=30d", "window=month", "window=7d&by=team", "from=2026-11-20&to=2026-11-21" }.Select(window => $"/api/v1/boards/{board}?{window}")),
    ];

    private readonly string _folder;
    private readonly string[] _arguments;
    private readonly Dictionary<string, string> _readKeys = [];
    private TrafficSender? _sender;

    public FaultedCompany(CompanyTraffic traffic, string folder)
    {
        (Traffic, _folder) = (traffic, folder);
        _arguments = ArgumentsOn(folder);
    }

    public CompanyTraffic Traffic { get; }

    public ServerProcess? Server { get; private set; }

    /// <summary>There once <see cref="SetUpAsync"/> was called.</summary>
    public TrafficSender Sender => _sender ?? throw new InvalidOperationException("Not set up.");

    /// <summary>Sends all bodies, each until it is acknowledged.</summary>
    public Task SendAllAsync() => Sender.SendAsync(Traffic.Bodies, TestContext.Current.CancellationToken);

    /// <summary>What a server or a verb is started with: a clock that stands still, and checkpoints every few requests.</summary>
    public static string[] ArgumentsOn(string folder) =>
    [
        $"--Claudeonomics:DataDirectory={folder}",
        $"--Claudeonomics:FactsPerCheckpoint={FactsPerCheckpoint}",
        $"--Claudeonomics:BootstrapAdminKey={AdminKey}",
        "--test",
        $"--Claudeonomics:TestClock={CompanyTraffic.Now:yyyy-MM-ddTHH:mm:ssZ},0",
    ];

    /// <summary>Starts the first server and makes the people known to it.</summary>
    public async Task SetUpAsync()
    {
        await StartAsync();
        using var http = Client(AdminKey);
        var (key, _) = await new CompanySetup(http, AdminKey).RunAsync(Traffic.Source, TestContext.Current.CancellationToken);
        foreach (var person in Traffic.Source.People)
        {
            using var request = JsonContent.Create(new { kind = "read", person = person.Email });
            using var answer = await http.PostAsync("/api/v1/keys", request, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
            _readKeys[person.Email] = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["key"]!;
        }

        _sender = new TrafficSender(key) { Address = Server!.Address };
    }

    /// <summary>Goes on with the keys of a company whose stores were restored here.</summary>
    public void Continue(FaultedCompany other)
    {
        _sender = new TrafficSender(other.Sender.IngestKey) { Address = Server!.Address };
        foreach (var (email, key) in other._readKeys)
        {
            _readKeys[email] = key;
        }
    }

    public async Task StartAsync()
    {
        Server = await ServerProcess.StartAsync(_arguments);
        if (_sender is not null)
        {
            _sender.Address = Server.Address;
        }
    }

    public async Task KillAsync()
    {
        Sender.Address = null;
        await Server!.KillAsync();
        await Server.DisposeAsync();
        Server = null;
    }

    public Task KillWhileStartingAsync(TimeSpan after) => ServerProcess.KillWhileStartingAsync(after, _arguments);

    public async Task StopAsync()
    {
        Assert.Equal(0, await Server!.StopAsync());
        await Server.DisposeAsync();
        Server = null;
    }

    /// <summary>Runs a verb on the folder, which must succeed.</summary>
    public async Task<string> RunAsync(params string[] verb)
    {
        var (exitCode, output) = await ServerProcess.RunAsync([.. verb, .. _arguments]);
        Assert.True(exitCode == 0, $"{string.Join(' ', verb)} ended with {exitCode}: {output}");
        return output;
    }

    /// <summary>Waits until the server shows what was really used, and fails if it shows something else.</summary>
    public async Task AssertTruthAsync()
    {
        var truth = Traffic.Truth;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!truth.SequenceEqual(await CountedAsync()) && !limit.IsCancellationRequested)
        {
            // Sums are published a moment after the answer.
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(truth, await CountedAsync());
    }

    /// <summary>The bytes of all boards by their addresses, as a server that has just started shows them.</summary>
    public async Task<SortedDictionary<string, string>> BoardsAsync()
    {
        using var http = Client(AdminKey);
        var boards = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var address in Boards)
        {
            boards.Add(address, await http.GetStringAsync(address, TestContext.Current.CancellationToken));
        }

        return boards;
    }

    public async ValueTask DisposeAsync()
    {
        _sender?.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<List<PersonDay>> CountedAsync()
    {
        var counted = new List<PersonDay>();
        foreach (var (email, key) in _readKeys)
        {
            using var http = Client(key);
            var usage = JsonNode.Parse(await http.GetStringAsync("/api/v1/me/usage?by=day", TestContext.Current.CancellationToken))!;
            counted.AddRange(usage["rows"]!.AsArray()
                .GroupBy(static row => DateOnly.Parse((string)row!["key"]!, System.Globalization.CultureInfo.InvariantCulture))
                .Select(day => new PersonDay(
                    email, day.Key, Sum(day, "requests"), SumOfTokens(day, "uncachedInput"), SumOfTokens(day, "cacheRead"),
                    SumOfTokens(day, "cacheWrite"), SumOfTokens(day, "output"))));
        }

        counted.Sort();
        return counted;
    }

    private static long Sum(IEnumerable<JsonNode?> rows, string name) => rows.Sum(row => (long)row!["sums"]![name]!);

    private static long SumOfTokens(IEnumerable<JsonNode?> rows, string name) => rows.Sum(row => (long)row!["sums"]!["tokens"]![name]!);

    private HttpClient Client(string key)
    {
        var client = new HttpClient { BaseAddress = Server!.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }
}
