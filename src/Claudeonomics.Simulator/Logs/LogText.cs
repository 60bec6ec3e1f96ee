using System.Text;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Logs;

/// <summary>Text as it stands in logs: code and prose, escaped as JSON escapes it, cut from one pool.</summary>
internal sealed class LogText
{
    private const int PoolBytes = 1 << 20;

    private static readonly string[] Words =
    [
        "return", "await", "the", "const", "value", "if", "function", "error", "result", "string", "with", "import", "test", "index", "public",
        "usage", "file", "request", "handle", "parse", "token", "cache", "model", "session", "=>", "===", "{", "}", "()", "[]", "//", "NOTE",
    ];

    private readonly byte[] _pool;

    public LogText(ref SplitMix64 chance)
    {
        var text = new StringBuilder(PoolBytes + 64);
        while (text.Length < PoolBytes)
        {
            text.Append(chance.Below(12) switch
            {
                0 => "\\n    ",
                1 => $"\\\"{Words[chance.Below(Words.Length)]}\\\": ",
                2 => "\\t",
                3 => "; ",
                _ => Words[chance.Below(Words.Length)] + " ",
            });
        }

        _pool = Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A piece of about so many bytes that no escape is cut from.</summary>
    public ReadOnlySpan<byte> Take(ref SplitMix64 chance, int bytes)
    {
        bytes = Math.Min(bytes, _pool.Length / 2);
        var start = chance.Below(_pool.Length - bytes - 64);
        while (_pool[start] != ' ')
        {
            start++;
        }

        var end = Math.Min(start + bytes, _pool.Length - 1);
        while (end > start && _pool[end] != ' ')
        {
            end--;
        }

        return _pool.AsSpan(start, end - start);
    }
}
