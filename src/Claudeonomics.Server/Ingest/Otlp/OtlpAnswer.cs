using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Answers as OTLP spells them: an Export*ServiceResponse on success, a google.rpc.Status on failure.</summary>
internal static class OtlpAnswer
{
    // A message of ours has at most some 300 characters.
    private const int MaxLength = 1_024;

    /// <summary><c>{ partial_success = 1 { rejected = 1, error_message = 2 } }</c>, unset when nothing was rejected.</summary>
    public static byte[] Response(OtlpSignal signal, in IngestOutcome outcome, BodyFormat format)
    {
        if (format is BodyFormat.Json)
        {
            return outcome.Rejected == 0 ? "{}"u8.ToArray() : PartialJson(signal, outcome);
        }

        if (outcome.Rejected == 0)
        {
            return [];
        }

        var writer = new ProtoWriter(stackalloc byte[MaxLength]);
        var partial = writer.Begin(1);
        writer.Varint(1, (ulong)outcome.Rejected);
        writer.Bytes(2, Encoding.ASCII.GetBytes(outcome.Message));
        writer.End(partial);
        return writer.Written.ToArray();
    }

    /// <summary><c>{ code = 1, message = 2 }</c></summary>
    public static byte[] Status(in IngestOutcome outcome, BodyFormat format)
    {
        if (format is BodyFormat.Json)
        {
            return StatusJson(outcome);
        }

        var writer = new ProtoWriter(stackalloc byte[MaxLength]);
        writer.Varint(1, (ulong)GrpcCode(outcome.Kind));
        writer.Bytes(2, Encoding.ASCII.GetBytes(outcome.Message));
        return writer.Written.ToArray();
    }

    public static int HttpCode(IngestOutcomeKind kind) => kind switch
    {
        IngestOutcomeKind.Accepted => StatusCodes.Status200OK,
        IngestOutcomeKind.Malformed => StatusCodes.Status400BadRequest,
        IngestOutcomeKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        IngestOutcomeKind.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        IngestOutcomeKind.TooSlow => StatusCodes.Status408RequestTimeout,
        IngestOutcomeKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        IngestOutcomeKind.Forbidden => StatusCodes.Status403Forbidden,
        IngestOutcomeKind.Busy => StatusCodes.Status429TooManyRequests,
        IngestOutcomeKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The code of google.rpc.Code: what a gRPC client sees, and what a Status body says.</summary>
    public static int GrpcCode(IngestOutcomeKind kind) => kind switch
    {
        IngestOutcomeKind.Accepted => 0,
        IngestOutcomeKind.Malformed => 3,       // INVALID_ARGUMENT
        IngestOutcomeKind.TooLarge => 8,        // RESOURCE_EXHAUSTED, without RetryInfo: not to be tried again
        IngestOutcomeKind.Unsupported => 12,    // UNIMPLEMENTED
        IngestOutcomeKind.TooSlow => 4,         // DEADLINE_EXCEEDED
        IngestOutcomeKind.Unauthenticated => 16,
        IngestOutcomeKind.Forbidden => 7,       // PERMISSION_DENIED
        IngestOutcomeKind.Busy => 14,           // UNAVAILABLE: to be tried again
        IngestOutcomeKind.Unavailable => 14,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    // Protobuf's JSON writes 64-bit integers as text.
    private static byte[] PartialJson(OtlpSignal signal, in IngestOutcome outcome)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartObject("partialSuccess");
        writer.WriteString(signal.RejectedField, outcome.Rejected.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("errorMessage", outcome.Message);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] StatusJson(in IngestOutcome outcome)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("code", GrpcCode(outcome.Kind));
        writer.WriteString("message", outcome.Message);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
