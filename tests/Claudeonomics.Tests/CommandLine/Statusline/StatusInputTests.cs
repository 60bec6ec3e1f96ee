using System.Text;
using Claudeonomics.Cli.Statusline;

namespace Claudeonomics.Tests.CommandLine.Statusline;

public sealed class StatusInputTests
{
    private static readonly StatusInput Nothing = new(null, null, null, null, null, null);

    [Fact]
    public void Parse_ClaudeCodesDocument_TakesWhatTheLineNeeds() => Assert.Equal(
        new StatusInput("0b7c", "Opus 4.6", 0.42m, 0.45, 0.235, DateTimeOffset.FromUnixTimeSeconds(1_795_000_000)),
        Parse("""
            {"session_id": "0b7c", "transcript_path": "/home/dev/.claude/projects/x/0b7c.jsonl", "cwd": "/home/dev/x",
             "model": {"id": "claude-opus-4-6", "display_name": "Opus 4.6"}, "version": "2.1.197",
             "cost": {"total_cost_usd": 0.42, "total_duration_ms": 45000},
             "context_window": {"used_percentage": 45, "context_window_size": 200000, "current_usage": null},
             "rate_limits": {"five_hour": {"used_percentage": 23.5, "resets_at": 1795000000}}}
            """));

    [Fact]
    public void Parse_CountsInsteadOfAShare_AddsUpWhatTheContextHolds() => Assert.Equal(
        Nothing with { ContextShare = 0.5 },
        Parse("""
            {"context_window": {"context_window_size": 200000,
             "current_usage": {"input_tokens": 8000, "output_tokens": 99, "cache_creation_input_tokens": 2000, "cache_read_input_tokens": 90000}}}
            """));

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[1]")]
    [InlineData("{\"session_id\": 7, \"model\": \"opus\", \"cost\": {\"total_cost_usd\": \"much\"}, \"context_window\": [], \"rate_limits\": {\"five_hour\": 1}}")]
    [InlineData("{\"cost\": {\"total_cost_usd\": -1}, \"context_window\": {\"used_percentage\": 1e300, \"context_window_size\": 0}, \"rate_limits\": {\"five_hour\": {\"resets_at\": 1e40}}}")]
    public void Parse_AnythingElse_IsNothing(string input) => Assert.Equal(Nothing, Parse(input));

    private static StatusInput Parse(string json) => StatusInput.Parse(Encoding.UTF8.GetBytes(json));
}
