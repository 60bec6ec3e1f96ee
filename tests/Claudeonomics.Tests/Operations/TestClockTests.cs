using Claudeonomics.Server.Operations;
using Claudeonomics.TestShared;

namespace Claudeonomics.Tests.Operations;

public sealed class TestClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-21T08:00:00Z", 1)]
    [InlineData("2026-11-21T09:00:00+01:00", 1)]
    [InlineData("2026-11-21T08:00:00Z,60", 60)]
    [InlineData("2026-11-21T08:00:00Z, 0", 0)]
    public void GetUtcNow_AfterTenSeconds_HasMovedByTheRate(string text, double rate)
    {
        var real = new ManualClock(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var clock = TestClock.Parse(text, real);

        Assert.Equal(Start, clock.GetUtcNow());
        real.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Start.AddSeconds(10 * rate), clock.GetUtcNow());
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-11-21T08:00:00Z,fast")]
    [InlineData("2026-11-21T08:00:00Z,-1")]
    [InlineData("2026-11-21T08:00:00Z,NaN")]
    public void TryParse_Nonsense_IsFalse(string text) => Assert.False(TestClock.TryParse(text, TimeProvider.System, out _));
}
