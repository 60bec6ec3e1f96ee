using System.Buffers.Text;

namespace Claudeonomics.Cli.Agents.Json;

/// <summary>Reads counters of one call, and remembers what was wrong with them.</summary>
public struct Counts
{
    /// <summary>More than any call or conversation can have; the server's intake rejects from here on too.</summary>
    public const long Most = 1_000_000_000_000_000;

    /// <summary>The worst that was found: <see cref="UnreadReason.UnreadableCount"/> leaves the call out, <see cref="UnreadReason.NegativeCount"/> does not.</summary>
    public UnreadReason? Problem { get; private set; }

    /// <summary>Whether the call can be counted.</summary>
    public readonly bool AreReadable => Problem is not UnreadReason.UnreadableCount;

    /// <summary>Reads one counter: null, absent and negative are 0; <c>12.0</c> and <c>"12"</c> are 12.</summary>
    public long Read(ref JsonWalker json)
    {
        var number = json.ReadNumber();
        return number.IsEmpty ? 0 : Parse(number);
    }

    /// <summary>Reads one counter that is there, by the same rules.</summary>
    public long Parse(ReadOnlySpan<byte> number)
    {
        if (!Utf8Parser.TryParse(number, out long value, out var used) || used != number.Length)
        {
            if (!Utf8Parser.TryParse(number, out double real, out used) || used != number.Length || real != Math.Floor(real) || !(Math.Abs(real) <= Most))
            {
                Problem = UnreadReason.UnreadableCount;
                return 0;
            }

            value = (long)real;
        }

        return Check(value);
    }

    /// <summary>Reads an amount of dollars as millionths.</summary>
    /// <returns>Null when it is none, is negative, or is more than a call or conversation can cost.</returns>
    public static long? MicrosOf(ReadOnlySpan<byte> usd) =>
        Utf8Parser.TryParse(usd, out double cost, out var used) && used == usd.Length && cost is >= 0 and < 1_000_000
            ? (long)Math.Round(cost * 1_000_000)
            : null;

    /// <summary>Takes a counter that was read elsewhere, by the same rules.</summary>
    public long Check(long value)
    {
        if (value > Most)
        {
            Problem = UnreadReason.UnreadableCount;
            return 0;
        }

        if (value < 0)
        {
            Problem ??= UnreadReason.NegativeCount;
            return 0;
        }

        return value;
    }
}
