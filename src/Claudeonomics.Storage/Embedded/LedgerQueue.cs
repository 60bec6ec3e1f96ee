using System.Diagnostics.CodeAnalysis;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Work for the ledger's thread.</summary>
internal abstract record LedgerWork
{
    /// <summary>Facts of one request, waiting for their commit.</summary>
    public sealed record Append(FactBatch Facts, TaskCompletionSource<AppendOutcome> Done) : LedgerWork;

    /// <summary>Something that must not run beside a commit.</summary>
    public sealed record Run(Action Action, TaskCompletionSource Done) : LedgerWork;
}

/// <summary>The ledger's queue: many add, the ledger's thread takes.</summary>
/// <remarks>Bounded, so that a slow disk becomes 429 and Retry-After for the sender, who still has the data, instead of memory growth here.
/// A plain monitor: whoever waits sleeps at once, where collections that spin first take time from the requests they wait for. Work is
/// handed over all at once, so that those who add do not meet the thread at the lock for each.</remarks>
internal sealed class LedgerQueue(int capacity)
{
    private readonly object _gate = new();
    private List<LedgerWork?> _added = [];
    private List<LedgerWork?> _taken = [];
    private int _next;
    private int _count;
    private int _wakeAt = 1;
    private volatile bool _isClosed;

    /// <summary>What is in it, taken work that was not handed out yet included.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsClosed => _isClosed;

    /// <returns><see langword="false"/> when the queue is full or closed.</returns>
    public bool TryAdd(LedgerWork work)
    {
        lock (_gate)
        {
            return TryEnqueue(work);
        }
    }

    /// <summary>Adds work of the operator's, waiting for a place.</summary>
    /// <exception cref="InvalidOperationException">The queue is closed.</exception>
    public void Add(LedgerWork work, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.UnsafeRegister(static gate => Wake(gate!), _gate);
        lock (_gate)
        {
            while (!TryEnqueue(work))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_isClosed)
                {
                    throw new InvalidOperationException("The ledger's queue is closed.");
                }

                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Takes the oldest work, waiting for it so long; sooner without any once the queue is closed. For the ledger's thread only.</summary>
    public bool TryTake([NotNullWhen(true)] out LedgerWork? work, TimeSpan wait)
    {
        if (_next == _taken.Count && !TryTakeAll(wait))
        {
            work = null;
            return false;
        }

        (work, _taken[_next]) = (_taken[_next]!, null);
        _next++;
        if (Interlocked.Decrement(ref _count) == capacity - 1)
        {
            // The first free place: somebody may wait for it.
            Wake(_gate);
        }

        return true;
    }

    /// <summary>Lets work come together for so long at most, as long as half of the queue is free. For the ledger's thread only.</summary>
    public void Gather(TimeSpan wait)
    {
        lock (_gate)
        {
            WaitFor(capacity / 2, wait);
        }
    }

    /// <summary>Nothing is added from here on; what is there can be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private static void Wake(object gate)
    {
        lock (gate)
        {
            Monitor.PulseAll(gate);
        }
    }

    private bool TryTakeAll(TimeSpan wait)
    {
        _taken.Clear();
        _next = 0;
        lock (_gate)
        {
            WaitFor(1, wait);
            (_added, _taken) = (_taken, _added);
        }

        return _taken.Count > 0;
    }

    private void WaitFor(int added, TimeSpan wait)
    {
        if (_added.Count < added && wait > TimeSpan.Zero && !_isClosed)
        {
            _wakeAt = added;
            Monitor.Wait(_gate, wait);
        }
    }

    private bool TryEnqueue(LedgerWork work)
    {
        if (_isClosed || Volatile.Read(ref _count) >= capacity)
        {
            return false;
        }

        _added.Add(work);
        Interlocked.Increment(ref _count);
        if (_added.Count == _wakeAt)
        {
            Monitor.PulseAll(_gate);
        }

        return true;
    }
}
