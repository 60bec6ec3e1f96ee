namespace Claudeonomics.Cli.Setup;

/// <summary>A table of a TOML file.</summary>
internal sealed class TomlTable
{
    // A text, a table, or null for an array.
    private readonly Dictionary<string, object?> _entries = new(StringComparer.Ordinal);

    public bool IsEmpty => _entries.Count == 0;

    public IEnumerable<string> Names => _entries.Keys;

    /// <returns>What a path of names leads to; null when there is no text.</returns>
    public string? Text(params ReadOnlySpan<string> names) => Find(names) as string;

    /// <returns>What a path of names leads to; null when there is no table.</returns>
    public TomlTable? Table(params ReadOnlySpan<string> names) => Find(names) as TomlTable;

    internal void Set(string name, object? value) => _entries[name] = value;

    /// <returns>The table of a name, made where there is none; null when the name has another value.</returns>
    internal TomlTable? Enter(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            _entries[name] = entry = new TomlTable();
        }

        return entry as TomlTable;
    }

    internal TomlTable Renew(string name)
    {
        var table = new TomlTable();
        _entries[name] = table;
        return table;
    }

    private object? Find(ReadOnlySpan<string> names)
    {
        object? found = this;
        foreach (var name in names)
        {
            if (found is not TomlTable table || !table._entries.TryGetValue(name, out found))
            {
                return null;
            }
        }

        return found;
    }
}
