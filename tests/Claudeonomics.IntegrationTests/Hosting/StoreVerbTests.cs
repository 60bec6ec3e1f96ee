using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary><c>verify</c>, <c>rebuild</c>, <c>backup</c> and <c>restore</c> as an operator runs them.</summary>
public sealed class StoreVerbTests : IAsyncLifetime
{
    private const string AdminKey = "verbs-admin-key";

    private readonly string _root = Directory.CreateTempSubdirectory("claudeonomics-verbs-").FullName;
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(Data("first"), $"--Claudeonomics:BootstrapAdminKey={AdminKey}");
        using var client = Client(_server);
        using var person = new StringContent("""{"name":"Ann","team":"Platform","participates":"named"}""", null, "application/json");
        (await client.PutAsync("/api/v1/people/ann@example.com", person)).EnsureSuccessStatusCode();
        using var key = new StringContent("""{"kind":"ingest"}""", null, "application/json");
        var ingest = JsonNode.Parse(await (await client.PostAsync("/api/v1/keys", key)).Content.ReadAsStringAsync())!;
        using var event_ = new StringContent(Event, null, "application/json");
        (await client.PostAsync($"/k/{ingest["key"]}/v1/logs", event_)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Backup_OfARunningServer_RestoresToTheSameBoardAndHead()
    {
        var board = await BoardAsync(_server);
        var backup = await ServerProcess.RunAsync("backup", Path.Combine(_root, "copy"), Data("first"));
        var head = await HeadAsync("first");
        var restore = await ServerProcess.RunAsync("restore", Path.Combine(_root, "copy"), Data("second"));
        await using var second = await ServerProcess.StartAsync(Data("second"));

        Assert.Equal((0, ""), backup);
        Assert.Equal(0, restore.ExitCode);
        Assert.Equal(head, JsonNode.Parse(restore.Output)!["head"]!.ToJsonString());
        Assert.Equal("107", board["population"]!["totalTokens"]!.ToJsonString());
        Assert.Equal(board["population"]!.ToJsonString(), (await BoardAsync(second))["population"]!.ToJsonString());
        Assert.Equal(board["standings"]!.ToJsonString(), (await BoardAsync(second))["standings"]!.ToJsonString());
    }

    [Fact]
    public async Task BackupAndRestore_WhereSomethingIs_OverwriteNothing()
    {
        await ServerProcess.RunAsync("backup", Path.Combine(_root, "copy"), Data("first"));
        var backup = await ServerProcess.RunAsync("backup", Path.Combine(_root, "copy"), Data("first"));
        await _server.StopAsync();
        var restore = await ServerProcess.RunAsync("restore", Path.Combine(_root, "copy"), Data("first"));

        Assert.Equal(1, backup.ExitCode);
        Assert.Contains("never overwrites", backup.Output, StringComparison.Ordinal);
        Assert.Equal(1, restore.ExitCode);
        Assert.Contains("never overwrites", restore.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithAnchors_AcceptsItsOwnHeadOnly()
    {
        var anchor = Path.Combine(_root, "anchor.json");
        var plain = await ServerProcess.RunAsync("verify", Data("first"));
        await File.WriteAllTextAsync(anchor, plain.Output);
        var anchored = await ServerProcess.RunAsync("verify", "--anchor", anchor, Data("first"));
        await File.WriteAllTextAsync(anchor, $$"""{"sequence":1,"hash":"{{new string('0', 64)}}"}""");
        var foreign = await ServerProcess.RunAsync("verify", "--anchor", anchor, Data("first"));
        await File.WriteAllTextAsync(anchor, "no head");
        var unreadable = await ServerProcess.RunAsync("verify", "--anchor", anchor, Data("first"));
        var nothing = await ServerProcess.RunAsync("verify", Data("nothing"));

        Assert.Equal((0, 0, 1, 1, 1), (plain.ExitCode, anchored.ExitCode, foreign.ExitCode, unreadable.ExitCode, nothing.ExitCode));
        Assert.Equal(("true", "1"), (JsonNode.Parse(plain.Output)!["ok"]!.ToJsonString(), JsonNode.Parse(plain.Output)!["facts"]!.ToJsonString()));
        Assert.Contains("There is no ledger", nothing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_TheAccessLogToo_AcceptsItsOwnHeadAndMissesALogThatIsGone()
    {
        await BoardAsync(_server);
        await _server.StopAsync();
        var anchor = Path.Combine(_root, "anchor.json");
        var plain = await ServerProcess.RunAsync("verify", Data("first"));
        await File.WriteAllTextAsync(anchor, plain.Output);
        var anchored = await ServerProcess.RunAsync("verify", "--anchor", anchor, Data("first"));
        File.Delete(Path.Combine(_root, "first", "access.db"));
        var gone = await ServerProcess.RunAsync("verify", "--anchor", anchor, Data("first"));

        Assert.Equal((0, 0, 1), (plain.ExitCode, anchored.ExitCode, gone.ExitCode));
        var log = JsonNode.Parse(plain.Output)!["accessLog"]!;
        Assert.True((bool)log["ok"]! && (long)log["entries"]! > 0 && (long)log["head"]!["sequence"]! > 0);
        Assert.False((bool)JsonNode.Parse(gone.Output)!["accessLog"]!["ok"]!);
    }

    [Fact]
    public async Task Rebuild_OfAStoppedServer_GivesTheSameBoard()
    {
        var before = await BoardAsync(_server);
        var running = await ServerProcess.RunAsync("rebuild", Data("first"));
        await _server.StopAsync();

        var rebuild = await ServerProcess.RunAsync("rebuild", Data("first"));
        await using var again = await ServerProcess.StartAsync(Data("first"));

        Assert.Equal((1, 0), (running.ExitCode, rebuild.ExitCode));
        Assert.Equal(before["standings"]!.ToJsonString(), (await BoardAsync(again))["standings"]!.ToJsonString());
    }

    private string Data(string name) => $"--Claudeonomics:DataDirectory={Path.Combine(_root, name)}";

    private async Task<string> HeadAsync(string data) =>
        JsonNode.Parse((await ServerProcess.RunAsync("verify", Data(data))).Output)!["head"]!.ToJsonString();

    // The board follows the ledger within a second, and its titles follow the board.
    private static async Task<JsonNode> BoardAsync(ServerProcess server)
    {
        using var client = Client(server);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var board = JsonNode.Parse(await client.GetStringAsync("/api/v1/boards/tokens", limit.Token))!;
            if (board["standings"]!.AsArray() is [{ } ann, ..] && ann["titles"]!.AsArray().Count > 0)
            {
                return board;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private static HttpClient Client(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", AdminKey);
        return client;
    }

    // As Claude Code sends it (tests/fixtures/otlp), one call of 107 tokens.
    private static string Event => """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"claude-code"}}]},
        "scopeLogs":[{"scope":{"name":"com.anthropic.claude_code.events"},"logRecords":[{
        "timeUnixNano":"TIME","body":{"stringValue":"claude_code.api_request"},
        "attributes":[{"key":"event.name","value":{"stringValue":"api_request"}},{"key":"session.id","value":{"stringValue":"s-1"}},
        {"key":"user.email","value":{"stringValue":"ann@example.com"}},{"key":"model","value":{"stringValue":"claude-opus-4-6"}},
        {"key":"request_id","value":{"stringValue":"req_1"}},{"key":"input_tokens","value":{"intValue":10}},
        {"key":"output_tokens","value":{"intValue":7}},{"key":"cache_read_tokens","value":{"intValue":90}},
        {"key":"cache_creation_tokens","value":{"intValue":0}}]}]}]}]}
        """.Replace("TIME", $"{(DateTimeOffset.UtcNow.AddMinutes(-1) - DateTimeOffset.UnixEpoch).Ticks * 100}", StringComparison.Ordinal);
}
