using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>OTLP over gRPC: unary calls on HTTP/2, so that no gRPC library is needed.</summary>
/// <remarks>
/// A message is framed by one byte (1 when compressed) and its length in four, big endian; the outcome is in the trailers. See
/// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md. The sender's deadline (<c>grpc-timeout</c>) is its own: facts
/// that were taken are kept.
/// </remarks>
internal sealed class OtlpGrpc(IIngestGate gate, BodyBudget budget, IngestMetrics metrics, IOptions<IngestOptions> options)
{
    private const string ContentType = "application/grpc";
    private const int FrameLength = 5;
    private readonly int _maxBytes = (options.Value.MaxRequestMiB * 1024 * 1024) + FrameLength;
    private readonly TimeSpan _maxTime = TimeSpan.FromSeconds(options.Value.MaxReadSeconds);

    public async Task HandleAsync(HttpContext http, OtlpService service)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol)
            || http.Request.ContentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) is not true)
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        using var body = new PooledBytes(budget);
        var outcome = await ExportAsync(http, service, body);
        metrics.Requested(service.Signal.Name, outcome.Kind);
        http.Response.ContentType = ContentType;
        if (outcome.Kind is IngestOutcomeKind.Accepted)
        {
            await AnswerAsync(http.Response, service.Signal, outcome);
        }
        else
        {
            Refuse(http.Response, outcome);
        }
    }

    private async Task<IngestOutcome> ExportAsync(HttpContext http, OtlpService service, PooledBytes body)
    {
        var (grant, refusal) = IngestKey.Check(http, gate);
        if (grant is null)
        {
            return refusal;
        }

        var failed = await BodyReader.ReadAsync(http, body, _maxBytes, _maxTime);
        metrics.Received(service.Signal.Name, body.Length);
        if (failed is { } failure)
        {
            return new(failure, failure switch
            {
                IngestOutcomeKind.TooLarge => $"More than {_maxBytes - FrameLength} bytes; send smaller batches.",
                IngestOutcomeKind.TooSlow => $"The message did not arrive within {_maxTime.TotalSeconds:0} s.",
                IngestOutcomeKind.Busy => "Too many messages at once.",
                _ => "The message could not be read.",
            });
        }

        var frame = body.Segment;
        if (frame.Count < FrameLength || frame[0] > 1
            || BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(1)) != frame.Count - FrameLength)
        {
            return new(IngestOutcomeKind.Malformed, "Not one whole gRPC message.");
        }

        var encoding = http.Request.Headers["grpc-encoding"].ToString();
        if (frame[0] == 1 && encoding != "gzip")
        {
            return new(IngestOutcomeKind.Unsupported, "grpc-encoding must be gzip or identity.");
        }

        var content = new OtlpBody(
            frame[FrameLength..], BodyFormat.Protobuf, frame[0] == 1 ? BodyEncoding.Gzip : BodyEncoding.Identity, body);
        return await service.ExportAsync(content, grant);
    }

    private static async Task AnswerAsync(HttpResponse response, OtlpSignal signal, IngestOutcome outcome)
    {
        var message = OtlpAnswer.Response(signal, outcome, BodyFormat.Protobuf);
        var frame = new byte[FrameLength + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(FrameLength));
        await response.Body.WriteAsync(frame);
        response.AppendTrailer("grpc-status", "0");
    }

    // Trailers only: with no message to send, status and message are in the one block of headers.
    private void Refuse(HttpResponse response, IngestOutcome outcome)
    {
        response.Headers["grpc-status"] = OtlpAnswer.GrpcCode(outcome.Kind).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = outcome.Message;
        if (outcome.Kind is IngestOutcomeKind.Unsupported)
        {
            response.Headers["grpc-accept-encoding"] = "gzip,identity";
        }
        else if (outcome.Kind is IngestOutcomeKind.Busy or IngestOutcomeKind.Unavailable)
        {
            response.Headers["grpc-status-details-bin"] = RetryInfo(outcome);
        }
    }

    // google.rpc.Status { code = 1, message = 2, details = 3 [Any { type_url = 1, value = 2 RetryInfo { retry_delay = 1 { seconds = 1 } } }] }
    private string RetryInfo(in IngestOutcome outcome)
    {
        var writer = new ProtoWriter(stackalloc byte[512]);
        writer.Varint(1, (ulong)OtlpAnswer.GrpcCode(outcome.Kind));
        writer.Bytes(2, System.Text.Encoding.ASCII.GetBytes(outcome.Message));
        var any = writer.Begin(3);
        writer.Bytes(1, "type.googleapis.com/google.rpc.RetryInfo"u8);
        var info = writer.Begin(2);
        var delay = writer.Begin(1);
        writer.Varint(1, (ulong)RetryAfter.Of(outcome.Kind, options.Value));
        writer.End(delay);
        writer.End(info);
        writer.End(any);
        return Convert.ToBase64String(writer.Written).TrimEnd('=');
    }
}
