using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Assets;
using Claudeonomics.Server.Web.Layout;
using Microsoft.Net.Http.Headers;

namespace Claudeonomics.Server.Web.Board;

/// <summary>The boards as pages, and a row opened in place.</summary>
internal static class BoardEndpoints
{
    public static void MapBoardPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", static (HttpContext context, BoardPages pages, RosterIndex roster) => GetBoard(BoardNames.Tokens, context, pages, roster));
        app.MapGet("/boards/{board}", GetBoard);
    }

    internal static async Task<IResult> GetBoard(string board, HttpContext context, BoardPages pages, RosterIndex roster)
    {
        if (BoardText.Find(board) is null || Viewer.From(context.User) is not { } viewer)
        {
            return TypedResults.NotFound();
        }

        var page = pages.Get(BoardAddress.From(board, context.Request.Query));
        var body = await page.Body.Value;
        var own = await pages.OwnPartsAsync(page, roster.Viewer(viewer));
        return new BoardResult(page, body, own);
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
