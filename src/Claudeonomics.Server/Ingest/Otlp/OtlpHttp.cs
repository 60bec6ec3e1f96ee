using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>OTLP over HTTP: the request's content type decides the answer's.</summary>
internal sealed class OtlpHttp(IIngestGate gate, BodyBudget budget, IngestMetrics metrics, IOptions<IngestOptions> options)
{
    private const string ProtobufType = "application/x-protobuf";
    private const string JsonType = "application/json";
    private readonly int _maxBytes = options.Value.MaxRequestMiB * 1024 * 1024;
    private readonly TimeSpan _maxTime = TimeSpan.FromSeconds(options.Value.MaxReadSeconds);

    public async Task HandleAsync(HttpContext http, OtlpService service)
    {
        // Nothing tells a browser or curl which format they would like: JSON can be read by eye.
        var format = FormatOf(http.Request.ContentType);
        using var body = new PooledBytes(budget);
        var outcome = await ExportAsync(http, service, format, body);
        metrics.Requested(service.Signal.Name, outcome.Kind);

        // Whoever has the answer may count on the memory again.
        body.Dispose();
        await AnswerAsync(http.Response, service.Signal, outcome, format ?? BodyFormat.Json);
    }

    private async Task<IngestOutcome> ExportAsync(HttpContext http, OtlpService service, BodyFormat? format, PooledBytes body)
    {
        var (grant, refusal) = IngestKey.Check(http, gate);
        if (grant is null)
        {
            return refusal;
        }

        if (format is not { } known)
        {
            return new(IngestOutcomeKind.Unsupported, "Content-Type must be application/x-protobuf or application/json.");
        }

        if (EncodingOf(http.Request.Headers.ContentEncoding) is not { } encoding)
        {
            return new(IngestOutcomeKind.Unsupported, "Content-Encoding must be gzip or identity.");
        }

        var failure = await BodyReader.ReadAsync(http, body, _maxBytes, _maxTime);
        metrics.Received(service.Signal.Name, body.Length);
        return failure switch
        {
            null => await service.ExportAsync(new(body.Segment, known, encoding, body), grant),
            IngestOutcomeKind.TooLarge => new(IngestOutcomeKind.TooLarge, $"More than {_maxBytes} bytes; send smaller batches."),
            IngestOutcomeKind.TooSlow => new(IngestOutcomeKind.TooSlow, $"The body did not arrive within {_maxTime.TotalSeconds:0} s."),
            IngestOutcomeKind.Busy => new(IngestOutcomeKind.Busy, "Too many bodies at once."),
            { } kind => new(kind, "The body could not be read."),
        };
    }

    private async Task AnswerAsync(HttpResponse response, OtlpSignal signal, IngestOutcome outcome, BodyFormat format)
    {
        var answer = outcome.Kind is IngestOutcomeKind.Accepted
            ? OtlpAnswer.Response(signal, outcome, format)
            : OtlpAnswer.Status(outcome, format);
        response.StatusCode = OtlpAnswer.HttpCode(outcome.Kind);
        response.ContentType = format is BodyFormat.Json ? JsonType : ProtobufType;
        response.ContentLength = answer.Length;
        if (outcome.Kind is IngestOutcomeKind.Busy or IngestOutcomeKind.Unavailable)
        {
            response.Headers.RetryAfter = RetryAfter.Of(outcome.Kind, options.Value).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (outcome.Kind is IngestOutcomeKind.Unauthenticated)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (answer.Length > 0)
        {
            await response.Body.WriteAsync(answer);
        }
    }

    private static BodyFormat? FormatOf(string? contentType)
    {
        if (contentType is ProtobufType)
        {
            return BodyFormat.Protobuf;
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return null;
        }

        return type.MediaType.Equals(ProtobufType, StringComparison.OrdinalIgnoreCase) ? BodyFormat.Protobuf
            : type.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase) ? BodyFormat.Json
            : null;
    }

    internal static BodyEncoding? EncodingOf(StringValues encoding) =>
        encoding.Count == 0 || encoding.ToString() is var name && (name.Length == 0 || name.Equals("identity", StringComparison.OrdinalIgnoreCase))
            ? BodyEncoding.Identity
            : encoding.ToString().Equals("gzip", StringComparison.OrdinalIgnoreCase) ? BodyEncoding.Gzip
            : null;
}

/// <summary>When a sender should come back.</summary>
internal static class RetryAfter
{
    public static int Of(IngestOutcomeKind kind, IngestOptions options) =>
        kind is IngestOutcomeKind.Busy ? options.RetryAfterSeconds : options.RetryAfterOutageSeconds;
}
