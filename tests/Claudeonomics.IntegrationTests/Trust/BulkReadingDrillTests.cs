using System.Globalization;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>Days of a company, request by request: viewers of every role look around as people do, and now and then one reads twenty and more within ten minutes, by pages, by the API,
/// by both, or with two keys. Whoever does the latter is told of within a minute, and nobody else is.</summary>
/// <remarks>In short by default; <c>CLAUDEONOMICS_VIEWER_DAYS=20000</c> plays so many.</remarks>
public sealed class BulkReadingDrillTests : IAsyncLifetime
{
    private const int People = 60;
    private const int ViewersOfARole = 6;
    private const int ShortDays = 300;

    // Half of the time somebody of the handful that one knows.
    private const int Handful = 8;

    private static readonly string[] Roles = ["member", "lead", "auditor", "finance", "administrator"];
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    // What one reads before and between people.
    private static readonly string[] Lists = ["/", "/boards/score", "/company", "/api/v1/boards/tokens"];

    private readonly ManualClock _clock = new(SmallCompany.Now);
    private readonly Answers _answers = new();
    private readonly List<Reader> _viewers = [];
    private readonly List<Reader> _bulkReaders = [];
    private readonly List<string> _people = [];
    private RunningServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            // Everybody is listed: who is not can be read by nobody.
            settings: ["--Claudeonomics:Rules:2026-11:list.one-in=1"], configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton<IStartupFilter>(_answers));
        await FillAsync();
        foreach (var role in Roles)
        {
            for (var viewer = 0; viewer < ViewersOfARole; viewer++)
            {
                _viewers.Add(await AddAsync($"{role}-{viewer}", role));
            }

            _bulkReaders.Add(await AddAsync($"{role}-in-bulk", role));
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var client in _viewers.Concat(_bulkReaders).SelectMany(static reader => reader.Keys))
        {
            client.Dispose();
        }

        return _server.DisposeAsync();
    }

    [Fact(Timeout = 7_200_000)]
    public async Task BulkReading_OfEveryRoleAndWay_IsAlarmedWithinAMinute_AndLookingAroundIsNot()
    {
        var wanted = Environment.GetEnvironmentVariable("CLAUDEONOMICS_VIEWER_DAYS") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : ShortDays;
        var random = new Random(20261129);
        var raised = new List<BulkReading>();
        _server.Services.GetRequiredService<BulkAlarm>().Raised += raised.Add;
        var (viewerDays, accused, bulk, caught, requests, ways) = (0, 0, 0, 0, 0, new HashSet<(string, Way)>());
        for (var day = 0; viewerDays < wanted; day++)
        {
            raised.Clear();
            var morning = _clock.GetUtcNow();
            var reads = _bulkReaders.ConvertAll(reader => (Reader: reader, Way: (Way)((day + _bulkReaders.IndexOf(reader)) % 4)));
            var looks = _viewers.SelectMany(viewer => DayOf(viewer, random)).Concat(reads.SelectMany(read => BulkReadOf(read.Reader, read.Way, random)))
                .OrderBy(static look => look.At).ToList();
            foreach (var look in looks)
            {
                _clock.Advance(morning + look.At - _clock.GetUtcNow());
                (await look.By.GetAsync(look.Path, Stop)).EnsureSuccessStatusCode();
                // A look is written down after its answer: at its own time, and not at the next look's.
                Assert.True(SpinWait.SpinUntil(() => _answers.Open == 0, Soon));
            }

            requests += looks.Count;
            viewerDays += _viewers.Count;
            accused += _viewers.Count(viewer => raised.Exists(alarm => alarm.ByPerson == viewer.Id));
            foreach (var (reader, way) in reads)
            {
                bulk++;
                ways.Add((reader.Role, way));
                var twentieth = morning + TwentiethOf(reader, looks);
                caught += raised.Exists(alarm => alarm.ByPerson == reader.Id && alarm.At - twentieth <= Soon) ? 1 : 0;
            }

            _clock.Advance(morning.AddDays(1) - _clock.GetUtcNow());
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{caught} of {bulk} bulk reads of {ways.Count} roles and ways, {accused} false alarms in {viewerDays} viewer-days, {requests} requests");
        Assert.Equal(Roles.Length * 4, ways.Count);
        Assert.True(caught >= 0.99 * bulk, $"{caught} of {bulk}");
        Assert.True(accused <= viewerDays / 1_000, $"{accused} in {viewerDays} viewer-days");
    }

    // When somebody had looked at twenty different people.
    private static TimeSpan TwentiethOf(Reader reader, List<Look> looks) =>
        looks.Where(look => look.Person is not null && reader.Keys.Contains(look.By)).DistinctBy(static look => look.Person).ElementAt(BulkAlarm.MostPeople - 1).At;

    // One to four visits, in each a list and two people on average; in one visit of a hundred eight.
    private IEnumerable<Look> DayOf(Reader viewer, Random random)
    {
        var at = TimeSpan.FromMinutes(random.Next(120));
        for (var visit = 1 + random.Next(4); visit > 0; visit--)
        {
            yield return new(at, viewer.Keys[0], Lists[random.Next(Lists.Length)], null);
            for (var looks = Geometric(random, mean: random.Next(100) == 0 ? 8 : 2); looks > 0; looks--)
            {
                at += Pause(random);
                var person = _people[random.Next(2) == 0 ? (viewer.Number + random.Next(Handful)) % People : random.Next(People)];
                yield return LookAt(at, viewer.Keys[0], person, isPage: random.Next(5) > 0);
            }

            at += TimeSpan.FromSeconds(1_800 + (random.NextDouble() * 7_200));
        }
    }

    // Twenty to 31 people at moments anywhere in ten minutes, with reloads and lists between.
    private IEnumerable<Look> BulkReadOf(Reader reader, Way way, Random random)
    {
        var start = TimeSpan.FromHours(random.Next(1, 9));
        var people = _people.OrderBy(_ => random.Next()).Take(BulkAlarm.MostPeople + random.Next(12)).ToList();
        for (var person = 0; person < people.Count; person++)
        {
            var at = start + TimeSpan.FromSeconds(random.NextDouble() * 599);
            var key = reader.Keys[way is Way.TwoKeys ? person % 2 : 0];
            var isPage = way is Way.Pages or Way.TwoKeys || (way is Way.Mixed && person % 2 == 0);
            yield return LookAt(at, key, people[person], isPage);
            if (random.Next(4) == 0)
            {
                yield return LookAt(at, key, people[person], isPage);
                yield return new(at, key, Lists[random.Next(Lists.Length)], null);
            }
        }
    }

    private static Look LookAt(TimeSpan at, HttpClient by, string person, bool isPage) =>
        new(at, by, isPage ? $"/people/{person}" : $"/api/v1/boards/tokens/explain?window=all&person={person}", person);

    // To read a profile takes a person from a few seconds to minutes.
    private static TimeSpan Pause(Random random) => TimeSpan.FromSeconds(4 + (-Math.Log(1 - random.NextDouble()) * 20));

    private static int Geometric(Random random, double mean)
    {
        var count = 0;
        while (random.NextDouble() < mean / (mean + 1))
        {
            count++;
        }

        return count;
    }

    private async Task FillAsync()
    {
        var facts = new FactBatch();
        for (var person = 0; person < People; person++)
        {
            var email = $"p{person}@example.com";
            await _server.PutPersonAsync(email, $"P {person}", participates: "named");
            var identity = _server.IdentityOf((await _server.PostKeyAsync("ingest", email)).Key);
            facts.Add(new UsageEvent
            {
                Identity = identity, Who = Who.Known, Source = Source.OtlpEvent, AtUnixMs = SmallCompany.Now.AddHours(-1).ToUnixTimeMilliseconds(), Conversation = (ulong)identity,
                Request = (ulong)identity, Origin = new("claude-code", "anthropic", "claude-opus-4-6"), Usage = new(1_000 * (People - person), 0, 0, 0, 0, 0, 0),
            });
        }

        await _server.Services.GetRequiredService<IUsageLedger>().AppendAsync(facts, Stop);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (_people.Count < People)
        {
            await Task.Delay(100, limit.Token);
            // Boards are built anew after a pause.
            _clock.Advance(TimeSpan.FromSeconds(2));
            _people.Clear();
            _people.AddRange((await _server.Admin.ReadAsync("/api/v1/boards/tokens?window=all"))["standings"]!.AsArray().Select(static row => (string)row!["person"]!["id"]!));
        }
    }

    private async Task<Reader> AddAsync(string name, string role)
    {
        var email = $"{name}@example.com";
        var id = (string)(await _server.PutPersonAsync(email, name))["id"]!;
        if (role is not ("member" or "administrator"))
        {
            await _server.GiveRolesAsync(email, role);
        }

        var keys = _server.Services.GetRequiredService<KeyService>();
        var own = role == "administrator" ? (await keys.CreateAsync(KeyKind.Admin, id, "self", Stop))!.Text : await _server.OwnKeyAsync(email);
        return new(_viewers.Count, id, role, [_server.Client(own), _server.Client(await _server.OwnKeyAsync(email))]);
    }

    // Counts the requests that are not over yet on the server's side.
    private sealed class Answers : IStartupFilter
    {
        private int _open;

        public int Open => Volatile.Read(ref _open);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                Interlocked.Increment(ref _open);
                try
                {
                    await rest(context);
                }
                finally
                {
                    Interlocked.Decrement(ref _open);
                }
            });
            next(app);
        };
    }

    private enum Way
    {
        Pages,
        Api,
        Mixed,
        TwoKeys,
    }

    private sealed record Reader(int Number, string Id, string Role, IReadOnlyList<HttpClient> Keys);

    /// <param name="At">From the morning on.</param>
    /// <param name="Person">Who is looked at; <see langword="null"/> for a list.</param>
    private sealed record Look(TimeSpan At, HttpClient By, string Path, string? Person);
}
