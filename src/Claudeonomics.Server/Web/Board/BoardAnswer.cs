using Claudeonomics.Server.Web.Assets;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Board;

/// <summary>A board page on the wire: kept bytes with the viewer's own between them.</summary>
internal static class BoardAnswer
{
    public static async Task WriteAsync(HttpContext context, string board, PageViewer viewer, BoardPages pages)
    {
        var page = pages.Get(BoardAddress.From(board, context.Request.Query));
        var body = await page.Body.Value;
        var own = await pages.OwnPartsAsync(page, viewer);
        var (request, response) = (context.Request, context.Response);
        // The viewer's parts may change without the snapshot (a new name); their checksums tell.
        var tag = $"\"{WebAssets.Version}-{page.Snapshot.Sequence}-{Crc32.Of(own[0]):x8}{Crc32.Of(own[1]):x8}\"";
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Accept-Encoding, Cookie";
        if (request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "text/html; charset=utf-8";
        if (AcceptsGzip(request))
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

        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.Count > 0
        && request.GetTypedHeaders().AcceptEncoding.Any(static coding => coding.Value == "gzip" && coding.Quality is not 0);
}
