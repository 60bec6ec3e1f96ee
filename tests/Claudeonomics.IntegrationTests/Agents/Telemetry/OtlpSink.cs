using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Claudeonomics.IntegrationTests.Agents.Telemetry;

/// <summary>Keeps every OTLP export that comes in over HTTP or gRPC, and says yes, or hands it on and says what the receiver said.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private static readonly string[] KeptHeaders = ["Content-Type", "Content-Encoding", "Authorization", "grpc-encoding", "te"];

    private readonly ConcurrentQueue<RecordedPost> _posts = [];
    private readonly OtlpReplay? _onward;
    private LoopbackHost? _host;

    private OtlpSink(OtlpReplay? onward) => _onward = onward;

    public Uri Http => _host!.Addresses[0];

    public Uri Grpc => _host!.Addresses[1];

    /// <summary>Everything that came in, in order of arrival.</summary>
    public IReadOnlyList<RecordedPost> Posts => [.. _posts];

    /// <param name="onward">The receiver behind; <see langword="null"/> for none.</param>
    public static async Task<OtlpSink> StartAsync(OtlpReplay? onward = null)
    {
        var sink = new OtlpSink(onward);
        sink._host = await LoopbackHost.StartAsync(sink.Map, HttpProtocols.Http1, HttpProtocols.Http2);
        return sink;
    }

    public ValueTask DisposeAsync() => _host!.DisposeAsync();

    private void Map(IEndpointRouteBuilder app)
    {
        foreach (var signal in Enum.GetValues<OtlpSignal>())
        {
            // An endpoint may carry a key in front: /k/KEY/v1/logs.
            app.MapPost("/v1/" + signal.PathName(), context => TakeAsync(context, signal));
            app.MapPost("/k/{key}/v1/" + signal.PathName(), context => TakeAsync(context, signal));
            app.MapPost(signal.GrpcPath(), context => TakeAsync(context, signal));
        }
    }

    private async Task TakeAsync(HttpContext context, OtlpSignal signal)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = KeptHeaders.Where(context.Request.Headers.ContainsKey).ToDictionary(
            name => name, name => context.Request.Headers[name].ToString(), StringComparer.OrdinalIgnoreCase);
        var post = new RecordedPost(signal, context.Request.Path, body.ToArray(), headers);
        _posts.Enqueue(post);
        var reply = _onward is null ? OtlpReply.Yes(post) : await _onward.SendAsync(post);
        context.Response.StatusCode = reply.StatusCode;
        context.Response.ContentType = reply.ContentType;
        await context.Response.Body.WriteAsync(reply.Body);
        if (post.IsGrpc)
        {
            var trailers = context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
            trailers["grpc-status"] = reply.GrpcStatus;
        }
    }
}
