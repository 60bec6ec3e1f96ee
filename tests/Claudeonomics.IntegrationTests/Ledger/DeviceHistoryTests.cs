using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.TestShared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>Hours of devices that are read again: the last reading counts, whatever comes first.</summary>
public sealed class DeviceHistoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ledger-devices-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Append_ReadingsInAnyOrder_CountsTheLastOfEachHourOnce(int seed)
    {
        var history = new DeviceHistory(seed, conversations: 12, hours: 4, versions: 4);
        for (var order = 0; order < 4; order++)
        {
            await using var ledger = Open($"{seed}-{order}", factsPerCheckpoint: order % 2 == 0 ? 25 : 1_000_000);

            // Several at a time, so that readings of one hour meet within a commit.
            foreach (var together in history.Requests(order).Chunk(1 + (order * 4)))
            {
                await Task.WhenAll(together.Select(body => AppendAsync(ledger, body)));
            }

            await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
            CubeSums.AssertAre(history.Truth(), ledger.Cube);
            var live = CubeDump.Of(ledger.Cube);
            await ledger.RebuildAsync(TestContext.Current.CancellationToken);
            Assert.Equal(live, CubeDump.Of(ledger.Cube));
            var verified = await ledger.VerifyAsync(null, TestContext.Current.CancellationToken);
            Assert.True(verified.Ok, verified.Problem);
        }
    }

    [Fact]
    public async Task Append_EveryOrderOfAFewReadings_CountsTheSame()
    {
        // Two devices read one hour of one conversation twice each, and telemetry tells of some of it.
        var history = new DeviceHistory(9, conversations: 1, hours: 1, versions: 2);
        var orders = Permutations(Enumerable.Range(0, history.Bodies().Count).ToArray(), 0).ToList();
        Assert.InRange(orders.Count, 24, 720);
        foreach (var (number, order) in orders.Index())
        {
            await using var ledger = Open($"order-{number}");
            var bodies = history.Bodies();
            foreach (var body in order)
            {
                await AppendAsync(ledger, bodies[body]);
            }

            await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
            CubeSums.AssertAre(history.Truth(), ledger.Cube);
        }
    }

    [Fact]
    public async Task Restart_BetweenReadings_ComparesWithWhatWasToldBefore()
    {
        var history = new DeviceHistory(5, conversations: 10, hours: 3, versions: 5);
        var bodies = history.Requests(1);
        var restarts = new Random(3);
        for (var at = 0; at < bodies.Count;)
        {
            var count = Math.Min(bodies.Count - at, restarts.Next(1, 25));
            await using var ledger = Open("restart", factsPerCheckpoint: restarts.Next(5, 60));
            foreach (var body in bodies.GetRange(at, count))
            {
                await AppendAsync(ledger, body);
            }

            at += count;
        }

        await using var last = Open("restart");
        CubeSums.AssertAre(history.Truth(), last.Cube);
    }

    [Fact]
    public async Task Append_AnHourReadAgain_SaysWhatItCameTo()
    {
        await using var ledger = Open("outcomes");
        var call = new UsageEvent
        {
            Identity = 1,
            Who = Who.Known,
            Source = Source.LocalLog,
            AtUnixMs = GeneratedHistory.End.AddDays(-1).ToUnixTimeMilliseconds(),
            Conversation = 7,
            Request = 1,
            Origin = new("claude-code", "anthropic", "claude-opus-4-6"),
            Usage = new(1, 2, 3, 4, 0, 5, 0),
            Device = 11,
        };
        var other = call with { Request = 2 };
        var changed = call with { Usage = new(1, 2, 3, 4, 0, 4, 0) };

        Assert.Equal(new AppendOutcome(2, 0), await ReadAsync(10, call, other));
        Assert.Equal(new AppendOutcome(0, 2), await ReadAsync(10, call, other));
        Assert.Equal(new AppendOutcome(1, 1, Corrected: 1), await ReadAsync(20, changed, other));
        Assert.Equal(new AppendOutcome(0, 0, Superseded: 2), await ReadAsync(15, call, other));
        Assert.Equal(new AppendOutcome(0, 0, Corrected: 2), await ReadAsync(30));
        Assert.Equal(new AppendOutcome(1, 0), await ReadAsync(40, call));

        // Another device, and somebody else with a device of that name, take nothing of it back.
        Assert.Equal(new AppendOutcome(1, 0), await ReadAsync(50, call with { Device = 12 }));
        Assert.Equal(new AppendOutcome(0, 0, Corrected: 1), await ReadBodyAsync(60, identity: 1, device: 12, []));
        Assert.Equal(new AppendOutcome(0, 0), await ReadBodyAsync(60, identity: 2, device: 11, []));

        async Task<AppendOutcome> ReadAsync(int minutes, params UsageEvent[] calls) =>
            await ReadBodyAsync(minutes, calls is [var first, ..] ? first.Identity : 1, calls is [var one, ..] ? one.Device : 11, calls);

        async Task<AppendOutcome> ReadBodyAsync(int minutes, int identity, ulong device, UsageEvent[] calls)
        {
            var body = new FactBatch();
            body.Add(new HourReading(identity, device, HourReading.HourOf(call), call.AtUnixMs + (minutes * 60_000)));
            Array.ForEach(calls, told => body.Add(told));
            return (await ledger.AppendAsync(body, TestContext.Current.CancellationToken))!.Value;
        }
    }

    private static IEnumerable<int[]> Permutations(int[] items, int from)
    {
        if (from == items.Length)
        {
            yield return [.. items];
            yield break;
        }

        for (var i = from; i < items.Length; i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            foreach (var order in Permutations(items, from + 1))
            {
                yield return order;
            }

            (items[from], items[i]) = (items[i], items[from]);
        }
    }

    private EmbeddedLedger Open(string name, int factsPerCheckpoint = 4_000_000) => EmbeddedLedger.Open(
        new EmbeddedLedgerOptions
        {
            DataDirectory = Path.Combine(_directory, name),
            TimeZone = TimeZoneInfo.Utc,
            FactsPerCheckpoint = factsPerCheckpoint,
            // Every conversation leaves memory at each checkpoint, so that each comes back from the archive.
            ConversationIdle = TimeSpan.FromDays(-1),
        },
        new CostCalculator(PriceBook.Embedded),
        new ManualClock(GeneratedHistory.End.AddDays(5)),
        NullLogger<EmbeddedLedger>.Instance);

    private static async Task AppendAsync(EmbeddedLedger ledger, FactBatch body) =>
        Assert.NotNull(await ledger.AppendAsync(body, TestContext.Current.CancellationToken));
}
