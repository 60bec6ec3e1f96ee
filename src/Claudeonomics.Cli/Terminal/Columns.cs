using System.Text;
using System.Globalization;

namespace Claudeonomics.Cli.Terminal;

/// <summary>Text as a terminal counts it: in columns.</summary>
internal static class Columns
{
    // Scripts whose letters take two columns: Hangul, Kana, Han with their signs, and pictographs.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF),
        (0x20000, 0x3FFFD),
    ];

    public static int WidthOf(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += WidthOf(rune);
        }

        return width;
    }

    /// <summary>Leaves out what a terminal would obey instead of show. Names come from files that anybody may have written.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
        {
            return text;
        }

        return string.Create(text.Length, text, static (clean, given) =>
        {
            for (var index = 0; index < clean.Length; index++)
            {
                clean[index] = char.IsControl(given[index]) ? '\ufffd' : given[index];
            }
        });
    }

    /// <summary>Takes away from the end until the text fits, and says so with an ellipsis.</summary>
    public static string CutEnd(string text, int width)
    {
        if (WidthOf(text) <= width)
        {
            return text;
        }

        var kept = new StringBuilder();
        var used = 1;
        foreach (var rune in text.EnumerateRunes())
        {
            used += WidthOf(rune);
            if (used > width)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.Append('…').ToString();
    }

    /// <summary>The same from the start: a path's end tells more than its beginning.</summary>
    public static string CutStart(string text, int width)
    {
        var over = WidthOf(text) - width;
        if (over <= 0)
        {
            return text;
        }

        var from = 0;
        var gone = -1;
        foreach (var rune in text.EnumerateRunes())
        {
            if (gone >= over)
            {
                break;
            }

            gone += WidthOf(rune);
            from += rune.Utf16SequenceLength;
        }

        return "…" + text[from..];
    }

    /// <summary>Breaks text between its words. A word that is wider than a line has one of its own.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && WidthOf(line) + 1 + WidthOf(word) > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length > 0 ? $" {word}" : word;
        }

        yield return line;
    }

    public static string PadEnd(string text, int width) => text + new string(' ', Math.Max(0, width - WidthOf(text)));

    public static string PadStart(string text, int width) => new string(' ', Math.Max(0, width - WidthOf(text))) + text;

    private static int WidthOf(Rune rune)
    {
        if (rune.Value < 0x300)
        {
            return 1;
        }

        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return 0;
        }

        foreach (var (first, last) in Wide)
        {
            if (rune.Value >= first && rune.Value <= last)
            {
                return 2;
            }
        }

        return 1;
    }
}
