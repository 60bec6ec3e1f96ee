using Claudeonomics.Cli.Blocks;

namespace Claudeonomics.Tests.CommandLine.Blocks;

public sealed class BlockBuilderTests
{
    [Fact]
    public void Build_CallsOfADay_BeginsBlocksAtFullHoursAndEndsThemAfterFive()
    {
        var memories = new Memories()
            .Call("2026-11-21 09:55", 1)
            .Call("2026-11-21 10:05", 2)
            .Call("2026-11-21 13:59:59", 4)
            .Call("2026-11-21 14:00", 8)
            .Call("2026-11-21 23:10", 16);

        Assert.Equal(["claude-code 09:00 2026-11-21 $7", "claude-code 14:00 2026-11-21 $8", "claude-code 23:00 2026-11-21 $16"], Blocks(memories));
    }

    [Fact]
    public void Build_TwoAgents_EachHasBlocksOfItsOwn()
    {
        var memories = new Memories().Call("2026-11-21 12:30", 1, "codex").Call("2026-11-21 10:30", 2).Call("2026-11-21 12:00", 4);

        Assert.Equal(["claude-code 10:00 2026-11-21 $6", "codex 12:00 2026-11-21 $1"], Blocks(memories));
    }

    [Fact]
    public void Build_AnyOrderOfCells_GivesTheSameBlocks()
    {
        var memories = new Memories();
        for (var hour = 0; hour < 60; hour += 2)
        {
            memories.Call($"2026-11-{10 + (hour / 24):00} {hour % 24:00}:{hour % 60:00}", hour);
        }

        var state = memories.State();
        Assert.Equal(
            BlockBuilder.Build(state.Cells, state.Names), BlockBuilder.Build(state.Cells.Reverse(), state.Names));
    }

    [Fact]
    public void Build_ACallThatWasTakenAway_BeginsNoBlock()
    {
        var state = new Memories().Call("2026-11-21 03:00", 1).Call("2026-11-21 10:30", 2).State();
        state.Changes.Add(new(state.Cells[0].Key, state.Cells[0].Sums.Negated));

        Assert.Equal(10, DateTimeOffset.FromUnixTimeMilliseconds(Assert.Single(BlockBuilder.Build(state.AllCells, state.Names)).StartUnixMs).Hour);
    }

    [Fact]
    public void PaceAt_ARunningBlock_GoesOnAsSinceItsFirstCall()
    {
        var state = new Memories().Call("2026-11-21 10:30", 2, tokens: 30_000).Call("2026-11-21 11:00", 4, tokens: 30_000).State();
        var block = Assert.Single(BlockBuilder.Build(state.Cells, state.Names));

        var pace = block.PaceAt(Memories.Moment("2026-11-21 12:30").ToUnixTimeMilliseconds())!.Value;

        Assert.Equal((500.0, 3m, 135_000L, 13.5m), (pace.TokensPerMinute, pace.UsdPerHour, pace.ProjectedTokens, pace.ProjectedUsd));
    }

    [Theory]
    [InlineData("2026-11-21 10:39")]
    [InlineData("2026-11-21 15:00")]
    public void PaceAt_TooYoungOrOver_IsUnknown(string now)
    {
        var state = new Memories().Call("2026-11-21 10:30", 2).State();

        Assert.Null(Assert.Single(BlockBuilder.Build(state.Cells, state.Names)).PaceAt(Memories.Moment(now).ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void PaceAt_NothingPriced_HasTokensAndNoDollars()
    {
        var state = new Memories().Call("2026-11-21 10:00", null, tokens: 6_000).State();

        var pace = Assert.Single(BlockBuilder.Build(state.Cells, state.Names)).PaceAt(Memories.Moment("2026-11-21 11:00").ToUnixTimeMilliseconds())!.Value;

        Assert.Equal((100.0, null, null), (pace.TokensPerMinute, pace.UsdPerHour, pace.ProjectedUsd));
    }

    private static IEnumerable<string> Blocks(Memories memories)
    {
        var state = memories.State();
        return BlockBuilder.Build(state.Cells, state.Names).Select(static block =>
            $"{block.Agent} {DateTimeOffset.FromUnixTimeMilliseconds(block.StartUnixMs):HH:mm yyyy-MM-dd} ${block.Sums.ListCostUsd:0}");
    }
}
