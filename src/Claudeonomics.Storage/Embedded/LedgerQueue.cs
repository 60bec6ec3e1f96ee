using System.Collections.Concurrent;
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

/// <summary>The ledger's queue.</summary>
/// <remarks>Bounded, so that a slow disk becomes 503 and Retry-After for the sender, who still has the data, instead of memory growth here.</remarks>
internal sealed class LedgerQueue(int capacity) : IDisposable
{
    private readonly BlockingCollection<LedgerWork> _work = new(capacity);

    public int Count => _work.Count;

    public bool IsClosed => _work.IsAddingCompleted;

    public bool TryAdd(LedgerWork work)
    {
        try
        {
            return _work.TryAdd(work);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Adds work of the operator's, waiting for a place.</summary>
    public void Add(LedgerWork work, CancellationToken cancellationToken) => _work.Add(work, cancellationToken);

    public bool TryTake(out LedgerWork? work, TimeSpan wait) => _work.TryTake(out work, wait);

    public void Close() => _work.CompleteAdding();

    public void Dispose() => _work.Dispose();
}
