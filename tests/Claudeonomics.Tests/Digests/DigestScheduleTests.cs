using System.Globalization;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Digests;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Tests.Digests;

public sealed class DigestScheduleTests
{
    /// <summary>The hour is what a clock on the wall shows: also on a day on which clocks were changed before it.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2026-11-23", DigestOccasion.Week, "2026-11-23T08:00:00Z")]
    // Clocks went back an hour that night.
    [InlineData("America/New_York", "2026-11-01", DigestOccasion.Season, "2026-11-01T14:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2029-04-01", DigestOccasion.Season, "2029-03-31T22:30:00Z")]
    public void DueAt_HourOfTheCompanysDay_IsTheOneOnTheWall(string zone, string day, DigestOccasion occasion, string due)
    {
        var calendar = new CompanyCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var (at, begins) = (DateTimeOffset.Parse(due, CultureInfo.InvariantCulture), calendar.StartOf(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

        Assert.DoesNotContain(DigestSchedule.DueAt(at.AddSeconds(-1), calendar, 9), told => told.Occasion == occasion && told.DueAt >= begins);
        Assert.Equal(at, DigestSchedule.DueAt(at, calendar, 9).Single(told => told.Occasion == occasion).DueAt);
    }
}
