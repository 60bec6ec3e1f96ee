namespace Claudeonomics.Core.Tracing.Copies;

/// <summary>Names as marks know them, however somebody typed or saved them.</summary>
public static class CopyNames
{
    /// <summary>A cell of a table that a spreadsheet must not take for a formula: with an apostrophe before it, which is no part of the name.</summary>
    public static string Guarded(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && IsFormula(text[0]) ? "'" + text : text;
    }

    /// <summary>Without case, guard and spaces around it. The same on every machine, whatever it knows of languages.</summary>
    public static string Fold(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = name.Length > 1 && name[0] == '\'' && IsFormula(name[1]) ? name[1..] : name;
        return string.Join(' ', text.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsFormula(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';
}
