namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>Reads the <c>event.timestamp</c> that agents write: <c>2026-11-21T21:20:00.123Z</c>, with or without a fraction or an offset.</summary>
internal static class EventTime
{
    /// <returns>Milliseconds since 1970 UTC, or <see langword="null"/> when the text is no ISO 8601 time of that form.</returns>
    public static long? ParseUnixMs(ReadOnlySpan<byte> text)
    {
        // yyyy-MM-ddTHH:mm:ss takes 19 bytes; a fraction and Z or +hh:mm follow.
        if (text.Length is < 20 or > 40 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ')
            || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month)
            || !TryDigits(text[8..10], out var day) || !TryDigits(text[11..13], out var hour)
            || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second)
            || year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return null;
        }

        var rest = text[19..];
        if (!TryFraction(ref rest, out var milliseconds) || !TryOffset(rest, out var offsetMinutes))
        {
            return null;
        }

        var days = new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        return ((((((days * 24L) + hour) * 60) + minute - offsetMinutes) * 60) + second) * 1000 + milliseconds;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out int milliseconds)
    {
        milliseconds = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 1)
        {
            return false;
        }

        for (var (i, scale) = (0, 100); i < Math.Min(digits, 3); i++, scale /= 10)
        {
            milliseconds += (rest[1 + i] - '0') * scale;
        }

        rest = rest[(1 + digits)..];
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> rest, out int minutes)
    {
        minutes = 0;
        if (rest.SequenceEqual("Z"u8))
        {
            return true;
        }

        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':'
            || !TryDigits(rest[1..3], out var hours) || !TryDigits(rest[4..6], out minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        minutes = (rest[0] == '-' ? -1 : 1) * ((hours * 60) + minutes);
        return true;
    }
}
