using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Time;

public sealed class CompanyCalendarTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Los_Angeles")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("America/St_Johns")]
    public void DayOf_EveryQuarterOfTwoYears_AgreesWithTheZone(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var calendar = new CompanyCalendar(zone);
        for (var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); at.Year < 2028; at += TimeSpan.FromMinutes(15))
        {
            Assert.Equal(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime), calendar.DayOf(at.ToUnixTimeMilliseconds()));
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z")]
    [InlineData("Asia/Kolkata", "2026-11-21", "2026-11-20T18:30:00Z")]
    public void StartOf_Day_IsItsFirstMoment(string zone, string day, string start)
    {
        var calendar = new CompanyCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var expected = DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected, calendar.StartOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(day, calendar.DayOf(expected.ToUnixTimeMilliseconds()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.NotEqual(calendar.DayOf(expected.ToUnixTimeMilliseconds()), calendar.DayOf(expected.ToUnixTimeMilliseconds() - 1));
    }
}
