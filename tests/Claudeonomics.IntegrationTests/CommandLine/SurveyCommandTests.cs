using System.Text.Json;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary><c>agents</c> and <c>doctor</c>, as processes.</summary>
public sealed class SurveyCommandTests
{
    [Fact]
    public async Task Agents_AHomeWithLogs_SaysWhereAndHowMuch()
    {
        using var program = new CommandLineProgram("claude-code", "unread");

        var lines = (await program.RunAsync("agents")).Lines();

        Assert.StartsWith("Agent        Tokens  List price  Calls  Last", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Claude Code    146k       $0.14      6  ", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("1  6.4 kB  ~/.claude/projects/-home-dev-app", lines[2], StringComparison.Ordinal);
        Assert.Contains("7 lines could not be read as they stand: claudeonomics doctor says which and why.", lines);
    }

    [Fact]
    public async Task Agents_Narrow_LeavesColumnsOut()
    {
        using var program = new CommandLineProgram("claude-code", "unread");

        var lines = (await program.RunAsync(["agents"], [("COLUMNS", "60")], "")).Lines();

        Assert.Equal("Agent        Tokens  List price  Calls  Where", lines[0]);
        Assert.All(lines[..3], static line => Assert.InRange(line.Length, 1, 60));
    }

    [Fact]
    public async Task Agents_ColourAskedFor_IsGivenUnlessNoColor()
    {
        using var program = new CommandLineProgram("claude-code", "unread");

        var colourful = await program.RunAsync(["agents"], [("CLICOLOR_FORCE", "1")], "");
        var plain = await program.RunAsync(["agents"], [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], "");

        Assert.Contains("\e[", colourful.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agents_Json_IsOneDocumentWithEveryAgent()
    {
        using var program = new CommandLineProgram("claude-code", "unread");

        var agents = (await program.RunAsync("agents", "--json")).Json().GetProperty("agents").EnumerateArray().ToArray();

        Assert.Equal(Cli.Agents.AgentRegistry.All.Select(static agent => agent.Name), agents.Select(static agent => agent.GetProperty("agent").GetString()!));
        var claude = agents[0];
        Assert.Equal(
            (true, true, 1, 6434, 6, 146_000, 0.13575m, 24_500, 7, "2026-10-05T10:07:05.000Z"),
            (claude.GetProperty("found").GetBoolean(), claude.GetProperty("countable").GetBoolean(), claude.GetProperty("files").GetInt32(),
                claude.GetProperty("bytes").GetInt64(), claude.GetProperty("requests").GetInt32(), claude.GetProperty("totalTokens").GetInt64(),
                claude.GetProperty("listCostUsd").GetDecimal(), claude.GetProperty("unpricedTokens").GetInt64(), claude.GetProperty("unreadLines").GetInt32(),
                claude.GetProperty("lastAt").GetString()));
        Assert.All(agents[1..], static agent => Assert.False(agent.GetProperty("found").GetBoolean()));
    }

    [Fact]
    public async Task Agents_AnAgentWithoutCounts_IsFoundAndNotCounted()
    {
        using var program = new CommandLineProgram();
        Directory.CreateDirectory(Path.Combine(program.Home, ".kiro"));

        var kiro = (await program.RunAsync("agents", "--json")).Json().GetProperty("agents").EnumerateArray()
            .Single(static agent => agent.GetProperty("agent").GetString() == "kiro");

        Assert.Equal((true, false), (kiro.GetProperty("found").GetBoolean(), kiro.GetProperty("countable").GetBoolean()));
        Assert.Contains("Kiro keeps no token counts on this machine.", (await program.RunAsync("agents")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agents_AnEmptyHome_SaysSo()
    {
        using var program = new CommandLineProgram();

        Assert.Equal("No agent has left anything to count on this machine.", (await program.RunAsync("agents")).Lines()[0]);
    }

    [Fact]
    public async Task Doctor_ABrokenHome_SaysWhatWhyAndWhatToDo()
    {
        using var program = new CommandLineProgram("claude-code", "unread");

        var lines = (await program.RunAsync("doctor", "--server", "https://tokens.example/")).Lines();

        Assert.Contains("! 2 places: no JSON, or cut off. The lines around it were read.", lines);
        Assert.Contains("    ~/.claude/projects/-home-dev-app/11111111-1111-4111-8111-111111111111.jsonl:3", lines);
        Assert.Contains("· Claude Code does not report.", lines);
        Assert.Contains("          \"OTEL_EXPORTER_OTLP_ENDPOINT\": \"https://tokens.example\",", lines);
    }

    [Fact]
    public async Task Doctor_ItsOwnLinesPutInPlace_ReportsAndShowsNoKey()
    {
        using var program = new CommandLineProgram("claude-code", "unread");
        var before = Telemetry(await program.RunAsync("doctor", "--json", "--server", "https://tokens.example"), "Claude Code");
        program.Write(".claude/settings.json", before.GetProperty("settings").GetProperty("text").GetString()!.Replace("YOUR-KEY", "cn_secret", StringComparison.Ordinal));

        var result = await program.RunAsync("doctor", "--json");

        var after = Telemetry(result, "Claude Code");
        Assert.Equal("off", before.GetProperty("state").GetString());
        Assert.Equal(
            ("on", "https://tokens.example", Path.Combine(program.Home, ".claude", "settings.json")),
            (after.GetProperty("state").GetString(), after.GetProperty("endpoint").GetString(), after.GetProperty("setIn").GetString()));
        Assert.DoesNotContain("cn_secret", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor", "--server", "tokens")]
    [InlineData("doctor", "--nonsense")]
    [InlineData("agents", "extra")]
    public async Task WrongUsage_EndsWithTwo(params string[] arguments)
    {
        using var program = new CommandLineProgram();

        var result = await program.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.NotEmpty(result.Errors);
    }

    private static JsonElement Telemetry(CommandResult result, string title) =>
        result.Json().GetProperty("telemetry").EnumerateArray().Single(setup => setup.GetProperty("title").GetString() == title);
}
