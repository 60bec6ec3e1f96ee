using System.Globalization;
using System.Text;

namespace Claudeonomics.Cli.Setup;

/// <summary>Reads TOML (https://toml.io/en/v1.0.0) as far as settings of agents need it: tables, keys and texts.</summary>
/// <remarks>Numbers, booleans and times stay as they are written. Arrays are read over, and of an array of tables the last one counts.</remarks>
internal ref struct TomlReader
{
    // Settings nest a few levels; what nests deeper is refused before it can exhaust the stack.
    private const int DeepestNesting = 64;

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;

    private TomlReader(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FormatException">It is no TOML; the message names the line.</exception>
    public static TomlTable Read(ReadOnlySpan<char> text)
    {
        var reader = new TomlReader(text);
        var root = new TomlTable();
        var table = root;
        while (reader.SkipToEntry())
        {
            if (reader.Peek() == '[')
            {
                table = reader.ReadHeader(root);
            }
            else
            {
                reader.ReadPair(table);
            }

            reader.EndLine();
        }

        return root;
    }

    private readonly char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private readonly FormatException Fault(string what) =>
        new($"line {(_text[..Math.Min(_at, _text.Length)].Count('\n') + 1).ToString(CultureInfo.InvariantCulture)}: {what}");

    private void Expect(char wanted)
    {
        if (Peek() != wanted)
        {
            throw Fault($"\"{wanted}\" is missing");
        }

        _at++;
    }

    private void SkipSpaces()
    {
        while (Peek() is ' ' or '\t')
        {
            _at++;
        }
    }

    // Spaces, line ends and comments.
    private void SkipBlank()
    {
        while (_at < _text.Length)
        {
            if (Peek() is ' ' or '\t' or '\r' or '\n' or '\ufeff')
            {
                _at++;
            }
            else if (Peek() == '#')
            {
                var end = _text[_at..].IndexOf('\n');
                _at = end < 0 ? _text.Length : _at + end;
            }
            else
            {
                return;
            }
        }
    }

    private bool SkipToEntry()
    {
        SkipBlank();
        return _at < _text.Length;
    }

    private void EndLine()
    {
        SkipSpaces();
        if (_at < _text.Length && Peek() is not ('#' or '\r' or '\n'))
        {
            throw Fault("something follows where the line should end");
        }
    }

    // [a.b] or [[a.b]]
    private TomlTable ReadHeader(TomlTable root)
    {
        Expect('[');
        var isArray = Peek() == '[';
        _at += isArray ? 1 : 0;
        var keys = ReadKey();
        Expect(']');
        if (isArray)
        {
            Expect(']');
        }

        var parent = TableAt(root, keys[..^1]);
        return isArray ? parent.Renew(keys[^1]) : TableAt(parent, keys[^1..]);
    }

    private readonly TomlTable TableAt(TomlTable table, IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            table = table.Enter(key) ?? throw Fault($"{key} is a value and no table");
        }

        return table;
    }

    // a.b = value
    private void ReadPair(TomlTable table)
    {
        var keys = ReadKey();
        Expect('=');
        SkipSpaces();
        TableAt(table, keys[..^1]).Set(keys[^1], ReadValue());
    }

    private List<string> ReadKey()
    {
        var keys = new List<string>();
        do
        {
            _at += keys.Count > 0 ? 1 : 0;
            SkipSpaces();
            keys.Add(ReadKeyPart());
            SkipSpaces();
        }
        while (Peek() == '.');
        return keys;
    }

    private string ReadKeyPart()
    {
        if (Peek() is '"' or '\'')
        {
            return ReadText();
        }

        var from = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() is '_' or '-')
        {
            _at++;
        }

        return _at > from ? _text[from.._at].ToString() : throw Fault("a name is missing");
    }

    // A text, a table, or null for an array.
    private object? ReadValue()
    {
        switch (Peek())
        {
            case '"' or '\'':
                return ReadText();
            case '{':
                return ReadInlineTable();
            case '[':
                ReadArray();
                return null;
        }

        var from = _at;
        while (_at < _text.Length && Peek() is not (',' or ']' or '}' or '#' or '\r' or '\n'))
        {
            _at++;
        }

        var value = _text[from.._at].Trim(" \t");
        return value.IsEmpty ? throw Fault("a value is missing") : value.ToString();
    }

    private TomlTable ReadInlineTable()
    {
        Descend();
        Expect('{');
        var table = new TomlTable();
        SkipBlank();
        while (Peek() != '}')
        {
            ReadPair(table);
            SkipBlank();
            if (Peek() != '}')
            {
                Expect(',');
                SkipBlank();
            }
        }

        _at++;
        _depth--;
        return table;
    }

    private void ReadArray()
    {
        Descend();
        Expect('[');
        SkipBlank();
        while (Peek() != ']')
        {
            ReadValue();
            SkipBlank();
            if (Peek() != ']')
            {
                Expect(',');
                SkipBlank();
            }
        }

        _at++;
        _depth--;
    }

    private void Descend()
    {
        if (++_depth > DeepestNesting)
        {
            throw Fault("nested too deeply");
        }
    }

    private string ReadText()
    {
        var quote = Peek();
        var isLong = Peek(1) == quote && Peek(2) == quote;
        _at += isLong ? 3 : 1;
        if (isLong && Peek() == '\r')
        {
            _at++;
        }

        if (isLong && Peek() == '\n')
        {
            _at++;
        }

        var text = new StringBuilder();
        while (true)
        {
            var letter = Peek();
            if (_at >= _text.Length || (!isLong && letter == '\n'))
            {
                throw Fault("a text has no end");
            }

            if (letter == quote && (!isLong || (Peek(1) == quote && Peek(2) == quote && Peek(3) != quote)))
            {
                _at += isLong ? 3 : 1;
                return text.ToString();
            }

            if (letter == '\\' && quote == '"')
            {
                ReadEscape(text);
            }
            else
            {
                text.Append(letter);
                _at++;
            }
        }
    }

    private void ReadEscape(StringBuilder text)
    {
        var letter = Peek(1);
        _at += 2;
        switch (letter)
        {
            case 'u' or 'U':
                var length = letter == 'u' ? 4 : 8;
                var digits = _text.Slice(_at, Math.Min(length, _text.Length - _at));
                if (!Rune.TryCreate(int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : -1, out var rune))
                {
                    throw Fault("a letter is written by a number that none has");
                }

                text.Append(rune.ToString());
                _at += length;
                return;
            case '\r' or '\n' or ' ' or '\t':
                // The line goes on below.
                while (Peek() is ' ' or '\t' or '\r' or '\n')
                {
                    _at++;
                }

                return;
        }

        var at = "btnfre\"\\".IndexOf(letter, StringComparison.Ordinal);
        text.Append(at >= 0 ? "\b\t\n\f\r\e\"\\"[at] : throw Fault($"\\{letter} stands for nothing"));
    }
}
