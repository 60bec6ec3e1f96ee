namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary><c>statusline</c> as a process, the way an agent runs it.</summary>
public sealed class StatuslineCommandTests
{
    private static readonly (string, string)[] Plain = [("NO_COLOR", "1")];

    [Fact]
    public async Task Statusline_AConversationInTheLogs_CountsIt()
    {
        using var program = new CommandLineProgram("claude-code", "streaming");

        var result = await program.RunAsync(["statusline"], Plain,
            """{"session_id": "11111111-1111-4111-8111-111111111111", "model": {"display_name": "Opus"}, "cost": {"total_cost_usd": 99}, "context_window": {"used_percentage": 8}}""");

        var conversation = (await program.RunAsync("report", "conversation", "--json")).Json().GetProperty("totals").GetProperty("listCostUsd").GetDecimal();
        Assert.Equal([$"Opus · {Core.Text.Figure.Dollars(conversation)} here · $0 today · context 8%"], result.Lines());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json at all")]
    [InlineData("{\"session_id\": {}}")]
    public async Task Statusline_BadInput_SaysWhatItKnows(string input)
    {
        using var program = new CommandLineProgram("claude-code", "streaming");

        Assert.Equal(["$0 today"], (await program.RunAsync(["statusline"], Plain, input)).Lines());
    }

    [Fact]
    public async Task Statusline_AMemoryThatCannotBeWritten_IsALineAndNoFailure()
    {
        using var program = new CommandLineProgram("claude-code", "streaming");
        var file = program.Write("in-the-way", "");

        var result = await program.RunAsync(["statusline"], [.. Plain, ("CLAUDEONOMICS_HOME", Path.Combine(file, "memory"))], """{"model": {"display_name": "Opus"}}""");

        Assert.Equal((0, "Opus\n"), (result.ExitCode, result.Output));
    }
}
