using Claudeonomics.Server.Trust;

namespace Claudeonomics.Tests.Alarms;

/// <summary>Who reads many people one by one is noticed, and whoever looks around a little is not.</summary>
public sealed class BulkAlarmTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sees_TwentyPeopleInTenMinutes_RaisesOnceAtTheTwentieth()
    {
        var alarm = new BulkAlarm();

        var raised = Enumerable.Range(0, 25).Select(i => alarm.Sees("v", "v", $"p{i}", Start.AddSeconds(i * 30)) is not null).ToList();

        Assert.Equal([.. Enumerable.Repeat(false, 19), true, .. Enumerable.Repeat(false, 5)], raised);
        Assert.Equal([new BulkReading(Start.AddSeconds(570), "v", "v", 20)], alarm.Latest);
    }

    [Fact]
    public void Sees_TheSamePersonOver_RaisesNothing()
    {
        var alarm = new BulkAlarm();

        Assert.DoesNotContain(Enumerable.Range(0, 1_000), i => alarm.Sees("v", "v", $"p{i % 19}", Start.AddSeconds(i)) is not null);
    }

    [Fact]
    public void Sees_WhoGoesOn_RaisesAgainWhenTheWindowIsOver()
    {
        var alarm = new BulkAlarm();

        var raisedAt = Enumerable.Range(0, 240).Where(i => alarm.Sees("v", "v", $"p{i}", Start.AddSeconds(i * 10)) is not null).ToList();

        Assert.Equal([19, 79, 139, 199], raisedAt);
    }

    // Scrapers that read 20 people within ten minutes, at even, bursty or human paces, with reloads between; ordinary viewers who open some rows
    // and profiles after a board, now and then one who shows the board to a team.
    [Fact]
    public void Sees_SimulatedScrapersAndViewers_MissesAtMostOneInAHundredAndAccusesAtMostOneInAThousandDays()
    {
        var random = new Random(20261129);
        var caught = Enumerable.Range(0, 2_000).Count(i => IsCaught($"scraper {i}", random));
        var accused = Enumerable.Range(0, 20_000).Count(i => IsAccused($"viewer {i}", random));

        Assert.InRange(caught, 1_980, 2_000);
        Assert.InRange(accused, 0, 20);
    }

    // Between 20 and 49 people at moments anywhere in ten minutes: evenly, in bursts, or as it comes.
    private static bool IsCaught(string scraper, Random random)
    {
        var alarm = new BulkAlarm();
        var people = 20 + random.Next(30);
        var shape = random.Next(3);
        var moments = Enumerable.Range(0, people).Select(i => shape switch
        {
            0 => i * 599.0 / people,
            1 => (random.Next(4) * 180) + (random.NextDouble() * 20),
            _ => random.NextDouble() * 599,
        }).Order().ToList();
        var raised = false;
        for (var person = 0; person < people; person++)
        {
            for (var reload = random.Next(4) == 0 ? 1 : 0; reload >= 0; reload--)
            {
                raised |= alarm.Sees(scraper, scraper, $"p{person}", Start.AddSeconds(moments[person])) is not null;
            }
        }

        return raised;
    }

    // A day: one to four visits, in each two people on average, half of the time of the same handful that one knows; in one visit of a hundred eight on
    // average. With one of fifty it was 22 days of 20,000: how often somebody looks around widely is what the rate hangs on.
    private static bool IsAccused(string viewer, Random random)
    {
        var (alarm, raised) = (new BulkAlarm(), false);
        var second = 0.0;
        for (var visit = 1 + random.Next(4); visit > 0; visit--)
        {
            var looks = Geometric(random, mean: random.Next(100) == 0 ? 8 : 2);
            for (var look = 0; look < looks; look++)
            {
                var person = random.Next(2) == 0 ? random.Next(8) : random.Next(250);
                raised |= alarm.Sees(viewer, viewer, $"p{person}", Start.AddSeconds(second)) is not null;
                // To read a row or a profile takes a person from a few seconds to minutes.
                second += 4 + (-Math.Log(1 - random.NextDouble()) * 20);
            }

            second += 1_800 + (random.NextDouble() * 7_200);
        }

        return raised;
    }

    private static int Geometric(Random random, double mean)
    {
        var count = 0;
        while (random.NextDouble() < mean / (mean + 1))
        {
            count++;
        }

        return count;
    }
}
