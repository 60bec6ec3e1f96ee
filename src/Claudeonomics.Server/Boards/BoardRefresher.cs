using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Boards;

/// <summary>Keeps the boards of the default page, the boards that are followed and those that were asked for lately up to date.</summary>
internal sealed partial class BoardRefresher(
    BoardService boards, IBoardSource source, IRosterSource roster, BoardHealth health, TimeProvider clock, ILogger<BoardRefresher> logger) : BackgroundService
{
    // Somebody who looks at a page of an unfollowed board comes back within seconds or not soon.
    private static readonly TimeSpan AskedLately = TimeSpan.FromSeconds(10);

    // Notices midnight, and changes that came while a board was good enough.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _changed = new(0, 1);

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        source.Changed += NoteChange;
        roster.Changed += NoteChange;
        try
        {
            while (true)
            {
                // A board that is due is built; one that is behind but still good enough says when.
                if (RefreshDue() is { } due)
                {
                    await Task.Delay(due < ShortestWait ? ShortestWait : due < LongestWait ? due : LongestWait, clock, stoppingToken);
                }
                else
                {
                    await _changed.WaitAsync(LongestWait, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            source.Changed -= NoteChange;
            roster.Changed -= NoteChange;
        }
    }

    /// <returns>How long until the next board is due, or <see langword="null"/> when all are as they should be.</returns>
    private TimeSpan? RefreshDue()
    {
        boards.Entry(DefaultQuery(BoardSubject.Person));
        boards.Entry(DefaultQuery(BoardSubject.Team));
        TimeSpan? next = null;
        foreach (var entry in boards.Cache.Entries.Where(IsKept))
        {
            var due = boards.DueIn(entry);
            if (due <= TimeSpan.Zero)
            {
                due = Refresh(entry) ? boards.DueIn(entry) : LongestWait;
            }

            next = next is null || due < next ? due ?? next : next;
        }

        return next;
    }

    private bool Refresh(BoardEntry entry)
    {
        try
        {
            boards.Refresh(entry);
            health.Succeeded();
            return true;
        }
        catch (Exception exception)
        {
            // The old board stays, and health says so: one board that cannot be built stops neither the others nor the server.
            health.Failed();
            LogBuildFailed(exception, entry.Query.Board, entry.Query.Window.ToString());
            return false;
        }
    }

    private bool IsKept(BoardEntry entry) =>
        entry.IsWatched || clock.GetElapsedTime(entry.AskedAt) < AskedLately
        || entry.Query == DefaultQuery(BoardSubject.Person) || entry.Query == DefaultQuery(BoardSubject.Team);

    private BoardQuery DefaultQuery(BoardSubject by) => BoardRequest.Default(by).QueryOn(boards.Today);

    // Raised in the ledger's writer: takes note and returns. One note is enough, so a second is not kept.
    private void NoteChange()
    {
        if (_changed.CurrentCount == 0)
        {
            try
            {
                _changed.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else noted it in between.
            }
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "Board {Board} over {Window} could not be built; the one before stays")]
    private partial void LogBuildFailed(Exception exception, string board, string window);
}
