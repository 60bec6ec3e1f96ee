using System.Net;
using System.Text.Json.Nodes;
using Claudeonomics.Cli.Sync;
using Claudeonomics.Core.Wire;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.People;
using Claudeonomics.TestShared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Sync;

/// <summary>The command line and a server, with sockets between them.</summary>
public sealed class SyncTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 30, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new(Now);
    private readonly Faults _faults = new();
    private RunningServer _server = null!;
    private Machine _machine = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(configure: builder => builder.Services
            .AddSingleton<TimeProvider>(_clock)
            .AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(_faults));
        _machine = new(_clock);
    }

    public async ValueTask DisposeAsync()
    {
        _machine.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Sync_OfALog_IsThePersonsUsageAndSentOnce()
    {
        var reader = await SignInAsync();
        _machine.Log("c1", (Now.AddHours(-2), "req_1", 5), (Now.AddHours(-2), "req_2", 6), (Now.AddMinutes(-1), "req_3", 7));

        Assert.Equal((0, $"Sent 3 calls of 2 hours to {_server.Address}: 3 new to it."), await _machine.SyncAsync());
        Assert.Equal((0, $"{_server.Address} has everything."), await _machine.SyncAsync());

        var sums = await UsageAsync(reader, requests: 3);
        Assert.Equal((438, 60, 30, 18), ((long)sums["total"]!, (long)sums["cacheWrite5m"]!, (long)sums["cacheWrite1h"]!, (long)sums["output"]!));
    }

    [Fact]
    public async Task Sync_OneMoreCall_SendsItsHourOnly()
    {
        await SignInAsync();
        _machine.Log("c1", (Now.AddHours(-2), "req_1", 5), (Now.AddMinutes(-5), "req_2", 6));
        await _machine.SyncAsync();

        _machine.Log("c1", (Now.AddHours(-2), "req_1", 5), (Now.AddMinutes(-5), "req_2", 6), (Now.AddMinutes(-4), "req_3", 7));

        Assert.Equal((0, $"Sent 2 calls of 1 hours to {_server.Address}: 1 new to it."), await _machine.SyncAsync());
    }

    [Fact]
    public async Task Sync_CallsThatChangedOrWentAway_CountAsTheyAreNow()
    {
        var reader = await SignInAsync();
        _machine.Log("c1", (Now.AddMinutes(-9), "req_1", 50), (Now.AddMinutes(-8), "req_2", 60), (Now.AddMinutes(-7), "req_3", 70));
        await _machine.SyncAsync();
        _machine.Log("c1", (Now.AddMinutes(-9), "req_1", 5), (Now.AddMinutes(-8), "req_2", 60));

        Assert.Equal(
            (0, $"Sent 2 calls of 1 hours to {_server.Address}: 1 new to it. 2 sent before count no more."), await _machine.SyncAsync());
        Assert.Equal(65, (long)(await UsageAsync(reader, requests: 2))["output"]!);
    }

    [Fact]
    public async Task Sync_OfTwoMachines_AddsUpAndTakesNothingFromTheOther()
    {
        var reader = await SignInAsync();
        using var other = new Machine(_clock);
        await other.LoginAsync(_server, await PersonAsync());
        _machine.Log("c1", (Now.AddMinutes(-9), "req_1", 5), (Now.AddMinutes(-8), "req_2", 6));

        // A home folder that is synced between them, and a conversation of its own.
        other.Log("c1", (Now.AddMinutes(-9), "req_1", 5), (Now.AddMinutes(-8), "req_2", 6));
        other.Log("c2", (Now.AddMinutes(-7), "req_3", 7));
        await _machine.SyncAsync();
        Assert.Equal((0, $"Sent 3 calls of 1 hours to {_server.Address}: 3 new to it."), await other.SyncAsync());
        Assert.Equal(18, (long)(await UsageAsync(reader, requests: 3))["output"]!);

        _machine.Log("c1", (Now.AddMinutes(-9), "req_1", 5));
        Assert.Equal(
            (0, $"Sent 1 calls of 1 hours to {_server.Address}: 0 new to it. 1 sent before count no more."), await _machine.SyncAsync());
        Assert.Equal(18, (long)(await UsageAsync(reader, requests: 3))["output"]!);
        other.Log("c1", (Now.AddMinutes(-9), "req_1", 5));
        await other.SyncAsync();
        Assert.Equal(12, (long)(await UsageAsync(reader, requests: 2))["output"]!);
    }

    [Fact]
    public async Task Preview_Anything_IsWhatLeavesToTheLetterAndNoMore()
    {
        await SignInAsync();
        _machine.Log("c1", (Now.AddHours(-2), "req_1", 5), (Now.AddMinutes(-5), "req_2", 6));

        var body = Assert.Single(_machine.Preview());
        Assert.DoesNotContain("canary", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-project", body, StringComparison.Ordinal);
        Assert.Equal(
            $$"""
            {"version":1,"device":"{{_machine.Account!.Device}}","readAt":"2026-11-21T08:30:00Z","hours":[
            {"hour":"2026-11-21T08:00:00Z","calls":[{"conversation":"c1","request":"req_2","at":"2026-11-21T08:25:00Z","parserRevision":1,
            "agent":"claude-code","provider":"anthropic","model":"claude-opus-4-6","uncachedInputTokens":10,"cacheReadTokens":100,
            "cacheWrite5mTokens":20,"cacheWrite1hTokens":10,"outputTokens":6}]},
            {"hour":"2026-11-21T06:00:00Z","calls":[{"conversation":"c1","request":"req_1","at":"2026-11-21T06:30:00Z","parserRevision":1,
            "agent":"claude-code","provider":"anthropic","model":"claude-opus-4-6","uncachedInputTokens":10,"cacheReadTokens":100,
            "cacheWrite5mTokens":20,"cacheWrite1hTokens":10,"outputTokens":5}]}]}
            """.ReplaceLineEndings(""),
            body);

        await _machine.SyncAsync();
        Assert.Equal(body, Assert.Single(_faults.Bodies));
        Assert.Empty(_machine.Preview());
    }

    [Fact]
    public async Task Sync_ServerThatIsBusy_ComesBackWhenAsked()
    {
        var reader = await SignInAsync();
        _machine.Log("c1", (Now.AddMinutes(-5), "req_1", 5));
        _faults.Refuse(HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable);

        Assert.Equal((0, $"Sent 1 calls of 1 hours to {_server.Address}: 1 new to it."), await _machine.SyncAsync());
        await UsageAsync(reader, requests: 1);
    }

    [Fact]
    public async Task Sync_AnswerThatGotLost_CountsNothingTwice()
    {
        var reader = await SignInAsync();
        _machine.Log("c1", (Now.AddMinutes(-5), "req_1", 5));
        _faults.LoseAnswers(1);

        var (exit, said) = await _machine.SyncAsync();
        Assert.Equal(1, exit);
        Assert.EndsWith("1 hours wait for the next sync.", said, StringComparison.Ordinal);
        Assert.Equal((0, $"Sent 1 calls of 1 hours to {_server.Address}: 0 new to it."), await _machine.SyncAsync());
        await UsageAsync(reader, requests: 1);
    }

    [Fact]
    public async Task Sync_NoNetwork_SendsNextTime()
    {
        await SignInAsync();
        _machine.Log("c1", (Now.AddMinutes(-5), "req_1", 5));
        var account = _machine.Account!;
        (account with { Server = new("http://127.0.0.1:9/") }).Write(_machine.Surroundings);
        var (exit, said) = await _machine.SyncAsync();
        Assert.Equal(1, exit);
        Assert.Contains("http://127.0.0.1:9/ cannot be reached", said, StringComparison.Ordinal);

        account.Write(_machine.Surroundings);
        Assert.Equal((0, $"Sent 1 calls of 1 hours to {_server.Address}: 1 new to it."), await _machine.SyncAsync());
    }

    [Fact]
    public async Task Sync_BodyTooLarge_IsCutInHalves()
    {
        await SignInAsync();
        _machine.Log("c1", [.. Enumerable.Range(1, 5).Select(hour => (Now.AddHours(-hour), $"req_{hour}", hour))]);
        _faults.Refuse(HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal((0, $"Sent 5 calls of 5 hours to {_server.Address}: 5 new to it."), await _machine.SyncAsync());
    }

    [Fact]
    public async Task Sync_ManyCalls_GoInBodiesAndGoOnWhereTheyStopped()
    {
        await SignInAsync();
        for (var hour = 1; hour <= 4; hour++)
        {
            _machine.Log($"c{hour}", [.. Enumerable.Range(0, 3_000).Select(i => (Now.AddHours(-hour), $"req_{hour}_{i}", 1 + i))]);
        }

        Assert.Equal([3_000, 3_000, 3_000, 3_000], _machine.Preview().Select(body => JsonNode.Parse(body)!["hours"]![0]!["calls"]!.AsArray().Count));
        _faults.Refuse(HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadGateway);
        var (exit, said) = await _machine.SyncAsync();
        Assert.Equal(1, exit);
        Assert.EndsWith($"Sent 6000 calls of 2 hours to {_server.Address}: 6000 new to it. 2 hours wait for the next sync.", said, StringComparison.Ordinal);
        Assert.Equal((0, $"Sent 6000 calls of 2 hours to {_server.Address}: 6000 new to it."), await _machine.SyncAsync());
    }

    [Fact]
    public async Task Sync_WhileAnotherIsAtWork_LeavesItToThat()
    {
        await SignInAsync();
        _machine.Log("c1", (Now.AddMinutes(-5), "req_1", 5));
        Directory.CreateDirectory(_machine.MemoryFolder);
        using (new FileStream(Path.Combine(_machine.MemoryFolder, "sync.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal((0, "Another sync is at work; this one leaves it to that."), await _machine.SyncAsync());
        }

        Assert.Equal(0, (await _machine.SyncAsync()).Exit);
    }

    [Fact]
    public async Task Sync_KeyRevoked_SaysWhatToDo()
    {
        var reader = await SignInAsync();
        _machine.Log("c1", (Now.AddMinutes(-5), "req_1", 5));
        var key = (string)(await reader.ReadAsync("/api/v1/keys"))["items"]!.AsArray().Single(key => (string?)key!["kind"] == "device")!["id"]!;
        await reader.DeleteAsync($"/api/v1/keys/{key}");

        var (exit, said) = await _machine.SyncAsync();
        Assert.Equal(1, exit);
        Assert.Contains($"Run claudeonomics login {_server.Address}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_OlderThanTheServerKeeps_StaysHere()
    {
        await SignInAsync();
        _machine.Log("c1", (Now.AddDays(-63), "req_1", 5), (Now.AddDays(-61), "req_2", 6));

        Assert.Equal((0, $"Sent 1 calls of 1 hours to {_server.Address}: 1 new to it."), await _machine.SyncAsync());
    }

    [Fact]
    public async Task Sync_OfAYear_SendsOldDaysAsTotalsOnceAndAsTheyAreNow()
    {
        var reader = await SignInAsync();
        _machine.Log("c1", (Now.AddDays(-100), "req_1", 5), (Now.AddDays(-100).AddHours(1), "req_2", 6), (Now.AddDays(-200), "req_3", 7), (Now, "req_4", 8));

        Assert.Equal((0, $"Sent 1 calls of 1 hours and totals of 2 older days to {_server.Address}: 3 new to it."), await _machine.SyncAsync());
        Assert.Equal((0, $"{_server.Address} has everything."), await _machine.SyncAsync());
        Assert.Equal(
            ["2026-05-05 1 7", "2026-08-13 2 11", "2026-11-21 1 8"],
            (await reader.ReadAsync("/api/v1/me/usage?by=day&from=2026-01-01&to=2026-11-22"))["rows"]!.AsArray().Select(row => $"{row!["key"]} {row["sums"]!["requests"]} {row["sums"]!["tokens"]!["output"]}"));

        // What is counted anew of an old day takes the place of what was.
        _machine.Log("c1", (Now.AddDays(-100), "req_1", 5), (Now.AddDays(-200), "req_3", 7), (Now, "req_4", 8));
        Assert.Equal(
            (0, $"Sent 0 calls of 0 hours and totals of 1 older days to {_server.Address}: 1 new to it. 1 sent before count no more."), await _machine.SyncAsync());

        // Days that were sent call by call are not sent again as totals when they grow old.
        _clock.Advance(TimeSpan.FromDays(80));
        Assert.Equal((0, $"{_server.Address} has everything."), await _machine.SyncAsync());
    }

    [Fact]
    public async Task Sync_ClockSetBack_ReadsLaterAllTheSame()
    {
        await SignInAsync();
        _machine.Log("c1", (Now.AddMinutes(-50), "req_1", 5));
        await _machine.SyncAsync();
        var first = Acknowledged.Read(_machine.Surroundings, _machine.Account!).ReadAt;
        _clock.Advance(TimeSpan.FromMinutes(-20));
        _machine.Log("c1", (Now.AddMinutes(-50), "req_1", 6));
        await _machine.SyncAsync();

        Assert.Equal(first.AddMilliseconds(1), Acknowledged.Read(_machine.Surroundings, _machine.Account!).ReadAt);
    }

    [Fact]
    public async Task Sync_LogsThatWereDeletedSince_AreRememberedWithTheirIds()
    {
        await SignInAsync();
        _machine.Log("c1", (Now.AddHours(-3), "req_1", 5), (Now.AddHours(-2), "req_2", 6));
        var before = Assert.Single(_machine.Preview());
        _machine.Forget("c1");
        _machine.Log("c2", (Now.AddHours(-1), "req_3", 7));

        var hours = JsonNode.Parse(Assert.Single(_machine.Preview()))!["hours"]!.AsArray();
        Assert.Equal(["req_3", "req_2", "req_1"], hours.Select(hour => (string)hour!["calls"]![0]!["request"]!));
        Assert.Equal(JsonNode.Parse(before)!["hours"]!.AsArray().Select(hour => hour!.ToJsonString()), hours.Skip(1).Select(hour => hour!.ToJsonString()));
        await _machine.SyncAsync();
        _machine.Forget("c2");
        Assert.Equal((0, $"{_server.Address} has everything."), await _machine.SyncAsync());
    }

    [Fact]
    public async Task Sync_LogWrittenAnewManyTimes_KeepsNoIdsThatAreGone()
    {
        await SignInAsync();
        for (var version = 0; version < 20; version++)
        {
            _machine.Log("c1", [.. Enumerable.Range(0, 200).Select(i => (Now.AddHours(-2).AddSeconds(i), $"req_{version}_{i}_{new string('x', 100)}", i))]);
            Assert.Single(_machine.Preview());
        }

        Assert.InRange(new FileInfo(Path.Combine(_machine.MemoryFolder, "memory.base")).Length, 1, 200 * 500);
    }

    [Fact]
    public async Task Sync_NeverSignedIn_SaysHow() => Assert.Equal(
        (1, "This machine is not signed in. Run claudeonomics login URL first."), await _machine.SyncAsync());

    [Fact]
    public async Task Login_TurnedAway_KeepsNothing()
    {
        var said = await _machine.LoginAsync(_server, await PersonAsync(), isAllowed: false);

        Assert.Contains("turned this device away", said, StringComparison.Ordinal);
        Assert.Null(_machine.Account);
    }

    [Fact]
    public async Task Login_AndOutAndIn_IsTheSameDeviceAndSendsNothingTwice()
    {
        await SignInAsync();
        var device = _machine.Account!.Device;
        _machine.Log("c1", (Now.AddMinutes(-5), "req_1", 5));
        await _machine.SyncAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_machine.MemoryFolder, "account.json")));
        }

        Assert.Equal((0, $"This machine is signed out of {_server.Address}."), await _machine.LogoutAsync());
        Assert.Null(_machine.Account!.Key);
        Assert.Equal(1, (await _machine.SyncAsync()).Exit);
        Assert.Equal((0, "This machine is not signed in."), await _machine.LogoutAsync());

        await SignInAsync();
        Assert.Equal(device, _machine.Account!.Device);
        Assert.Equal((0, $"{_server.Address} has everything."), await _machine.SyncAsync());
    }

    private async Task<HttpClient> SignInAsync()
    {
        await _machine.LoginAsync(_server, await PersonAsync());
        Assert.NotNull(_machine.Account?.Key);
        return _server.Client((await _server.PostKeyAsync("read", "ann@example.com")).Key);
    }

    private async Task<string> PersonAsync()
    {
        await _server.PutPersonAsync("ann@example.com");
        return (await _server.Services.GetRequiredService<PeopleService>().FindAsync("ann@example.com", default))!.Id;
    }

    // Sums follow the acknowledgement by a moment.
    private static async Task<JsonNode> UsageAsync(HttpClient reader, int requests)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var totals = (await reader.ReadAsync("/api/v1/me/usage?by=day"))["totals"]!;
            if ((int)totals["requests"]! == requests)
            {
                return totals["tokens"]!;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Stands between the command line and the server: refuses, loses answers, keeps bodies.</summary>
    private sealed class Faults : Microsoft.AspNetCore.Hosting.IStartupFilter
    {
        private readonly Queue<HttpStatusCode> _refusals = [];
        private int _lost;

        public List<string> Bodies { get; } = [];

        /// <summary>Answers the next batches so; OK lets one through.</summary>
        public void Refuse(params HttpStatusCode[] statuses) => Array.ForEach(statuses, _refusals.Enqueue);

        public void LoseAnswers(int count) => _lost = count;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, onward) =>
            {
                if (context.Request.Path != "/api/v1/usage")
                {
                    await onward(context);
                    return;
                }

                if (_refusals.TryDequeue(out var status) && status != HttpStatusCode.OK)
                {
                    context.Response.StatusCode = (int)status;
                    context.Response.Headers.RetryAfter = "1";
                    return;
                }

                await KeepAsync(context);
                await onward(context);
                if (_lost-- > 0)
                {
                    context.Abort();
                }
            });
            next(app);
        };

        private async Task KeepAsync(HttpContext context)
        {
            var compressed = new MemoryStream();
            await context.Request.Body.CopyToAsync(compressed);
            compressed.Position = 0;
            using var plain = new StreamReader(new System.IO.Compression.GZipStream(new MemoryStream(compressed.ToArray()), System.IO.Compression.CompressionMode.Decompress));
            Bodies.Add(await plain.ReadToEndAsync());
            context.Request.Body = compressed;
        }
    }
}
