namespace Claudeonomics.Cli.Agents.Databases;

/// <summary>How far a database was read, table by table, so that what was told before need not be told again.</summary>
public sealed class DatabaseMarks
{
    // More tables than any agent has.
    private const int MostTables = 16;

    private readonly SortedDictionary<string, DatabaseMark> _tables = new(StringComparer.Ordinal);

    /// <summary>Nothing was read.</summary>
    public bool IsEmpty => _tables.Count == 0;

    /// <summary>All zeros for a table of which nothing was read.</summary>
    public DatabaseMark this[string table] => _tables.GetValueOrDefault(table);

    /// <summary>Says that a row was told.</summary>
    /// <param name="row">Its number (<c>rowid</c>).</param>
    /// <param name="changed">When it was changed last, in the table's own unit.</param>
    public void Pass(string table, long row, long changed)
    {
        var mark = this[table];
        _tables[table] = new(Math.Max(mark.Row, row), Math.Max(mark.Changed, changed));
    }

    internal byte[]? ToBytes()
    {
        if (IsEmpty)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write7BitEncodedInt(_tables.Count);
        foreach (var (table, mark) in _tables)
        {
            writer.Write(table);
            writer.Write(mark.Row);
            writer.Write(mark.Changed);
        }

        return bytes.ToArray();
    }

    internal static DatabaseMarks Of(byte[]? bytes)
    {
        var marks = new DatabaseMarks();
        if (bytes is not null)
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            for (var count = Math.Min(reader.Read7BitEncodedInt(), MostTables); count > 0; count--)
            {
                marks._tables[reader.ReadString()] = new(reader.ReadInt64(), reader.ReadInt64());
            }
        }

        return marks;
    }
}

/// <summary>How far a table was read.</summary>
/// <param name="Row">The highest number of a row that was there.</param>
/// <param name="Changed">The latest time of change that a row had, in the table's own unit.</param>
public readonly record struct DatabaseMark(long Row, long Changed)
{
    // A row gets its time before it is committed, and another may be committed in between. A minute in milliseconds.
    private const long Slack = 60_000;

    /// <summary>A row that was changed before was told already, unless its number is higher than <see cref="Row"/>.</summary>
    public long Since => Math.Max(0, Changed - Slack);
}
