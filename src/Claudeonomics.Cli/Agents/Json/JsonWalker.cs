using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;

namespace Claudeonomics.Cli.Agents.Json;

/// <summary>Walks over one JSON value in the order in which it is written, and leaps over what nobody asks for.</summary>
/// <remarks>
/// Logs are mostly prompts and answers that nobody may read, so leaping is what it is made for: it follows quotes and brackets and checks
/// nothing else of a value that is leapt over. What breaks that structure (a cut line, bytes that are no JSON) sets <see cref="IsBroken"/>,
/// after which every call returns nothing.
/// </remarks>
public ref struct JsonWalker(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <summary>The text is no JSON from here on.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Where in the text the walker is: behind what was read or leapt over last.</summary>
    public readonly int Position => _at;

    /// <summary>Nothing but white space follows.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return _at == _text.Length;
        }
    }

    /// <summary>Whether a text is one JSON value to its end, as far as brackets and quotes tell.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> text)
    {
        var json = new JsonWalker(text);
        json.Skip();
        return !json.IsBroken && json.IsAtEnd;
    }

    /// <summary>Steps into an object; any other value is leapt over.</summary>
    /// <returns>Whether it was one. <see cref="NextProperty"/> then gives its properties.</returns>
    public bool TryEnterObject() => TryEnter((byte)'{');

    /// <summary>Steps into an array; any other value is leapt over.</summary>
    /// <returns>Whether it was one. <see cref="NextItem"/> then leads to its values.</returns>
    public bool TryEnterArray() => TryEnter((byte)'[');

    /// <summary>Goes to the next property of the object that was entered. Its value must then be read, entered or leapt over.</summary>
    /// <param name="name">As written: names of properties have no escapes in logs.</param>
    /// <returns>False at the object's end.</returns>
    public bool NextProperty(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!Next((byte)'}'))
        {
            return false;
        }

        if (Current() is not (byte)'"')
        {
            return Break();
        }

        name = RawString(out _);
        SkipSpace();
        if (Current() is not (byte)':')
        {
            return Break();
        }

        _at++;
        return !IsBroken;
    }

    /// <summary>Goes to the next value of the array that was entered, which must then be read, entered or leapt over.</summary>
    /// <returns>False at the array's end.</returns>
    public bool NextItem() => Next((byte)']');

    /// <summary>Leaps over a value.</summary>
    public void Skip()
    {
        SkipSpace();
        switch (Current())
        {
            case (byte)'"':
                _ = RawString(out _);
                break;
            case (byte)'{' or (byte)'[':
                SkipNested();
                break;
            default:
                _ = Scalar();
                break;
        }
    }

    /// <summary>Leaps over a value.</summary>
    /// <returns>The value as written.</returns>
    public ReadOnlySpan<byte> ReadRaw()
    {
        SkipSpace();
        var start = _at;
        Skip();
        return IsBroken ? default : _text[start.._at];
    }

    /// <summary>Reads a text, escapes resolved; any other value is leapt over.</summary>
    /// <returns>Empty when the value is no text.</returns>
    public ReadOnlySpan<byte> ReadText()
    {
        SkipSpace();
        if (Current() is not (byte)'"')
        {
            Skip();
            return default;
        }

        var raw = RawString(out var hasEscapes);
        return hasEscapes ? Unescape(raw) : raw;
    }

    /// <summary>Reads <c>true</c> or <c>false</c>; any other value is leapt over.</summary>
    public bool ReadFlag()
    {
        SkipSpace();
        if (Current() is (byte)'t' or (byte)'f')
        {
            return Scalar().SequenceEqual("true"u8);
        }

        Skip();
        return false;
    }

    /// <summary>Reads a number as it is written, or a text that holds one; anything else is leapt over.</summary>
    /// <returns>Empty for <c>null</c> and whatever is no number.</returns>
    public ReadOnlySpan<byte> ReadNumber()
    {
        SkipSpace();
        if (Current() is (byte)'"')
        {
            return ReadText();
        }

        if (Current() is (byte)'{' or (byte)'[')
        {
            Skip();
            return default;
        }

        var scalar = Scalar();
        return scalar.Length > 0 && scalar[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' ? scalar : default;
    }

    /// <summary>Reads a time: ISO 8601 as text, or seconds or milliseconds since 1970 as a number.</summary>
    /// <returns>Milliseconds since 1970 UTC, or null.</returns>
    public long? ReadTime()
    {
        SkipSpace();
        return Current() is (byte)'"' ? LogTime.Parse(ReadText()) : LogTime.ParseNumber(ReadNumber());
    }

    private bool TryEnter(byte bracket)
    {
        SkipSpace();
        if (Current() != bracket)
        {
            Skip();
            return false;
        }

        _at++;
        return true;
    }

    private bool Next(byte end)
    {
        SkipSpace();
        if (Current() is (byte)',')
        {
            _at++;
            SkipSpace();
        }

        if (Current() == end)
        {
            _at++;
            return false;
        }

        return _at < _text.Length || Break();
    }

    private void SkipNested()
    {
        for (var depth = 0; ;)
        {
            var next = _text[_at..].IndexOfAny(Structure);
            if (next < 0)
            {
                Break();
                return;
            }

            _at += next;
            switch (_text[_at])
            {
                case (byte)'"':
                    _ = RawString(out _);
                    if (IsBroken)
                    {
                        return;
                    }

                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    _at++;
                    break;
                default:
                    _at++;
                    if (--depth == 0)
                    {
                        return;
                    }

                    break;
            }
        }
    }

    // From an opening quote to behind the closing one; what is between.
    private ReadOnlySpan<byte> RawString(out bool hasEscapes)
    {
        var start = _at + 1;
        var end = EndOfString(_text, start, out hasEscapes);
        if (end < 0)
        {
            Break();
            return default;
        }

        _at = end + 1;
        return _text[start..end];
    }

    // Code in logs has an escape every few dozen bytes, so both bytes are looked for at once and a block is not searched again after each.
    private static int EndOfString(ReadOnlySpan<byte> text, int at, out bool hasEscapes)
    {
        hasEscapes = false;
        ref readonly var first = ref MemoryMarshal.GetReference(text);
        while (at <= text.Length - Vector256<byte>.Count)
        {
            var block = Vector256.LoadUnsafe(in first, (nuint)at);
            var quotes = Vector256.Equals(block, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
            var escapes = Vector256.Equals(block, Vector256.Create((byte)'\\')).ExtractMostSignificantBits();
            var step = Vector256<byte>.Count;
            while (escapes != 0 && (quotes == 0 || BitOperations.TrailingZeroCount(escapes) < BitOperations.TrailingZeroCount(quotes)))
            {
                hasEscapes = true;
                var escape = BitOperations.TrailingZeroCount(escapes);
                step = Math.Max(step, escape + 2);
                var after = uint.MaxValue << escape << 1 << 1;
                (quotes, escapes) = (quotes & after, escapes & after);
            }

            if (quotes != 0)
            {
                return at + BitOperations.TrailingZeroCount(quotes);
            }

            at += step;
        }

        while (at < text.Length)
        {
            if (text[at] is (byte)'"')
            {
                return at;
            }

            if (text[at] is (byte)'\\')
            {
                hasEscapes = true;
                at++;
            }

            at++;
        }

        return -1;
    }

    private ReadOnlySpan<byte> Scalar()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)':' or (byte)'"' or (byte)'{' or (byte)'['))
        {
            _at++;
        }

        if (_at == start)
        {
            Break();
        }

        return _text[start.._at];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        if (_at < _text.Length && _text[_at] <= ' ')
        {
            SkipSpaces();
        }
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            _at++;
        }
    }

    private readonly int Current() => _at < _text.Length ? _text[_at] : -1;

    private bool Break()
    {
        IsBroken = true;
        _at = _text.Length;
        return false;
    }

    // Rare: a Windows path, or a letter written as \u00e9.
    private static byte[] Unescape(ReadOnlySpan<byte> raw)
    {
        var quoted = new byte[raw.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        raw.CopyTo(quoted.AsSpan(1));
        try
        {
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            return Encoding.UTF8.GetBytes(reader.GetString() ?? "");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return raw.ToArray();
        }
    }
}
