using Claudeonomics.Server.Operations;
using Microsoft.Extensions.Primitives;

namespace Claudeonomics.Server.Boards;

/// <summary>Writes a published board: headers that are made already and a body that is made already.</summary>
internal sealed class BoardResponse(PublishedBoard board) : IResult
{
    private static readonly StringValues Json = "application/json; charset=utf-8";
    private static readonly StringValues Revalidate = "private, no-cache";
    private static readonly StringValues Vary = "Accept-Encoding, Authorization, Cookie";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues BrotliCoding = "br";
    private static readonly StringValues GzipCoding = "gzip";

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, board);

    /// <summary>Writes a board that is one reader's own: as it is, since nobody else will have it.</summary>
    public static Task WriteAsync(HttpContext context, MarkedBoard board) =>
        TryAnswerKnown(context, board.Tag) ? Task.CompletedTask : WriteBody(context, board.Json);

    public static Task WriteAsync(HttpContext context, PublishedBoard board)
    {
        if (TryAnswerKnown(context, board.Tag))
        {
            return Task.CompletedTask;
        }

        var coding = Accepted(context.Request.Headers.AcceptEncoding);
        var body = coding switch { Coding.Brotli => board.Brotli, Coding.Gzip => board.Gzip, _ => board.Json };
        if (coding is not Coding.None)
        {
            context.Response.Headers.ContentEncoding = coding is Coding.Brotli ? BrotliCoding : GzipCoding;
        }

        return WriteBody(context, body);
    }

    // The headers of every board, and that the reader has this state already.
    private static bool TryAnswerKnown(HttpContext context, EntityTag tag)
    {
        var headers = context.Response.Headers;
        headers.ETag = tag.Header;
        headers.CacheControl = Revalidate;
        headers.Vary = Vary;
        headers.XContentTypeOptions = NoSniff;
        if (context.Request.Headers.IfNoneMatch is not { Count: > 0 } tags || !tag.IsIn(tags))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static Task WriteBody(HttpContext context, byte[] body)
    {
        var headers = context.Response.Headers;
        headers.ContentType = Json;
        headers.ContentLength = body.Length;
        var written = context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    // Accept-Encoding: gzip, deflate, br;q=0.9
    internal static Coding Accepted(StringValues header)
    {
        var best = Coding.None;
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var item = line.AsSpan(range);
                var end = item.IndexOf(';');
                var name = (end < 0 ? item : item[..end]).Trim();
                var coding = name.Equals("br", StringComparison.OrdinalIgnoreCase) ? Coding.Brotli
                    : name.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? Coding.Gzip
                    : Coding.None;
                if (coding > best && !(end >= 0 && IsRefused(item[(end + 1)..])))
                {
                    best = coding;
                }
            }
        }

        return best;
    }

    // q=0, q=0.0 ...
    private static bool IsRefused(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        return parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && parameter[2..].Trim().Trim('0').Trim('.').IsEmpty;
    }

    internal enum Coding : byte
    {
        None = 0,
        Gzip = 1,
        Brotli = 2,
    }
}
