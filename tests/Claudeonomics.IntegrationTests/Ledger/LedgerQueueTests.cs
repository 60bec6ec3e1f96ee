using Claudeonomics.Core.Ledger;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>The queue between requests and the ledger's thread.</summary>
public sealed class LedgerQueueTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    [Fact(Timeout = 60_000)]
    public async Task TryTake_ManyAddAtOnce_GivesEachOnceInTheOrderOfItsSender()
    {
        const int Senders = 4, Each = 20_000, Capacity = 8;
        var queue = new LedgerQueue(Capacity);
        var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var number = 0; number < Each; number++)
            {
                queue.Add(Numbered(sender, number), TestContext.Current.CancellationToken);
            }
        })).ToArray();

        var next = new int[Senders];
        for (var taken = 0; taken < Senders * Each; taken++)
        {
            LedgerWork? work;
            while (!queue.TryTake(out work, LongEnough))
            {
                // Woken for somebody else.
            }

            Assert.InRange(queue.Count, 0, Capacity);
            var (sender, number) = ((int, int))((LedgerWork.Run)work!).Done.Task.AsyncState!;
            Assert.Equal(next[sender]++, number);
        }

        await Task.WhenAll(senders);
        Assert.Equal([Each, Each, Each, Each], next);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void TryAdd_Full_IsRefusedUntilSomethingIsTaken()
    {
        var queue = new LedgerQueue(2);

        Assert.Equal((true, true, false), (queue.TryAdd(Numbered(0, 0)), queue.TryAdd(Numbered(0, 1)), queue.TryAdd(Numbered(0, 2))));
        Assert.True(queue.TryTake(out _, TimeSpan.Zero));
        Assert.True(queue.TryAdd(Numbered(0, 3)));
    }

    /// <summary>A queue that fills ends the gathering: nobody is turned away because the ledger waits for more.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Gather_UntilHalfOfTheQueueIsTaken_EndsThen()
    {
        var queue = new LedgerQueue(8);
        var gathering = Task.Run(() => queue.Gather(LongEnough), TestContext.Current.CancellationToken);
        for (var number = 0; number < 3; number++)
        {
            queue.TryAdd(Numbered(0, number));
        }

        Assert.NotSame(gathering, await Task.WhenAny(gathering, Task.Delay(200, TestContext.Current.CancellationToken)));
        queue.TryAdd(Numbered(0, 3));

        await gathering;
        Assert.Equal(4, queue.Count);
        for (var number = 0; number < 4; number++)
        {
            Assert.True(queue.TryTake(out var work, TimeSpan.Zero));
            Assert.Equal((0, number), ((LedgerWork.Run)work).Done.Task.AsyncState);
        }

        queue.Gather(TimeSpan.FromMilliseconds(1));
        Assert.False(queue.TryTake(out _, TimeSpan.Zero));
    }

    [Fact(Timeout = 60_000)]
    public async Task Add_FullAndCancelled_GivesUp()
    {
        var queue = new LedgerQueue(1);
        queue.TryAdd(Numbered(0, 0));
        using var stop = new CancellationTokenSource();

        var adding = Task.Run(() => queue.Add(Numbered(0, 1), stop.Token), TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => adding);
        Assert.Equal(1, queue.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Close_WhileSomebodyWaits_LetsThemGoAndKeepsWhatIsThere()
    {
        var queue = new LedgerQueue(1);
        var taking = Task.Run(() => queue.TryTake(out _, LongEnough), TestContext.Current.CancellationToken);
        queue.Close();
        Assert.False(await taking);

        var full = new LedgerQueue(1);
        full.TryAdd(Numbered(0, 0));
        var adding = Task.Run(() => full.Add(Numbered(0, 1), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        full.Close();

        await Assert.ThrowsAsync<InvalidOperationException>(() => adding);
        Assert.Equal((false, true, false), (full.TryAdd(Numbered(0, 2)), full.TryTake(out _, TimeSpan.Zero), full.TryTake(out _, LongEnough)));
    }

    private static LedgerWork.Run Numbered(int sender, int number) => new(static () => { }, new((sender, number)));
}
