using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Web.Drawing;

namespace Claudeonomics.Tests.Web;

public sealed class SvgTests
{
    [Fact]
    public void Sparkline_ThreeDays_DrawsAColumnEachAndTheLastApart() =>
        Assert.Equal(
            "<svg class=\"spark\" viewBox=\"0 0 8 20\" aria-hidden=\"true\"><path d=\"M1 20v-10M4 20v-20\"/><path class=\"now\" d=\"M7 20v-5\"/></svg>",
            Svg.Sparkline([50, 100, 25]).Value);

    [Fact]
    public void Sparkline_LittleAndNothing_DifferByOneUnit() =>
        Assert.Contains("d=\"M1 20v-20M4 20v-1\"", Svg.Sparkline([1_000_000, 1, 0, 0]).Value, StringComparison.Ordinal);

    [Fact]
    public void Sparkline_NoDayOrOne_HasNoCourseToDraw() =>
        Assert.Equal((null, null), (Svg.Sparkline([]).Value, Svg.Sparkline([7]).Value));

    [Fact]
    public void ShareBar_Shares_FollowEachOtherWithAGap() =>
        Assert.Equal(
            "<svg class=\"mix\" viewBox=\"0 0 96 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"rest\" width=\"96\" height=\"8\"/>"
            + "<rect class=\"s0\" x=\"0\" width=\"47\" height=\"8\"/><rect class=\"s1\" x=\"48\" width=\"23\" height=\"8\"/></svg>",
            Svg.ShareBar([0.5, 0.25]).Value);

    [Fact]
    public void TierMark_NoTier_IsNothing() => Assert.Null(Svg.TierMark(Tier.None).Value);

    [Fact]
    public void Of_SevenThings_KeepsFiveAndPutsTheRestTogether()
    {
        var first = new DateOnly(2026, 11, 2);
        var series = AreaSeries.Of(
            Enumerable.Range(1, 7).Select(i => ($"model-{i}", first.AddDays(i), (long)i)), first, daysPerSpan: 7, spans: 2);

        Assert.Equal(["2 Nov", "9 Nov"], series.Spans);
        Assert.Equal(["model-7", "model-6", "model-5", "model-4", "model-3", "all others"], series.Things.Select(thing => thing.Name));
        Assert.Equal([0L, 7L], series.Things[0].Amounts);
        Assert.Equal([3L, 0L], series.Things[^1].Amounts);
        Assert.Equal(28, series.Total);
    }

    [Fact]
    public void Of_DaysOutsideTheSpans_AreLeftOut()
    {
        var first = new DateOnly(2026, 11, 2);
        Assert.Equal(0, AreaSeries.Of([("a", first.AddDays(-1), 5), ("a", first.AddDays(7), 5)], first, 7, 1).Total);
    }
}
