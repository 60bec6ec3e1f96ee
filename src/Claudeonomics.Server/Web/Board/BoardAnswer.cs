using Claudeonomics.Server.Operations;
using Microsoft.Extensions.Primitives;

namespace Claudeonomics.Server.Web.Board;

/// <summary>A board page on the wire: headers that are made already and kept bytes with the viewer's own between them.</summary>
internal static class BoardAnswer
{
    private static readonly StringValues Html = "text/html; charset=utf-8";
    private static readonly StringValues Revalidate = "private, no-cache";
    private static readonly StringValues Vary = "Accept-Encoding, Cookie";
    private static readonly StringValues Gzip = "gzip";

    public static async Task WriteAsync(HttpContext context, BoardPages.ViewerPage page)
    {
        var (request, response) = (context.Request, context.Response);
        var headers = response.Headers;
        SecurityHeaders.SetForPage(headers);
        headers.ETag = page.Tag.Header;
        headers.CacheControl = Revalidate;
        headers.Vary = Vary;
        if (request.Headers.IfNoneMatch is { Count: > 0 } tags && page.Tag.IsIn(tags))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        headers.ContentType = Html;
        var isGzip = AcceptsGzip(request);
        headers.ContentEncoding = isGzip ? Gzip : default;
        headers.ContentLength = isGzip ? page.Body.GzipLength : page.Body.PlainLength;

        // Until the answer has started, what is written waits in memory of its own and is copied once more.
        await response.StartAsync(context.RequestAborted);
        if (isGzip)
        {
            page.Body.WriteGzip(response.BodyWriter);
        }
        else
        {
            page.Body.WritePlain(response.BodyWriter);
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
