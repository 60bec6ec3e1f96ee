namespace Claudeonomics.Simulator.Sending;

/// <summary>Reads how many records an OTLP answer says were rejected.</summary>
internal static class PartialSuccess
{
    // ExportLogsServiceResponse { ExportLogsPartialSuccess partial_success = 1 { int64 rejected_log_records = 1; string error_message = 2; } },
    // and the same numbers for metrics and traces.
    private const int FirstFieldDelimited = 0x0A;
    private const int FirstFieldVarint = 0x08;

    /// <returns>0 for an empty answer, which is full success.</returns>
    public static long Rejected(ReadOnlySpan<byte> answer)
    {
        if (answer.Length < 4 || answer[0] != FirstFieldDelimited)
        {
            return 0;
        }

        answer = answer[1..];
        _ = Varint(ref answer);
        if (answer.Length < 2 || answer[0] != FirstFieldVarint)
        {
            return 0;
        }

        answer = answer[1..];
        return Varint(ref answer);
    }

    private static long Varint(ref ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        for (var (i, shift) = (0, 0); i < bytes.Length && shift < 63; i++, shift += 7)
        {
            value |= (long)(bytes[i] & 0x7F) << shift;
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        bytes = default;
        return value;
    }
}
