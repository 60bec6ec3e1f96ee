using Claudeonomics.Core.People;

namespace Claudeonomics.Tests.People;

public sealed class QuietHoursTests
{
    private const long Hour = 3_600_000;
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("22:00-07:00", "22:00-07:00")]
    [InlineData(" 12:00 - 13:30 ", "12:00-13:30")]
    [InlineData("22:00-22:00", null)]
    [InlineData("22-07", null)]
    [InlineData("22:00", null)]
    [InlineData("22:00-24:00", null)]
    [InlineData("22:00-07:00-08:00", null)]
    [InlineData("-", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Find_Text_ReadsTwoTimesAndNothingElse(string? text, string? expected) =>
        Assert.Equal(expected, QuietHours.Find(text, TimeZoneInfo.Utc)?.ToString());

    // Berlin is an hour ahead of UTC in winter and two in summer.
    [Theory]
    [InlineData("22:00-07:00", "2026-11-10T20:00Z", "2026-11-10T22:00Z", 1)]
    [InlineData("22:00-07:00", "2026-11-10T04:00Z", "2026-11-10T08:00Z", 2)]
    [InlineData("22:00-07:00", "2026-11-10T19:00Z", "2026-11-11T07:00Z", 9)]
    [InlineData("22:00-07:00", "2026-11-10T08:00Z", "2026-11-10T20:00Z", 0)]
    [InlineData("12:00-13:00", "2026-11-10T11:30Z", "2026-11-10T14:00Z", 0.5)]
    [InlineData("12:00-13:00", "2026-07-10T09:00Z", "2026-07-10T10:30Z", 0.5)]
    [InlineData("12:00-13:00", "2026-11-10T11:15Z", "2026-11-10T11:45Z", 0.5)]
    public void Within_StretchOfTime_GoesByThePersonsOwnDay(string hours, string from, string until, double expected) =>
        Assert.Equal(expected * Hour, QuietHours.Find(hours, Berlin)!.Within(Ms(from), Ms(until)));

    [Theory]
    [InlineData("2026-10-24T20:00Z", "2026-10-25T06:00Z", 10)]
    [InlineData("2026-03-28T21:00Z", "2026-03-29T05:00Z", 8)]
    public void Within_NightInWhichClocksChange_IsAsLongAsItWas(string from, string until, double expected) =>
        Assert.Equal(expected * Hour, QuietHours.Find("22:00-07:00", Berlin)!.Within(Ms(from) - Hour, Ms(until) + Hour));

    private static long Ms(string moment) => DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
