using Claudeonomics.Cli.Wrapped;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.CommandLine.Wrapped;

public sealed class YearFiguresTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Of_CallsAroundTheYear_TakesThoseOfIt()
    {
        var year = Of(
            new Memories()
                .Call("2025-12-31 22:50", 1, tokens: 1)
                .Call("2025-12-31 23:05", 2, tokens: 2)
                .Call("2026-06-01 10:00", null, tokens: 4, model: "mine")
                .Call("2026-12-31 22:50", 8, tokens: 8, conversation: "c2", agent: "codex", model: "gpt-5.4")
                .Call("2026-12-31 23:05", 16, tokens: 16),
            Berlin);

        Assert.Equal((14L, 10m, 4L, 3, 1, 2), (year.Sums.TotalTokens, year.Sums.ListCostUsd, year.Sums.UnpricedTokens, year.ActiveDays, year.LongestStreak, year.Conversations));
        Assert.Equal([(0, 2L), (151, 4L), (364, 8L)], Enumerable.Range(0, 365).Where(day => year.Days[day] > 0).Select(day => (day, year.Days[day])));
        Assert.Equal([new("gpt-5.4", 8), new("mine", 4), new("claude-opus-4-6", 2)], year.Models);
        Assert.Equal([new("codex", 8), new("claude-code", 6)], year.Agents);
        Assert.Equal((364, null), (year.BusiestDay, year.CacheShare));
    }

    [Fact]
    public void Of_DaysInARow_CountsTheLongestRun()
    {
        var memories = new Memories();
        foreach (var day in new[] { 3, 4, 6, 7, 8, 8, 12, 13 })
        {
            memories.Call($"2026-03-{day:00} 12:00", 1);
        }

        Assert.Equal((7, 3), (Of(memories).ActiveDays, Of(memories).LongestStreak));
    }

    [Fact]
    public void Of_ALeapYear_HasADayMore() => Assert.Equal(366, YearFigures.Of(new Memories().State(), 2028, new CompanyCalendar(TimeZoneInfo.Utc)).Days.Count);

    [Fact]
    public void Of_ACallThatWasTakenAway_IsGone()
    {
        var state = new Memories().Call("2026-03-01 12:00", 1).Call("2026-03-02 12:00", 1, conversation: "c2", model: "gpt-5.4").State();
        state.Changes.Add(new(state.Cells[0].Key, state.Cells[0].Sums.Negated));

        var year = YearFigures.Of(state, 2026, new CompanyCalendar(TimeZoneInfo.Utc));

        Assert.Equal((1, 1, "gpt-5.4"), (year.ActiveDays, year.Conversations, Assert.Single(year.Models).Name));
    }

    private static YearFigures Of(Memories memories, TimeZoneInfo? zone = null) =>
        YearFigures.Of(memories.State(), 2026, new CompanyCalendar(zone ?? TimeZoneInfo.Utc));
}
