using Claudeonomics.Core.Fold;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Fold;

public sealed class MomentSetTests
{
    private const long Minute = 60_000;
    private static readonly long Start = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Fact]
    public void Add_MomentsWithinHalfAnHour_KeepsTheFirstTheLastAndWhatConnectsThem()
    {
        var set = Of([0, 1, 2, 3, 10, 29, 31, 100]);
        Assert.Equal([0, 29, 31, 100], set.Span.ToArray().Select(static at => (at - Start) / Minute));
        Assert.False(set.Add(Start + (30 * Minute)));
        Assert.False(set.Add(Start + (100 * Minute)));
    }

    [Fact]
    public void Span_RandomMomentsInAnyOrderAndParts_CreditsWhatAllOfThemWould()
    {
        var calendar = new CompanyCalendar(TimeZoneInfo.Utc);
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var human = Moments(random);
            var productive = Moments(random);
            Assert.Equal(
                Credit(human.Order(), productive.Order(), calendar),
                Credit(InParts(human, random).Span.ToArray(), InParts(productive, random).Span.ToArray(), calendar));
        }
    }

    private static long[] Moments(Random random)
    {
        // Up to three days, in crowds and alone, gaps of exactly half an hour among them.
        var moments = Enumerable.Range(0, random.Next(1, 60)).Select(_ => (long)random.Next(0, 144) * 30).ToList();
        moments.AddRange(Enumerable.Range(0, random.Next(0, 60)).Select(_ => (long)random.Next(0, 72 * 60)));
        return [.. moments.Distinct().Select(static minute => Start + (minute * Minute))];
    }

    // What two checkpoints kept apart is united when the conversation comes back.
    private static MomentSet InParts(long[] moments, Random random)
    {
        var (first, second, united) = (default(MomentSet), default(MomentSet), default(MomentSet));
        random.Shuffle(moments);
        foreach (var at in moments)
        {
            _ = random.Next(2) == 0 ? first.Add(at) : second.Add(at);
        }

        foreach (var at in (long[])[.. second.Span, .. first.Span])
        {
            united.Add(at);
        }

        return united;
    }

    private static List<CreditedTime> Credit(IEnumerable<long> human, IEnumerable<long> productive, CompanyCalendar calendar)
    {
        var credited = new List<CreditedTime>();
        Supervision.Credit([.. human], [.. productive], calendar, credited);
        return credited;
    }

    private static MomentSet Of(int[] minutes)
    {
        var set = default(MomentSet);
        foreach (var minute in minutes)
        {
            set.Add(Start + (minute * Minute));
        }

        return set;
    }
}
