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
/// <remarks>Bounded, so that a slow disk becomes 503 and Retry-After for the sender, who still has the data, instead of memory growth here.
/// A plain monitor: whoever waits sleeps at once, where collections that spin first take time from the requests they wait for.</remarks>
internal sealed class LedgerQueue(int capacity)
{
    private readonly object _gate = new();
    private readonly Queue<LedgerWork> _work = new();
    private volatile int _count;
    private volatile bool _isClosed;

    public int Count => _count;

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

    /// <summary>Takes the oldest work, waiting for it so long; sooner without any once the queue is closed.</summary>
    public bool TryTake(out LedgerWork? work, TimeSpan wait)
    {
        lock (_gate)
        {
            if (_work.Count == 0 && wait > TimeSpan.Zero && !_isClosed)
            {
                Monitor.Wait(_gate, wait);
            }

            if (!_work.TryDequeue(out work))
            {
                return false;
            }

            if (_count-- == capacity)
            {
                // The first free place: somebody may wait for it.
                Monitor.PulseAll(_gate);
            }

            return true;
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

    private bool TryEnqueue(LedgerWork work)
    {
        if (_isClosed || _count == capacity)
        {
            return false;
        }

        _work.Enqueue(work);
        if (_count++ == 0)
        {
            Monitor.PulseAll(_gate);
        }

        return true;
    }
}
