using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;
using Microsoft.AspNetCore.Http.Features;

namespace Claudeonomics.Server.Boards;

/// <summary>Boards as server-sent events: the whole board first, then patches with a sequence.</summary>
/// <remarks>
/// A stream holds no queue. It remembers which state it sent last; when it wakes and the present one follows directly it sends the
/// patch, else the whole board again. So a slow reader costs no memory and misses nothing that still matters.
/// Bounds: 10,000 streams, and as many boards as <see cref="BoardCache"/> keeps; past either, 503. A reader that takes nothing for
/// seconds is cut off by Kestrel's minimum rate.
/// </remarks>
internal sealed class BoardStreams(
    BoardService boards, BoardMetrics metrics, IViewerGate gate, FigureGuard guard, Pause pause, AccessLog log, BulkReads bulk, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private const int MaxStreams = 10_000;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // A comment: keeps proxies from closing what is silent.
    private static readonly byte[] HeartbeatEvent = ":\n\n"u8.ToArray();

    // Figures went dark: the page that shows them goes too.
    private static readonly byte[] PausedEvent = "event: paused\ndata: {}\n\n"u8.ToArray();

    /// <summary>Streams until the reader goes, may no longer read, figures go dark, or the server stops.</summary>
    /// <returns><see langword="false"/> when there is no room; nothing was written.</returns>
    public async Task<bool> TryRunAsync(HttpContext context, BoardRequest request)
    {
        if (metrics.StreamOpened() > MaxStreams)
        {
            metrics.StreamClosed();
            return false;
        }

        var entry = Watched(request);
        try
        {
            if (!boards.Cache.Keeps(entry))
            {
                return false;
            }

            Begin(context);
            Shown.WrittenDown(context);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, pause.Begins);
            try
            {
                await RunAsync(context, request, entry, next => entry = next, ending.Token);
            }
            catch (OperationCanceledException)
            {
                // The reader went, the server stops, or figures went dark.
            }

            if (pause.IsOn && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.BodyWriter.WriteAsync(PausedEvent, context.RequestAborted);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            // An event that was half written is nobody's any more.
            return true;
        }
        finally
        {
            entry.Unwatch();
            metrics.StreamClosed();
        }
    }

    private static void Begin(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream; charset=utf-8";
        headers.CacheControl = "no-store";
        headers["X-Accel-Buffering"] = "no";
    }

    private async Task RunAsync(HttpContext context, BoardRequest request, BoardEntry entry, Action<BoardEntry> onMoved, CancellationToken ended)
    {
        PublishedBoard? sent = null;
        while (!ended.IsCancellationRequested)
        {
            var changed = entry.Changed;
            var board = boards.Published(entry);
            if (!ReferenceEquals(board, sent))
            {
                var follows = sent is not null && board.Snapshot.Sequence == sent.Snapshot.Sequence + 1;
                var shown = await MarkedAsync(context, board) ?? (follows ? board.Patch : board.BoardEvent);
                // Before it is sent: whoever breaks off has read a part of it.
                Note(context, board);
                await context.Response.BodyWriter.WriteAsync(shown, ended);
                sent = board;
            }

            await changed.WaitAsync(Heartbeat, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (gate.FindAgain(context) is not { } viewer || guard.Judge(viewer, Figures.People) is not Refusal.None)
            {
                // The key was revoked, the session ended, or a role was given meanwhile. Whom the gate cannot tell could not be asked about ever again.
                return;
            }

            if (request.QueryOn(boards.Today) != entry.Query)
            {
                // Midnight: the window's word means other days now.
                var next = Watched(request);
                entry.Unwatch();
                onMoved(entry = next);
                sent = null;
            }
            else if (!changed.IsCompleted && !ended.IsCancellationRequested)
            {
                await context.Response.BodyWriter.WriteAsync(HeartbeatEvent, ended);
            }
        }
    }

    // For a program with a key that reads in bulk. A browser's page rests on its stream, and its figures stand on marked paper.
    private async Task<byte[]?> MarkedAsync(HttpContext context, PublishedBoard board) =>
        context.Request.Headers.Authorization.Count > 0 && Viewer.From(context.User) is { } viewer && bulk.Sees(viewer, board)
            ? (await bulk.MarkAsync(viewer, board)).Event
            : null;

    // What one stream shows within a minute is one entry, with how many states it was.
    private void Note(HttpContext context, PublishedBoard board)
    {
        var viewer = Viewer.From(context.User);
        log.Note(new(
            AccessAct.List, viewer?.LogName ?? Viewer.NobodysName, viewer?.LoggedPerson, context.Request.Path.Value!, context.Request.QueryString.Value ?? "",
            About: null, Snapshot: null));
        log.NoteFew(viewer, board.Few);
    }

    private BoardEntry Watched(BoardRequest request)
    {
        var entry = boards.Entry(request.QueryOn(boards.Today));
        entry.Watch();
        return entry;
    }
}
