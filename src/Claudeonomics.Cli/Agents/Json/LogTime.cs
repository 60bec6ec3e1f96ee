using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Claudeonomics.Cli.Agents.Json;

/// <summary>Times as agents write them.</summary>
public static class LogTime
{
    // A number from here on is milliseconds (2001 and later); below it is seconds.
    private const double LeastMs = 1e12;

    private const double LeastSeconds = 1e8;

    // 9999-12-31: the last day that .NET's calendar knows.
    private const long MostMs = 253_402_300_799_999;

    /// <summary>ISO 8601 with a zone, such as <c>2026-10-05T10:00:05.000Z</c>; without one it is taken as UTC.</summary>
    /// <returns>Milliseconds since 1970 UTC, or null for anything else and for times before 1973.</returns>
    public static long? Parse(ReadOnlySpan<byte> text)
    {
        if (TryParseExact(text, out var ms))
        {
            return ms;
        }

        // A text that is a number.
        if (text.Length is > 0 and < 40 && text.IndexOfAnyExceptInRange((byte)'.', (byte)'9') < 0 && ParseNumber(text) is { } number)
        {
            return number;
        }

        if (text.Length is < 10 or > 40
            || !DateTimeOffset.TryParse(
                Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return null;
        }

        return InRange(time.ToUnixTimeMilliseconds());
    }

    /// <summary>Seconds or milliseconds since 1970, whole or with a fraction.</summary>
    public static long? ParseNumber(ReadOnlySpan<byte> number)
    {
        if (!Utf8Parser.TryParse(number, out double value, out var used) || used != number.Length || !(value >= LeastSeconds))
        {
            return null;
        }

        var ms = value >= LeastMs ? value : value * 1000;
        return ms <= MostMs ? InRange((long)Math.Round(ms)) : null;
    }

    // 2026-10-05T10:00:05.000Z, with or without a fraction of up to nine digits: what almost every line has.
    private static bool TryParseExact(ReadOnlySpan<byte> text, out long ms)
    {
        ms = 0;
        if (text.Length is < 20 or > 30 || text[^1] != 'Z' || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ')
            || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        int year = Number(text[..4]), month = Number(text[5..7]), day = Number(text[8..10]);
        int hour = Number(text[11..13]), minute = Number(text[14..16]), second = Number(text[17..19]);
        if (year < 1973 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        var fraction = 0;
        if (text[19] == '.')
        {
            var digits = text[20..^1];
            if (digits.IsEmpty || Number(digits[..Math.Min(3, digits.Length)]) is not (>= 0 and var value))
            {
                return false;
            }

            fraction = digits.Length switch { 1 => value * 100, 2 => value * 10, _ => value };
        }
        else if (text.Length != 20)
        {
            return false;
        }

        var days = new DateOnly(year, month, day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        ms = (((((days * 24L) + hour) * 60) + minute) * 60_000) + (second * 1000) + fraction;
        return true;
    }

    // -1 for anything but digits.
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            value = (value * 10) + (digit - '0');
        }

        return value;
    }

    private static long? InRange(long ms) => ms is >= (long)(LeastSeconds * 1000) and <= MostMs ? ms : null;
}
