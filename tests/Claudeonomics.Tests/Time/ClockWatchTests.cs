using Claudeonomics.Core.Time;
using Claudeonomics.TestShared;

namespace Claudeonomics.Tests.Time;

public sealed class ClockWatchTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly ManualClock _clock = new(new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));
    private readonly ClockWatch _watch;

    public ClockWatchTests() => _watch = new(_clock);

    [Fact]
    public void Look_ClockRunsEvenly_IsSteadyAfterADay()
    {
        Assert.Equal((TimeSpan.Zero, false), (_watch.Jump, _watch.IsSteady));
        _clock.Advance(Day - TimeSpan.FromSeconds(1));
        Assert.False(_watch.IsSteady);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((TimeSpan.Zero, true), (_watch.Jump, _watch.IsSteady));
    }

    [Fact]
    public void Look_ClockIsAdjustedByLessThanAnHour_IsNoJump()
    {
        _clock.Advance(Day);
        _clock.Jump(TimeSpan.FromMinutes(59));
        Assert.Equal((TimeSpan.Zero, true), (_watch.Jump, _watch.IsSteady));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-3)]
    public void Look_ClockJumps_IsNotBelievedUntilItHasRunEvenlyForADay(int days)
    {
        _clock.Advance(2 * Day);
        Assert.True(_watch.IsSteady);
        _clock.Jump(days * Day);
        Assert.Equal((days * Day, false), (_watch.Jump, _watch.IsSteady));
        _clock.Advance(Day - TimeSpan.FromSeconds(1));
        Assert.Equal((days * Day, false), (_watch.Jump, _watch.IsSteady));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((TimeSpan.Zero, true), (_watch.Jump, _watch.IsSteady));
    }

    [Fact]
    public void Look_ClockGoesBackToWhereItShouldBe_IsBelievedAtOnceAndSteadyADayAfterTheJump()
    {
        _clock.Advance(2 * Day);
        _clock.Jump(40 * Day);
        Assert.Equal(40 * Day, _watch.Jump);
        _clock.Advance(TimeSpan.FromHours(2));
        _clock.Jump(-40 * Day);
        Assert.Equal((TimeSpan.Zero, false), (_watch.Jump, _watch.IsSteady));
        _clock.Advance(TimeSpan.FromHours(22));
        Assert.True(_watch.IsSteady);
    }

    [Fact]
    public void Look_SecondJumpWhileInDoubt_StartsTheDayAnew()
    {
        _clock.Jump(10 * Day);
        Assert.Equal(10 * Day, _watch.Jump);
        _clock.Advance(TimeSpan.FromHours(23));
        _clock.Jump(5 * Day);
        Assert.Equal(15 * Day, _watch.Jump);
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(15 * Day, _watch.Jump);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, _watch.Jump);
    }
}
