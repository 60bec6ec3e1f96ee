using System.Text;
using System.Xml.Linq;
using Claudeonomics.Core.Pictures;
using Claudeonomics.Cli.Wrapped;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.CommandLine.Wrapped;

public sealed class YearPictureTests
{
    private static readonly Memories Year = new Memories()
        .Call("2026-02-03 10:00", 1.5m, tokens: 1_000_000, conversation: "secret-conversation")
        .Call("2026-03-04 10:00", 2, tokens: 3_000_000, model: "claude-sonnet-4-6");

    [Fact]
    public void Draw_AYear_SaysItsFigures() => Assert.Equal(
        [
            "Claudeonomics", "2026 so far", "4\u202fM", "4,000,000 tokens", "3 February to 4 March 2026", "$3.50", "at list price",
            "what a price list says, not a bill", "2", "calls", "in 2 conversations", "2", "days", "1 day in a row",
            "The model of the year is sonnet 4.6, the month March.", "The busiest day: 4 March, 3\u202fM tokens", "75% sonnet 4.6", "25% opus 4.6", "3\u202fM",
        ],
        Texts(Year, new(2026, 6, 1)).Where(static text => text.Length > 3 || char.IsAsciiDigit(text[0])).Where(static text => !text.Contains("ounted", StringComparison.Ordinal) && !text.Contains("wrapped", StringComparison.Ordinal) && !text.Contains("caches", StringComparison.Ordinal)));

    [Fact]
    public void Draw_AYearThatIsOver_IsNotSoFar() => Assert.Contains("2026", Texts(Year, new(2027, 1, 1)));

    [Fact]
    public void Draw_UnpricedTokens_AreSaidToBeLeftOut() =>
        Assert.Contains("500 without a price left out", Texts(new Memories().Call("2026-02-03 10:00", null, tokens: 500, model: "mine").Call("2026-02-03 11:00", 1), new(2026, 6, 1)));

    [Fact]
    public void Draw_NamesOfConversations_AreNotInIt() =>
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(Draw(Year, new(2026, 6, 1))), StringComparison.Ordinal);

    [Fact]
    public void Draw_AModelThatLooksLikeMarkup_IsText()
    {
        var figures = YearFigures.Of(Year.State(), 2026, new CompanyCalendar(TimeZoneInfo.Utc)) with { Models = [new("<b>&\"x", 5)] };

        var svg = XDocument.Parse(Encoding.UTF8.GetString(YearPicture.Draw(figures, new(2026, 6, 1), PictureColors.Dark)));

        Assert.Contains("100% <b>&\"x", svg.Descendants().Where(static node => node.Name.LocalName == "text").Select(static node => node.Value));
    }

    [Fact]
    public void Draw_EveryShape_LiesInThePicture()
    {
        var svg = XDocument.Parse(Encoding.UTF8.GetString(Draw(Year, new(2026, 6, 1))));

        Assert.All(svg.Descendants().Where(static node => node.Name.LocalName == "rect"), static shape =>
        {
            Assert.InRange(Number(shape, "x") + Number(shape, "width"), 1, YearPicture.Width);
            Assert.InRange(Number(shape, "y") + Number(shape, "height"), 1, YearPicture.Height);
        });
    }

    private static double Number(XElement shape, string name) => double.Parse(shape.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Texts(Memories year, DateOnly today) =>
        [.. XDocument.Parse(Encoding.UTF8.GetString(Draw(year, today))).Descendants().Where(static node => node.Name.LocalName == "text").Select(static node => node.Value)];

    private static byte[] Draw(Memories year, DateOnly today) =>
        YearPicture.Draw(YearFigures.Of(year.State(), 2026, new CompanyCalendar(TimeZoneInfo.Utc)), today, PictureColors.Light);
}
