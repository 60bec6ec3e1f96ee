using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.TestShared;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Sync;

/// <summary>What changes were about, from an agent's log to a person's days: counts, and no path.</summary>
public sealed class ChangeSyncTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 30, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new(Now);
    private RunningServer _server = null!;
    private Machine _machine = null!;
    private HttpClient _reader = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        _machine = new(_clock);
        var person = (string)(await _server.PutPersonAsync("ann@example.com"))["id"]!;
        await _machine.LoginAsync(_server, person);
        _reader = _server.Client((await _server.PostKeyAsync("read", "ann@example.com")).Key);
    }

    public async ValueTask DisposeAsync()
    {
        _machine.Dispose();
        _reader.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Preview_OfChanges_HasCountsByHourAndNoPath()
    {
        _machine.LogChanges(
            "c1", (Now.AddHours(-1), "toolu_1", "src/otter.cs"), (Now.AddMinutes(-5), "toolu_2", "tests/otter.cs"), (Now.AddMinutes(-4), "toolu_3", "src/OtterTests.cs"),
            (Now.AddMinutes(-3), "toolu_4", "README.md"), (Now.AddMinutes(-3), "toolu_4", "README.md"));

        // A resumed conversation repeats its lines.
        _machine.LogChanges("c2", (Now.AddMinutes(-4), "toolu_3", "src/OtterTests.cs"), (Now.AddMinutes(-2), "toolu_5", "otter.yml"));

        var body = Assert.Single(_machine.Preview());

        Assert.DoesNotContain("otter", body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            $$"""
            {"version":1,"device":"{{_machine.Account!.Device}}","readAt":"2026-11-21T08:30:00Z","hours":[
            {"hour":"2026-11-21T08:00:00Z","calls":[],"changes":[{"agent":"claude-code","tests":2,"documentation":1,"configuration":1}]},
            {"hour":"2026-11-21T07:00:00Z","calls":[],"changes":[{"agent":"claude-code","code":1}]}]}
            """.ReplaceLineEndings(""),
            body);
        Assert.Equal((0, $"Sent 0 calls and counts of 5 changes of 2 hours to {_server.Address}: 4 new to it."), await _machine.SyncAsync());
        Assert.Equal((0, $"{_server.Address} has everything."), await _machine.SyncAsync());
    }

    [Fact]
    public async Task Sync_ChangesThatBecameOthers_CountAsTheyAreNow()
    {
        _machine.LogChanges("c1", (Now.AddMinutes(-5), "toolu_1", "tests/a.cs"), (Now.AddMinutes(-4), "toolu_2", "tests/b.cs"), (Now.AddMinutes(-3), "toolu_3", "a.cs"));
        await _machine.SyncAsync();
        await AssertCountsAsync((1, 2, 0, 0));

        _machine.LogChanges("c1", (Now.AddMinutes(-5), "toolu_1", "tests/a.cs"), (Now.AddMinutes(-2), "toolu_4", "docs/a.md"));
        await _machine.SyncAsync();
        await AssertCountsAsync((0, 1, 1, 0));

        _machine.LogChanges("c1");
        await _machine.SyncAsync();
        await AssertCountsAsync((0, 0, 0, 0));
    }

    [Fact]
    public async Task Sync_AHourOfCallsAndChanges_CountsNeitherTwice()
    {
        _machine.Log("c1", (Now.AddMinutes(-9), "req_1", 5));
        _machine.LogChanges("c2", (Now.AddMinutes(-5), "toolu_1", "a.cs"));
        await _machine.SyncAsync();
        _machine.Log("c1", (Now.AddMinutes(-9), "req_1", 5), (Now.AddMinutes(-8), "req_2", 5));

        Assert.Equal((0, $"Sent 2 calls and counts of 1 changes of 1 hours to {_server.Address}: 2 new to it."), await _machine.SyncAsync());
        await AssertCountsAsync((1, 0, 0, 0), requests: 2);
    }

    [Fact]
    public async Task Sync_OfCodex_TellsTheFilesOfPatchesThatWereApplied()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_machine.Home, ".codex", "sessions", "2026", "11", "21"));
        File.WriteAllLines(Path.Combine(folder.FullName, "rollout-2026-11-21T08-00-00-0199a0b0-0000-7000-8000-000000000001.jsonl"),
        [
            """{"timestamp":"2026-11-21T08:00:00.000Z","type":"session_meta","payload":{"id":"0199a0b0-0000-7000-8000-000000000001","timestamp":"2026-11-21T08:00:00.000Z","cwd":"/home/dev/app","cli_version":"0.140.0"}}""",
            """{"timestamp":"2026-11-21T08:00:01.000Z","type":"turn_context","payload":{"turn_id":"t1","cwd":"/home/dev/app","model":"gpt-5.4"}}""",
            """{"timestamp":"2026-11-21T08:01:00.000Z","type":"event_msg","payload":{"type":"patch_apply_end","call_id":"call_1","success":true,"changes":{"/home/dev/app/tests/a.rs":{"type":"update","unified_diff":"@@"},"/home/dev/app/src/a.rs":{"type":"add","content":"x"}}}}""",
            """{"timestamp":"2026-11-21T08:02:00.000Z","type":"event_msg","payload":{"type":"patch_apply_end","call_id":"call_2","success":false,"changes":{"/home/dev/app/README.md":{"type":"update"}}}}""",
        ]);

        await _machine.SyncAsync();

        await AssertCountsAsync((1, 1, 0, 0));
    }

    // What was acknowledged is in the sums a moment later.
    private async Task AssertCountsAsync((long Code, long Tests, long Documentation, long Configuration) expected, long? requests = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await CountsAsync() != expected || (requests is not null && await RequestsAsync() != requests))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private async Task<long> RequestsAsync() => (long)(await _reader.ReadAsync("/api/v1/me/usage"))["totals"]!["requests"]!;

    private async Task<(long Code, long Tests, long Documentation, long Configuration)> CountsAsync()
    {
        var days = (await _reader.ReadAsync("/api/v1/me/activity?from=2026-11-21&to=2026-11-22"))["days"]!.AsArray();
        return (Sum("codeChanges"), Sum("testChanges"), Sum("documentationChanges"), Sum("configurationChanges"));

        long Sum(string member) => days.Sum(day => (long)day![member]!);
    }
}
