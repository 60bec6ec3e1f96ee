using Claudeonomics.Server.Web.Assets;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Board;

/// <summary>A board page on the wire: kept bytes with the viewer's own between them.</summary>
internal static class BoardAnswer
{
    public static async Task WriteAsync(HttpContext context, string board, PageViewer viewer, BoardPages pages)
    {
        var rendered = pages.Get(BoardAddress.From(board, context.Request.Query));
        var page = await pages.ForAsync(rendered, viewer);
        var (request, response) = (context.Request, context.Response);
        // The viewer's parts may differ without the snapshot (a new name): the checksum tells.
        var tag = $"\"{WebAssets.Version}-{rendered.Snapshot.Sequence}-{page.Checksum:x8}\"";
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
            response.ContentLength = page.GzipLength;
            page.WriteGzip(response.BodyWriter);
        }
        else
        {
            response.ContentLength = page.PlainLength;
            page.WritePlain(response.BodyWriter);
        }

        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static bool AcceptsGzip(HttpRequest request)
    {
        var header = request.Headers.AcceptEncoding;
        // Browsers send "gzip, deflate, br, zstd"; only with weights does it take reading.
        return header.Count == 1 && !header[0]!.Contains(';', StringComparison.Ordinal)
            ? header[0]!.Contains("gzip", StringComparison.OrdinalIgnoreCase)
            : request.GetTypedHeaders().AcceptEncoding.Any(static coding => coding.Value == "gzip" && coding.Quality is not 0);
    }
}
