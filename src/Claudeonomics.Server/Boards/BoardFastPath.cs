using System.Collections.Concurrent;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;

namespace Claudeonomics.Server.Boards;

/// <summary>Addresses of boards that have been read and found right, by their letters.</summary>
/// <remarks>Bound: 1,000 addresses of at most 512 characters; then all are forgotten and come back with their next reader.</remarks>
internal sealed class BoardAddresses(BoardService boards)
{
    private const int MaxAddresses = 1_000;
    private const int MaxLength = 512;
    private readonly ConcurrentDictionary<(string Path, string Query), Known> _known = new();

    /// <summary>The board behind an address, as long as its words mean the same: on the same day, of the same people and teams.</summary>
    public BoardEntry? Find(string path, string query) =>
        _known.TryGetValue((path, query), out var known) && known.Day == boards.Today && ReferenceEquals(known.Scopes, boards.Scopes)
            ? known.Entry
            : null;

    public void Remember(string path, string query, RosterScopes scopes, DateOnly day, BoardEntry entry)
    {
        if (path.Length + query.Length > MaxLength)
        {
            return;
        }

        if (_known.Count >= MaxAddresses)
        {
            _known.Clear();
        }

        _known[(path, query)] = new(entry, day, scopes);
    }

    private sealed record Known(BoardEntry Entry, DateOnly Day, RosterScopes Scopes);
}

/// <summary>Answers well-known addresses of boards before anything else sees the request: one look-up for who asks, one for what, and
/// the bytes. Whatever is not as usual takes the ordinary way.</summary>
internal sealed class BoardFastPath(RequestDelegate next, BoardAddresses addresses, BoardService boards, IViewerGate gate, FigureGuard guard, AccessLog log, BulkReads bulk)
{
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        var query = context.Request.QueryString.Value ?? "";
        if (path is null
            || !path.StartsWith(BoardEndpoints.Path, StringComparison.Ordinal)
            || !HttpMethods.IsGet(context.Request.Method)
            || addresses.Find(path, query) is not { } entry
            || gate.Find(context) is not { } viewer
            || guard.Judge(viewer, Figures.People) is not Refusal.None
            || !log.HasRoom)
        {
            return next(context);
        }

        var board = boards.Published(entry);
        log.Note(new(AccessAct.List, viewer.LogName, viewer.LoggedPerson, path, query, About: null, board.Snapshot.Sequence));
        log.NoteFew(viewer, board.Few);
        return bulk.Sees(viewer, board) ? WriteMarkedAsync(context, viewer, board) : BoardResponse.WriteAsync(context, board);
    }

    private async Task WriteMarkedAsync(HttpContext context, Viewer viewer, PublishedBoard board) =>
        await BoardResponse.WriteAsync(context, await bulk.MarkAsync(viewer, board));
}
