using Claudeonomics.Cli.Agents.Json;
using SQLitePCL;

namespace Claudeonomics.Cli.Agents.Databases;

/// <summary>The row at which a query stands. Columns are numbered from 0; what they hold is looked at where SQLite keeps it, until the next row.</summary>
public readonly ref struct DatabaseRow
{
    private readonly sqlite3_stmt _statement;

    internal DatabaseRow(sqlite3_stmt statement) => _statement = statement;

    /// <returns>UTF-8, of any column but a blob; empty for NULL.</returns>
    public ReadOnlySpan<byte> Text(int column)
    {
        if (raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL)
        {
            return default;
        }

        // Asking for text turns what is kept as UTF-16 into UTF-8; its bytes are then what a blob would be.
        _ = raw.sqlite3_column_text(_statement, column);
        return raw.sqlite3_column_blob(_statement, column);
    }

    /// <returns>The bytes of a blob or a text; empty for NULL.</returns>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <returns>Whether the column is NULL.</returns>
    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>A row's number as it is listed; 0 when it is none.</summary>
    public int Number(int column) => (int)Math.Clamp(raw.sqlite3_column_int64(_statement, column), 0, int.MaxValue);

    /// <summary>A whole number; 0 for NULL and whatever is none.</summary>
    public long Whole(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A whole number as a part of a <see cref="LogCall.Key"/>, whatever its sign; 0 for NULL and whatever is none.</summary>
    public ulong KeyPart(int column) => unchecked((ulong)Whole(column));

    /// <summary>A counter, by the rules of <see cref="Counts"/>.</summary>
    public long Count(int column, ref Counts counts) => raw.sqlite3_column_type(_statement, column) switch
    {
        raw.SQLITE_INTEGER => counts.Check(raw.sqlite3_column_int64(_statement, column)),
        raw.SQLITE_NULL => 0,
        _ => counts.Parse(Text(column)),
    };

    /// <summary>Seconds or milliseconds since 1970, or ISO 8601; without a zone it is taken as UTC.</summary>
    /// <returns>Milliseconds since 1970 UTC, or null.</returns>
    public long? Time(int column) => LogTime.Parse(Text(column));

    /// <summary>An amount of dollars.</summary>
    /// <returns>Millionths; null for NULL and whatever is no price.</returns>
    public long? Micros(int column) => Counts.MicrosOf(Text(column));
}
