using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Matching;

public sealed class SupervisionTests
{
    private const long Minute = 60_000;
    private static readonly long Midnight = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Fact]
    public void Credit_SignalsAtMostHalfAnHourApart_CountFromFirstToLast() =>
        Assert.Equal([50 * Minute], Credit(human: [600, 620, 650], productive: [640]));

    [Fact]
    public void Credit_NothingCameOfIt_CountsNothing() => Assert.Empty(Credit(human: [600, 620, 650], productive: [500]));

    [Fact]
    public void Credit_SilenceOfMoreThanHalfAnHour_BeginsAnotherStretch() =>
        Assert.Equal([10 * Minute], Credit(human: [600, 610, 641, 660], productive: [612]));

    [Fact]
    public void Credit_StretchOverMidnight_IsSplit() =>
        Assert.Equal([20 * Minute, 5 * Minute], Credit(human: [1420, 1445], productive: [1440]));

    [Fact]
    public void Credit_TwoStretchesOfADay_AreTold_EachWithItsBeginning()
    {
        var credited = CreditedOf(human: [600, 620, 700, 705], productive: [610, 702]);
        Assert.Equal([600, 700], credited.Select(static time => (time.StartMs - Midnight) / Minute));
        Assert.Equal([20 * Minute, 5 * Minute], credited.Select(static time => (long)time.Ms));
    }

    private static IEnumerable<long> Credit(long[] human, long[] productive) => CreditedOf(human, productive).Select(static time => (long)time.Ms);

    private static List<CreditedTime> CreditedOf(long[] human, long[] productive)
    {
        var credited = new List<CreditedTime>();
        Supervision.Credit(
            Array.ConvertAll(human, static minute => Midnight + (minute * Minute)),
            Array.ConvertAll(productive, static minute => Midnight + (minute * Minute)),
            new CompanyCalendar(TimeZoneInfo.Utc), credited);
        return credited;
    }
}
