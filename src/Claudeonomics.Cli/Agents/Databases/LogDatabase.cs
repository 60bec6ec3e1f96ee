using System.Text;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.Cli.Agents.Databases;

/// <summary>An agent's SQLite database, opened for reading only.</summary>
public sealed class LogDatabase : IDisposable
{
    // While an agent commits, a reader waits this long and then gives up until the next run.
    private const int PatienceSeconds = 2;

    private readonly SqliteConnection _connection;

    private LogDatabase(SqliteConnection connection) => _connection = connection;

    /// <exception cref="IOException">The file is no database, or cannot be opened now.</exception>
    public static LogDatabase Open(string path)
    {
        SqliteLibrary.Load();
        try
        {
            return Open(new SqliteConnectionStringBuilder { DataSource = path });
        }
        catch (SqliteException)
        {
            // In a folder that we may not write to, SQLite cannot share the write-ahead log. Then the file alone is read.
            return OpenUnshared(path);
        }
    }

    public bool HasTable(string name) => Any("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = $name", name);

    public bool HasColumn(string table, string name) => Any($"SELECT 1 FROM pragma_table_info('{table.Replace("'", "''", StringComparison.Ordinal)}') WHERE name = $name", name);

    /// <summary>Runs a query and hands over each row. A text column is read with <see cref="Row.Text"/>, without making strings.</summary>
    /// <exception cref="IOException">The query cannot be run on this database.</exception>
    public void Query(string sql, Action<Row> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var row = new Row(reader);
            while (reader.Read())
            {
                take(row);
            }
        }
        catch (SqliteException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    public void Dispose() => _connection.Dispose();

    private static LogDatabase OpenUnshared(string path)
    {
        try
        {
            return Open(new SqliteConnectionStringBuilder { DataSource = "file:" + Uri.EscapeDataString(path) + "?immutable=1" });
        }
        catch (SqliteException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    private static LogDatabase Open(SqliteConnectionStringBuilder settings)
    {
        settings.Mode = SqliteOpenMode.ReadOnly;
        settings.Pooling = false;
        settings.DefaultTimeout = PatienceSeconds;
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM sqlite_master";
            command.ExecuteScalar();
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private bool Any(string sql, string name)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$name", name);
        return command.ExecuteScalar() is not null;
    }

    /// <summary>The row at which a query stands. Columns are numbered from 0.</summary>
    public sealed class Row
    {
        private readonly SqliteDataReader _reader;

        internal Row(SqliteDataReader reader) => _reader = reader;

        /// <returns>UTF-8; empty for NULL.</returns>
        public ReadOnlyMemory<byte> Text(int column) => _reader.IsDBNull(column) ? default
            : _reader.GetFieldType(column) == typeof(byte[]) ? _reader.GetFieldValue<byte[]>(column)
            : Encoding.UTF8.GetBytes(_reader.GetString(column));

        /// <returns>Null for NULL and whatever is no number.</returns>
        public double? Number(int column) => _reader.IsDBNull(column) || _reader.GetFieldType(column) is var type && type != typeof(long) && type != typeof(double)
            ? null
            : _reader.GetDouble(column);

        /// <returns>Null for NULL and whatever is no whole number.</returns>
        public long? Whole(int column) => _reader.IsDBNull(column) || _reader.GetFieldType(column) != typeof(long) ? null : _reader.GetInt64(column);
    }
}
