using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Tests.Simulator;

public sealed class ActivityStreamTests
{
    [Fact]
    public void TryRead_OneSeed_GivesTheSameFactsOnEveryMachineAndInEveryRelease()
    {
        var company = Simulated.Company(30);

        var facts = Simulated.Facts(company, Simulated.Stream(company, 2));

        // Change it only together with a deliberate change of the simulated company.
        Assert.Equal("60cf28dc4305c8bc", Simulated.Fingerprint(facts));
    }

    [Fact]
    public void TryRead_AnotherSeed_GivesOtherFacts()
    {
        var (one, other) = (Simulated.Company(30), Simulated.Company(30, seed: 43));

        Assert.NotEqual(
            Simulated.Fingerprint(Simulated.Facts(one, Simulated.Stream(one, 1))),
            Simulated.Fingerprint(Simulated.Facts(other, Simulated.Stream(other, 1))));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(400)]
    public void TryRead_AnySize_ComesInOrderOfArrivalAndWithinTheWindow(int people)
    {
        var company = Simulated.Company(people);
        var stream = Simulated.Stream(company, 2);
        var end = new DateTimeOffset(Simulated.LastDay.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var start = end - (2 * 86_400_000L);
        var (last, exports) = (0L, 0);

        while (stream.TryRead(out var export))
        {
            Assert.True(export.ArrivedAtUnixMs >= last);
            Assert.NotEqual(0, export.Acts.Length);
            foreach (ref readonly var act in export.Acts)
            {
                // A counter's last point is taken up to a minute after what it counts.
                Assert.InRange(act.AtUnixMs, start, act.Kind is ActKind.Counter ? end + 60_000 : end - 1);
                Assert.True(act.AtUnixMs <= export.ArrivedAtUnixMs);
            }

            (last, exports) = (export.ArrivedAtUnixMs, exports + 1);
        }

        Assert.True(stream.IsDone);
        Assert.NotEqual(0, exports);
    }

    [Fact]
    public void TryRead_HalvesOfTheCompany_MakeTheWhole()
    {
        var company = Simulated.Company(60);
        var whole = Simulated.Facts(company, Simulated.Stream(company, 2));
        var even = Simulated.Facts(company, Simulated.Stream(company, 2, Enumerable.Range(0, 60).Where(person => person % 2 == 0)));
        var odd = Simulated.Facts(company, Simulated.Stream(company, 2, Enumerable.Range(0, 60).Where(person => person % 2 == 1)));

        Assert.Equal(
            [.. whole.Calls.ToArray().Order(ByKey)],
            [.. even.Calls.ToArray().Concat(odd.Calls.ToArray()).Order(ByKey)]);
    }

    [Fact]
    public void TryRead_WindowsThatOverlap_AgreeOnTheDayTheyShare()
    {
        var company = Simulated.Company(60);
        var lastDay = new DateTimeOffset(Simulated.LastDay, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();

        var ofFour = Simulated.Facts(company, Simulated.Stream(company, 4)).Calls.ToArray().Where(call => call.AtUnixMs >= lastDay);
        var ofOne = Simulated.Facts(company, Simulated.Stream(company, 1)).Calls.ToArray();

        Assert.Equal([.. ofFour.Distinct().Order(ByKey)], [.. ofOne.Distinct().Order(ByKey)]);
    }

    [Fact]
    public void TryRead_UntilMomentAfterMoment_GivesWhatOneReadGives()
    {
        var company = Simulated.Company(20);
        var (stepwise, at) = (Simulated.Stream(company, 1), new DateTimeOffset(Simulated.LastDay, default, default).ToUnixTimeMilliseconds());
        var facts = new FactBatch();
        while (!stepwise.IsDone)
        {
            at += 1_234;
            while (stepwise.TryRead(at, out var export))
            {
                Assert.True(export.ArrivedAtUnixMs < at);
                Simulated.Writer(company).Write(export, facts);
            }
        }

        Assert.Equal(
            Simulated.Fingerprint(Simulated.Facts(company, Simulated.Stream(company, 1))), Simulated.Fingerprint(facts));
    }

    [Fact]
    public void TryRead_StreamWithoutEnd_GoesOnAfterTheLastDay()
    {
        var company = Simulated.Company(50);
        var end = new DateTimeOffset(Simulated.LastDay.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        var stream = new ActivityStream(company, end, null);
        var calls = 0;

        while (stream.TryRead(end.AddDays(3).ToUnixTimeMilliseconds(), out var export))
        {
            foreach (ref readonly var act in export.Acts)
            {
                calls += act.Kind is ActKind.Call ? 1 : 0;
            }
        }

        Assert.False(stream.IsDone);
        Assert.InRange(calls, 1_000, 1_000_000);
    }

    [Fact]
    public void TryRead_FewRequestsADay_KeepsEveryActiveDay()
    {
        var company = Simulated.Company(60);
        var thinner = Company.Create(company.Options with { MostRequestsPerDay = 2 });

        var all = PersonDays(Simulated.Facts(company, Simulated.Stream(company, 7)));
        var few = PersonDays(Simulated.Facts(thinner, Simulated.Stream(thinner, 7)));

        // Long sessions run into a second day; short ones do not.
        Assert.InRange(few.Count, all.Count * 0.6, all.Count);
        Assert.InRange(few.Values.Average(), 1, 2.5);

        static Dictionary<(int Identity, long Day), int> PersonDays(FactBatch facts) => facts.Calls.ToArray()
            .DistinctBy(call => (call.Conversation, call.Key)).CountBy(call => (call.Identity, call.AtUnixMs / 86_400_000)).ToDictionary();
    }

    private static readonly Comparer<UsageEvent> ByKey = Comparer<UsageEvent>.Create((left, right) =>
        (left.Identity, left.AtUnixMs, left.Key.Value).CompareTo((right.Identity, right.AtUnixMs, right.Key.Value)));
}
