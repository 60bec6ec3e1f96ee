using System.Text;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>Makes lines and documents that no agent ever wrote out of those that one did. The same seed gives the same bytes.</summary>
internal sealed class LogMutator(int seed)
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "null", "true", "-1", "0", "1e999", "-0.0", "99999999999999999999", "9223372036854775807", "\"\"", "[]", "{}", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":",
            "\\u0000", "\\uD800", "\"\\", "\"usage\":", "\"tokens\":{\"input\":", "\"output_tokens\":", "2026-13-45T99:99:99Z", "\u202e", ",,", "}{", "\t", "/*",
        }.Select(Encoding.UTF8.GetBytes),
        [0], [0xFF, 0xFE], [0xC3], [0xF0, 0x9F],
    ];

    private readonly Random _random = new(seed);

    /// <summary>A text that stands in the place of one of several, with a few changes; never with a line end in it.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> originals)
    {
        var bytes = new List<byte>(originals[_random.Next(originals.Count)]);
        for (var changes = _random.Next(1, 6); changes > 0; changes--)
        {
            Change(bytes, originals);
        }

        bytes.RemoveAll(static letter => letter == (byte)'\n');
        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> originals)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(_random.Next(1, 40), bytes.Count - at);
        switch (_random.Next(10))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, RandomBytes());
                break;
            case 5:
                var other = originals[_random.Next(originals.Count)];
                var from = _random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(_random.Next(200), other.Length - from)).ToArray());
                break;
            case 6 or 7:
                ReplaceNumber(bytes, at);
                break;
            default:
                bytes.InsertRange(at, Words[_random.Next(Words.Length)]);
                break;
        }
    }

    // The digits at or after a place give way to a word.
    private void ReplaceNumber(List<byte> bytes, int at)
    {
        var first = bytes.FindIndex(at, static letter => letter is >= (byte)'0' and <= (byte)'9');
        if (first >= 0)
        {
            var end = bytes.FindIndex(first, static letter => letter is < (byte)'0' or > (byte)'9');
            bytes.RemoveRange(first, (end < 0 ? bytes.Count : end) - first);
            bytes.InsertRange(first, Words[_random.Next(Words.Length)]);
        }
    }

    private byte[] RandomBytes()
    {
        var bytes = new byte[_random.Next(1, 30)];
        _random.NextBytes(bytes);
        return bytes;
    }
}
