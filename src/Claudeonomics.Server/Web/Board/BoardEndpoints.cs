using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Assets;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Board;

/// <summary>The boards as pages, and a row opened in place.</summary>
internal static class BoardEndpoints
{
    public static void MapBoardPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", static (HttpContext context, BoardPages pages, RosterIndex roster) => GetBoard(BoardNames.Tokens, context, pages, roster));
        app.MapGet("/boards/{board}", GetBoard);
        app.MapGet("/boards/{board}/rows/own", GetOwnRow);
        app.MapGet("/boards/{board}/rows/{id}", GetRow);
    }

    internal static async Task<IResult> GetBoard(string board, HttpContext context, BoardPages pages, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (BoardText.Find(board) is null)
        {
            return ErrorPages.NotFound(viewer);
        }

        var page = pages.Get(BoardAddress.From(board, context.Request.Query));
        var body = await page.Body.Value;
        var own = await pages.OwnPartsAsync(page, viewer);
        return new BoardResult(page, body, own);
    }

    /// <summary>The viewer's own place as it is now, for a page that is open.</summary>
    internal static IResult GetOwnRow(string board, HttpContext context, IBoards boards)
    {
        if (BoardText.Find(board) is not { } text || Viewer.From(context.User) is not { PersonId: { } person })
        {
            return TypedResults.NotFound();
        }

        var own = boards.StandingOf(BoardAddress.From(board, context.Request.Query).QueryOn(boards.Today), person);
        return own is null ? TypedResults.NotFound() : Page.Of<OwnPlace>(new() { ["Own"] = own, ["Text"] = text });
    }

    /// <summary>What is behind a row that the viewer can see: one of the list.</summary>
    internal static IResult GetRow(string board, string id, HttpContext context, IBoards boards)
    {
        if (BoardText.Find(board) is null)
        {
            return TypedResults.NotFound();
        }

        var query = BoardAddress.From(board, context.Request.Query).QueryOn(boards.Today);
        var standing = boards.Get(query).Standings.FirstOrDefault(row => row.Id == id);
        return standing is null
            ? TypedResults.NotFound()
            : Page.Of<RowDetails>(new()
            {
                ["Standing"] = standing,
                ["Subject"] = query.Subject,
                ["Explanation"] = query.Subject is BoardSubject.Person ? boards.Explain(query, id) : null,
            });
    }

    /// <summary>Writes a page from its kept bytes and the viewer's own.</summary>
    private sealed class BoardResult(BoardPages.Rendered page, PageBody body, byte[][] own) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            // The viewer's parts may change without the snapshot (a new name); their checksum tells.
            var tag = $"\"{WebAssets.Version}-{page.Snapshot.Sequence}-{Crc32.Of(own[0]):x8}{Crc32.Of(own[1]):x8}\"";
            response.Headers.ETag = tag;
            response.Headers.CacheControl = "private, no-cache";
            response.Headers.Vary = "Accept-Encoding, Cookie";
            if (httpContext.Request.Headers.IfNoneMatch == tag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.ContentType = "text/html; charset=utf-8";
            if (AcceptsGzip(httpContext.Request))
            {
                response.Headers.ContentEncoding = "gzip";
                response.ContentLength = body.GzipLength(own);
                body.WriteGzip(response.BodyWriter, own);
            }
            else
            {
                response.ContentLength = body.PlainLength(own);
                body.WritePlain(response.BodyWriter, own);
            }

            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }

        private static bool AcceptsGzip(HttpRequest request) =>
            request.GetTypedHeaders().AcceptEncoding.Any(static coding => coding.Value == "gzip" && coding.Quality is not 0);
    }
}
