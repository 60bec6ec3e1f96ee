using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Boards;

/// <summary>A board as it is now, and what it was made of.</summary>
/// <param name="BuiltAt">Timestamp after building.</param>
/// <param name="Pause">How long it is good enough after that, whatever has happened since.</param>
internal sealed record BoardState(BuiltBoard Built, Awards Awards, PublishedBoard Published, long BuiltAt, TimeSpan Pause);

/// <summary>A board of this moment's sums, beside one of an earlier step.</summary>
/// <param name="BuiltAt">Timestamp after building.</param>
/// <param name="Pause">How long it is good enough after that.</param>
internal sealed record LiveBoard(BuiltBoard Built, long BuiltAt, TimeSpan Pause);

/// <summary>One query that somebody has asked for, and its board.</summary>
internal sealed class BoardEntry(BoardQuery query, long askedAt)
{
    private volatile BoardState? _state;
    private volatile TaskCompletionSource _changed = NewSignal();
    private int _watchers;
    private long _askedAt = askedAt;

    public BoardQuery Query { get; } = query;

    /// <summary>Held while the board is built, so that it is built once.</summary>
    public Lock Gate { get; } = new();

    /// <summary>For one's own number only; made under <see cref="Gate"/> when somebody asks.</summary>
    public LiveBoard? Live { get; set; }

    /// <summary>Swapped in one write; <see langword="null"/> before the first build.</summary>
    public BoardState? State
    {
        get => _state;
        set
        {
            var isNew = !ReferenceEquals(_state?.Published, value?.Published);
            _state = value;
            if (isNew)
            {
                Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
            }
        }
    }

    /// <summary>Ends when the board differs from the one that is shown now. Take it before reading <see cref="State"/>.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Timestamp of the last time somebody asked.</summary>
    public long AskedAt => Volatile.Read(ref _askedAt);

    /// <summary>Somebody follows the board.</summary>
    public bool IsWatched => Volatile.Read(ref _watchers) > 0;

    public void Watch() => Interlocked.Increment(ref _watchers);

    public void Unwatch() => Interlocked.Decrement(ref _watchers);

    public void Ask(long now)
    {
        // Tens of thousands of readers a second would otherwise fight for one cache line.
        if (now - Volatile.Read(ref _askedAt) > System.Diagnostics.Stopwatch.Frequency / 10)
        {
            Volatile.Write(ref _askedAt, now);
        }
    }

    // Continuations run elsewhere: a build does not wait for ten thousand streams to be written.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
