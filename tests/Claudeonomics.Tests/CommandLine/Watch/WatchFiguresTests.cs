using Claudeonomics.Cli.Watch;

namespace Claudeonomics.Tests.CommandLine.Watch;

public sealed class WatchFiguresTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly Memories Calls = new Memories()
        .Call("2026-10-20 10:00", 1, tokens: 1)
        .Call("2026-10-24 10:00", 1, tokens: 2)
        .Call("2026-11-20 22:30", 1, tokens: 4)
        .Call("2026-11-20 23:30", 2, tokens: 8)
        .Call("2026-11-21 10:05", 3, tokens: 16, model: "gpt-5.4", agent: "codex")
        .Call("2026-11-21 10:40", null, tokens: 32, model: "mine")
        .Call("2026-11-21 13:00", 9, tokens: 64);

    [Fact]
    public void Of_CallsOfADay_AreSummedInItsZoneUntilNow()
    {
        var figures = Of(null);

        Assert.Equal((3L, 56L, 5m, 32L), (figures.Today.Requests, figures.Today.TotalTokens, figures.Today.ListCostUsd, figures.Today.UnpricedTokens));
        Assert.Equal([(0, 8L), (11, 48L)], NotZero(figures.Hours));
        Assert.Equal([(1, 2L), (28, 4L), (29, 56L)], NotZero(figures.Days));
        Assert.Equal([("mine", 32L), ("gpt-5.4", 16L), ("claude-opus-4-6", 8L)], figures.Models.Select(static model => (model.Name, model.Sums.TotalTokens)));
        Assert.Equal([("claude-code", "2026-11-21T10:00:00Z"), ("codex", "2026-11-21T10:00:00Z")], figures.Blocks.Select(static block => (block.Agent, block.Key)));
    }

    [Fact]
    public void Of_OneAgent_LeavesTheOthersOut()
    {
        var figures = Of("codex");

        Assert.Equal((16L, 1), (figures.Today.TotalTokens, figures.Blocks.Count));
        Assert.Equal([(29, 16L)], NotZero(figures.Days));
    }

    private static IEnumerable<(int, long)> NotZero(IReadOnlyList<long> values) =>
        Enumerable.Range(0, values.Count).Where(at => values[at] > 0).Select(at => (at, values[at]));

    private static WatchFigures Of(string? agent) => WatchFigures.Of(Calls.State(), Memories.Moment("2026-11-21 11:00"), Berlin, agent);
}
