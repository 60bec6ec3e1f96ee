using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Digests;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>The alarm on bulk reading as requests raise it: with whichever keys twenty people are read within ten minutes.</summary>
public sealed class BulkReadingTests : IAsyncLifetime
{
    private const int People = 20;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    // Twenty looks so far apart take nine and a half minutes.
    private static readonly TimeSpan Slowly = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new(SmallCompany.Now);
    private readonly List<(string Id, string Name)> _people = [];
    private ChatServer _chat = null!;
    private RunningServer _server = null!;
    private HttpClient _reader = null!;

    public async ValueTask InitializeAsync()
    {
        _chat = await ChatServer.StartAsync();
        _server = await RunningServer.StartAsync(
            settings: [$"--Claudeonomics:AlarmUrl={_chat.Webhook}", "--Claudeonomics:PublicUrl=https://board.example.com"],
            configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        for (var i = 0; i < People; i++)
        {
            var name = $"Person{(char)('A' + i)}";
            _people.Add(((string)(await _server.PutPersonAsync($"{name}@example.com", name, participates: "named"))["id"]!, name));
        }

        await _server.PutPersonAsync("reader@example.com", "Reader", participates: "named");
        _reader = _server.Client(await _server.OwnKeyAsync("reader@example.com"));
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _server.DisposeAsync();
        await _chat.DisposeAsync();
    }

    [Fact]
    public async Task TwentyPeople_OneByOne_AreToldToTheOperatorsWithoutNames()
    {
        foreach (var (id, _) in _people.Take(BulkAlarm.MostPeople))
        {
            await LookAsync(_reader, $"/people/{id}");
            _clock.Advance(Slowly);
        }

        await ExpectToldAsync(1);
        var told = (string)_chat.Taken[0].Json["text"]!;
        Assert.All(_people.Select(static person => person.Name).Append("Reader"), name => Assert.DoesNotContain(name, told, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("https://board.example.com/audit", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwentyPeople_SpreadOverKeys_RaiseTheAlarm()
    {
        using var lent = _server.Client(await LendKeyAsync());
        using var another = _server.Client(await LendKeyAsync());
        HttpClient[] clients = [_reader, lent, another];
        for (var i = 0; i < BulkAlarm.MostPeople; i++)
        {
            await LookAsync(clients[i % 3], $"/people/{_people[i].Id}");
            _clock.Advance(Slowly);
        }

        await ExpectToldAsync(1);
    }

    // A lead who shows the board to a team: lists and teams, over and over, and everybody's row who is asked about, with reloads.
    [Fact]
    public async Task NineteenPeopleAndManyLists_RaiseNone()
    {
        for (var i = 0; i < BulkAlarm.MostPeople - 1; i++)
        {
            foreach (var list in (string[])["/", "/boards/score", "/api/v1/boards/tokens?limit=20", "/company"])
            {
                await LookAsync(_reader, list);
            }

            await LookAsync(_reader, $"/people/{_people[i].Id}");
            await LookAsync(_reader, $"/people/{_people[i].Id}");
            _clock.Advance(Slowly);
        }

        Assert.Empty(_server.Services.GetRequiredService<BulkAlarm>().Latest);
        Assert.Empty(_chat.Asked);
    }

    [Fact]
    public async Task Alarm_WhoseChatIsDown_IsToldWhenItIsBack()
    {
        _chat.AnswerNext(503);
        foreach (var (id, _) in _people.Take(BulkAlarm.MostPeople))
        {
            await LookAsync(_reader, $"/people/{id}");
        }

        await ExpectToldAsync(1);
        Assert.Equal(2, _chat.Asked.Count);
    }

    private static async Task LookAsync(HttpClient client, string path) => (await client.GetAsync(path)).EnsureSuccessStatusCode();

    private async Task<string> LendKeyAsync()
    {
        var made = await _server.Admin.PostAsJsonAsync("/api/v1/keys", new JsonObject { ["kind"] = "read", ["person"] = "reader@example.com" });
        return (string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["key"]!;
    }

    private async Task ExpectToldAsync(int alarms)
    {
        Assert.Equal(alarms, _server.Services.GetRequiredService<BulkAlarm>().Latest.Count);
        using var limit = new CancellationTokenSource(Soon);
        while (_chat.Taken.Count < alarms)
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
