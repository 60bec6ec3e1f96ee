using System.Globalization;
using Claudeonomics.Server.People;

namespace Claudeonomics.Tests.People;

public sealed class UsageParametersTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Theory]
    [InlineData(null, "2026-11-22", 30)]
    [InlineData("2026-11-01", "2026-11-01", 30)]
    [InlineData("0001-01-15", "0001-01-15", 14)]
    public void TryReadDays_WithoutAFirstDay_AreThirtyOrAllThatThereAre(string? to, string end, int days)
    {
        Assert.True(UsageParameters.TryReadDays(null, DayOf(to), Today, out var read, out _));

        Assert.Equal((DayOf(end)!.Value, days), (read.End, read.Days));
    }

    [Fact]
    public void TryReadDays_ToTheCalendarsFirstDay_IsAProblem()
    {
        Assert.False(UsageParameters.TryReadDays(null, DateOnly.MinValue, Today, out _, out var problem));

        Assert.Equal("1 to 430 days before to, which is the day after the last.", Assert.Single(problem!.ProblemDetails.Errors["from"]));
    }

    private static DateOnly? DayOf(string? day) => day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
