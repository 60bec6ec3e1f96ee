using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Fold;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Claudeonomics.Storage.Embedded;

/// <summary>The ledger in one SQLite file: one thread commits, folds and publishes; everybody else waits or reads.</summary>
/// <remarks>
/// While one commit runs, the next requests gather in the queue and go into the next commit together; under load it waits a moment for them.
/// A request is answered after its facts are durable and folded. Published sums are at most <see cref="PublishAfter"/> behind,
/// and while requests are waiting <see cref="PublishUnderLoadAfter"/>.
/// </remarks>
public sealed partial class EmbeddedLedger : IUsageLedger, IDayTotalLedger, IAsyncDisposable
{
    /// <summary>The least time between two publications, so that what comes in meanwhile reaches the cube together. After a pause folded facts
    /// reach it at once.</summary>
    public static readonly TimeSpan PublishAfter = TimeSpan.FromMilliseconds(50);

    /// <summary>The same while requests are waiting: a conversation's rows then add up before they reach the cube.</summary>
    public static readonly TimeSpan PublishUnderLoadAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>The least time between two commits while requests come faster than they are committed one by one: a commit costs the processor
    /// as much as a request.</summary>
    private static readonly TimeSpan CommitUnderLoadAfter = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);

    private readonly EmbeddedLedgerOptions _options;
    private readonly ILogger<EmbeddedLedger> _logger;
    private readonly LedgerQueue _queue;
    private readonly Thread _thread;
    private readonly List<LedgerWork.Append> _group = [];
    private readonly List<AppendOutcome> _outcomes = [];
    private readonly TimeProvider _clock;
    private readonly DayArchive _archive;
    private readonly LedgerStore _store;
    private volatile LedgerHead _head;
    private volatile Exception? _fault;
    private long _publishedStamp;
    private long _committedStamp;
    private LedgerWork.Run? _run;
    private bool _isUnderLoad;
    private bool _isUnpublished;
    private int _toldHeldDays;
    private bool _isDisposed;

    private EmbeddedLedger(
        EmbeddedLedgerOptions options, CostCalculator prices, TimeProvider clock, ILogger<EmbeddedLedger> logger)
    {
        (_options, _clock, _logger) = (options, clock, logger);
        _queue = new LedgerQueue(options.MaxQueuedRequests);
        _archive = new DayArchive(options.DataDirectory);
        Cube = new UsageCube(_archive);
        _store = new LedgerStore(options, prices, Cube, clock);
        _head = _store.Head;
        _publishedStamp = clock.GetTimestamp();
        _thread = new Thread(Work) { Name = "ledger", IsBackground = true };
    }

    /// <summary>All sums, as far as published.</summary>
    public UsageCube Cube { get; }

    public LedgerHead Head => _head;

    /// <summary>Requests waiting for their commit.</summary>
    public int Queued => _queue.Count;

    /// <summary>Why the ledger takes nothing any more, or <see langword="null"/>.</summary>
    public Exception? Fault => _fault;

    /// <summary>How costs that agents reported compare with ours, since start.</summary>
    public CostComparison CostComparison => _store.Fold.CostComparison;

    /// <summary>Opens the ledger of a directory, reads its checkpoint and the batches after it.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, of a later release, or of another time zone.</exception>
    public static EmbeddedLedger Open(
        EmbeddedLedgerOptions options, CostCalculator prices, TimeProvider clock, ILogger<EmbeddedLedger> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        try
        {
            var ledger = new EmbeddedLedger(options, prices, clock, logger);
            ledger._thread.Start();
            return ledger;
        }
        catch (Exception damaged) when (LedgerConnection.IsDamage(damaged))
        {
            throw new InvalidDataException(
                $"{LedgerConnection.FileIn(options.DataDirectory)} is damaged: {damaged.Message} Run verify; restore a backup.", damaged);
        }
    }

    /// <summary>One subject's own sums, attributed by the roster of the moment.</summary>
    public IUsageReader ReaderFor(Func<Roster> roster) => ReaderFor(roster, Cube);

    /// <summary>The same of another cube's days, models and agents: of one that follows <see cref="Cube"/> in steps. Hours and conversations are the ledger's.</summary>
    public IUsageReader ReaderFor(Func<Roster> roster, UsageCube cube) => new UsageReader(cube, _store, _options.DataDirectory, roster);

    public async Task<AppendOutcome?> AppendAsync(FactBatch facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ThrowIfFaulted();
        if (facts.IsEmpty)
        {
            return default(AppendOutcome);
        }

        var append = new LedgerWork.Append(facts, new(TaskCreationOptions.RunContinuationsAsynchronously));

        // The facts belong to the ledger until they are durable, so the caller waits for that whatever its client does.
        return _queue.TryAdd(append) ? await append.Done.Task.ConfigureAwait(false) : null;
    }

    public async Task<DayTotalOutcome?> AppendDaysAsync(IReadOnlyList<DayReading> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        ThrowIfFaulted();
        var outcome = default(DayTotalOutcome);
        var run = new LedgerWork.Run(
            () =>
            {
                outcome = _store.AppendDays(days, _archive.Forget);
                (_head, _isUnpublished) = (_store.Head, false);
            },
            new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_queue.TryAdd(run))
        {
            return null;
        }

        try
        {
            await run.Done.Task.ConfigureAwait(false);
        }
        catch (SqliteException failure)
        {
            LogCommitFailed(failure, 1);
            throw new LedgerUnavailableException("The ledger could not be written; nothing of this request was kept.", failure);
        }

        return outcome;
    }

    public Task<LedgerVerification> VerifyAsync(KeptHead? expected, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () => _store.Verify(expected, cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Folds all kept batches again. Requests wait meanwhile.</summary>
    public Task RebuildAsync(CancellationToken cancellationToken) => RunAsync(_store.Rebuild, cancellationToken);

    /// <summary>Keeps the sums as far as they are folded, instead of waiting for the next regular time.</summary>
    public Task CheckpointAsync(CancellationToken cancellationToken) => RunAsync(_store.Checkpoint, cancellationToken);

    /// <summary>Commits what was taken, keeps a checkpoint and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        // A container that hands the ledger out under several names disposes it under each.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _queue.Close();
        await Task.Factory.StartNew(
            _thread.Join, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        _store.Dispose();
        _archive.Dispose();
        Cube.Dispose();
    }

    private async Task RunAsync(Action action, CancellationToken cancellationToken)
    {
        ThrowIfFaulted();
        var run = new LedgerWork.Run(action, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Add(run, cancellationToken);
        await run.Done.Task.ConfigureAwait(false);
    }

    private void ThrowIfFaulted()
    {
        if (_fault is { } fault)
        {
            throw new LedgerUnavailableException("The ledger stopped; the server has to be started again.", fault);
        }
    }

    private void Work()
    {
        while (!_queue.IsClosed || _queue.Count > 0)
        {
            try
            {
                Step();
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                // Memory may now differ from the file. Starting again folds the file, so nothing acknowledged is lost.
                LogStopped(fault);
                _fault = fault;
                Refuse(fault);
                return;
            }
        }

        TryCheckpoint();
    }

    private void Step()
    {
        if (!_queue.TryTake(out var work, _isUnpublished ? UntilPublication() : Idle))
        {
            Publish();
        }
        else if (_isUnderLoad)
        {
            _queue.Gather(CommitUnderLoadAfter - _clock.GetElapsedTime(_committedStamp));
        }

        while (work is not null)
        {
            _run = work as LedgerWork.Run;
            var append = work as LedgerWork.Append;
            if (append is not null)
            {
                _group.Add(append);
                _outcomes.Add(_store.Fold.Plan(append.Facts));
            }

            var more = append is not null && _store.Fold.Planned.Length < _options.MaxFactsPerCommit;
            if (!more || !_queue.TryTake(out work, TimeSpan.Zero))
            {
                CommitGroup();
                Do();
                work = null;
            }
        }

        if (_isUnpublished && UntilPublication() == TimeSpan.Zero)
        {
            Publish();
        }

        if (_store.IsCheckpointDue)
        {
            TryCheckpoint();
        }
    }

    private void CommitGroup()
    {
        if (_group.Count == 0)
        {
            return;
        }

        (_committedStamp, _isUnderLoad) = (_clock.GetTimestamp(), _group.Count > 1);
        try
        {
            _isUnpublished |= _store.Fold.Planned.Length > 0;
            _store.CommitPlanned();
        }
        catch (SqliteException failure)
        {
            LogCommitFailed(failure, _group.Count);
            foreach (var append in _group)
            {
                append.Done.SetException(new LedgerUnavailableException("The ledger could not be written; nothing of this request was kept.", failure));
            }

            _group.Clear();
            _outcomes.Clear();
            return;
        }

        _head = _store.Head;
        for (var i = 0; i < _group.Count; i++)
        {
            _group[i].Done.SetResult(_outcomes[i]);
        }

        _group.Clear();
        _outcomes.Clear();
    }

    private void Do()
    {
        if (_run is not { } run)
        {
            return;
        }

        try
        {
            run.Action();
            run.Done.SetResult();
        }
        catch (Exception failure) when (failure is SqliteException or IOException or InvalidDataException or LedgerUnavailableException)
        {
            run.Done.SetException(failure);
        }

        _run = null;
    }

    private void Publish()
    {
        if (_isUnpublished)
        {
            _store.Fold.Publish();
            (_isUnpublished, _publishedStamp) = (false, _clock.GetTimestamp());
        }
    }

    private TimeSpan UntilPublication()
    {
        var left = (_queue.Count == 0 ? PublishAfter : PublishUnderLoadAfter) - _clock.GetElapsedTime(_publishedStamp);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // A checkpoint that fails costs a longer restart, nothing else; it is tried again at its next time.
    private void TryCheckpoint()
    {
        try
        {
            _store.Checkpoint();
            _isUnpublished = false;
            // Once, and not at every checkpoint of that day.
            if (_store.HeldDays != _toldHeldDays)
            {
                _toldHeldDays = _store.HeldDays;
                if (_toldHeldDays > 0)
                {
                    LogHeld(_toldHeldDays, _clock.GetUtcNow());
                }
            }
        }
        catch (SqliteException failure)
        {
            LogCheckpointFailed(failure);
        }
    }

    private void Refuse(Exception fault)
    {
        _queue.Close();
        var refusal = new LedgerUnavailableException("The ledger stopped; the server has to be started again.", fault);
        foreach (var append in _group)
        {
            append.Done.TrySetException(refusal);
        }

        _run?.Done.TrySetException(refusal);
        while (_queue.TryTake(out var work, TimeSpan.Zero))
        {
            switch (work)
            {
                case LedgerWork.Append append:
                    append.Done.TrySetException(refusal);
                    break;
                case LedgerWork.Run run:
                    run.Done.TrySetException(refusal);
                    break;
            }
        }
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Error, Message = "Commit of {Requests} requests failed; their senders keep the data")]
    private partial void LogCommitFailed(Exception exception, int requests);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Error, Message = "Checkpoint failed; it will be tried again")]
    private partial void LogCheckpointFailed(Exception exception);

    [LoggerMessage(EventId = 1204, Level = LogLevel.Warning,
        Message = "By the clock ({Now:u}) {Days} days are past their time at once; they are kept until it has run evenly for a day. If it is wrong, put it right")]
    private partial void LogHeld(int days, DateTimeOffset now);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Critical, Message = "The ledger stopped; start the server again")]
    private partial void LogStopped(Exception exception);
}
