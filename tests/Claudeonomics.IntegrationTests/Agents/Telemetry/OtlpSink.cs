using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Claudeonomics.IntegrationTests.Agents.Telemetry;

/// <summary>Takes every OTLP export, over HTTP and gRPC, says yes, and keeps it.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly ConcurrentQueue<RecordedPost> _posts = [];
    private LoopbackHost? _host;

    private OtlpSink()
    {
    }

    public Uri Http => _host!.Addresses[0];

    public Uri Grpc => _host!.Addresses[1];

    /// <summary>Everything that came in, in order of arrival.</summary>
    public IReadOnlyList<RecordedPost> Posts => [.. _posts];

    public static async Task<OtlpSink> StartAsync()
    {
        var sink = new OtlpSink();
        sink._host = await LoopbackHost.StartAsync(sink.Map, HttpProtocols.Http1, HttpProtocols.Http2);
        return sink;
    }

    public ValueTask DisposeAsync() => _host!.DisposeAsync();

    private void Map(IEndpointRouteBuilder app)
    {
        foreach (var signal in Enum.GetValues<OtlpSignal>())
        {
            // An endpoint may carry a key in front: /k/KEY/v1/logs.
            app.MapPost("/v1/" + signal.PathName(), context => TakeHttpAsync(context, signal));
            app.MapPost("/k/{key}/v1/" + signal.PathName(), context => TakeHttpAsync(context, signal));
            app.MapPost(signal.GrpcPath(), context => TakeGrpcAsync(context, signal));
        }
    }

    private async Task TakeHttpAsync(HttpContext context, OtlpSignal signal)
    {
        var body = await ReadAsync(context.Request.Body, context.Request.Headers.ContentEncoding == "gzip");
        Keep(context, signal, body);
        context.Response.ContentType = context.Request.ContentType;
        if (_posts.Last().IsJson)
        {
            await context.Response.WriteAsync("{}");
        }
    }

    private async Task TakeGrpcAsync(HttpContext context, OtlpSignal signal)
    {
        // One unary message: a flag that says whether it is compressed, its length in 4 bytes, the message.
        var frame = await ReadAsync(context.Request.Body, isGzip: false);
        var message = frame[0] == 1 ? await ReadAsync(new MemoryStream(frame, 5, frame.Length - 5), isGzip: true) : frame[5..];
        Keep(context, signal, message);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"] = "0";
    }

    private static async Task<byte[]> ReadAsync(Stream body, bool isGzip)
    {
        await using var plain = isGzip ? new GZipStream(body, CompressionMode.Decompress) : body;
        using var buffer = new MemoryStream();
        await plain.CopyToAsync(buffer);
        return buffer.ToArray();
    }

    private void Keep(HttpContext context, OtlpSignal signal, byte[] message) => _posts.Enqueue(new(
        signal, context.Request.Path, context.Request.ContentType ?? "", message,
        context.Request.Headers.Authorization is [{ } authorization] ? authorization : null,
        context.Request.Headers.UserAgent.ToString()));
}
