using Claudeonomics.Cli.Blocks;

namespace Claudeonomics.Tests.CommandLine.Blocks;

public sealed class BlockIndexTests
{
    [Theory]
    [InlineData("claude-code", "2026-11-21 08:59:59", null)]
    [InlineData("claude-code", "2026-11-21 09:00", "2026-11-21T09:00:00Z")]
    [InlineData("claude-code", "2026-11-21 13:59:59", "2026-11-21T09:00:00Z")]
    [InlineData("claude-code", "2026-11-21 14:00", "2026-11-21T14:00:00Z")]
    [InlineData("claude-code", "2026-11-21 19:00", null)]
    [InlineData("codex", "2026-11-21 09:00", null)]
    [InlineData("codex", "2026-11-21 12:15", "2026-11-21T12:00:00Z")]
    [InlineData("amp", "2026-11-21 12:15", null)]
    public void Find_AMoment_IsInTheBlockOfItsAgent(string agent, string at, string? expected)
    {
        var state = new Memories().Call("2026-11-21 09:55", 1).Call("2026-11-21 14:05", 1).Call("2026-11-21 12:30", 1, "codex").State();
        var index = new BlockIndex(BlockBuilder.Build(state.Cells, state.Names));

        Assert.Equal(expected, index.Find(agent, Memories.Moment(at).ToUnixTimeMilliseconds())?.Key);
    }
}
