using Microsoft.Data.Sqlite;

namespace Claudeonomics.Storage.Embedded;

/// <summary>One connection to the ledger's file, with its statements prepared once. Used by one thread.</summary>
internal sealed class LedgerConnection : IDisposable
{
    private const string LedgerArea = "Embedded";

    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly string _area;

    private LedgerConnection(SqliteConnection connection, string area) => (Connection, _area) = (connection, area);

    public SqliteConnection Connection { get; }

    public static string FileIn(string directory) => Path.Combine(directory, "ledger.db");

    /// <summary>Opens the file for the one writer; makes it when it is missing.</summary>
    /// <param name="area">Where its statements are.</param>
    public static LedgerConnection OpenToWrite(string file, string area = LedgerArea)
    {
        var connection = Open(file, area, SqliteOpenMode.ReadWriteCreate);

        // Full synchronisation: a commit that returned has reached the disk. Page size and vacuum mode only count in a new file.
        connection.Execute("PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL;");
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096; PRAGMA cache_size = -65536;");
        return connection;
    }

    /// <summary>Opens the file for reading beside the writer.</summary>
    public static LedgerConnection OpenToRead(string file, string area = LedgerArea) => Open(file, area, SqliteOpenMode.ReadOnly);

    /// <summary>What reading throws when the bytes in the file are no database, not a whole one, or hold values of other kinds than were written.</summary>
    public static bool IsDamage(Exception problem) => problem is InvalidOperationException or InvalidCastException or OverflowException or FormatException
        or SqliteException
        {
            SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_ERROR or SQLitePCL.raw.SQLITE_IOERR,
        };

    /// <summary>The prepared statement of a file in <c>Sql</c>. Its parameters keep their values from call to call.</summary>
    public SqliteCommand Statement(string name)
    {
        if (!_commands.TryGetValue(name, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = SqlText.Of(_area, name);
            _commands.Add(name, command);
        }

        return command;
    }

    /// <summary>Runs a statement that answers nothing.</summary>
    public void Run(string name, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = Bind(name, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement that answers rows.</summary>
    public SqliteDataReader Read(string name, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        Bind(name, parameters).ExecuteReader();

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs changes in one transaction; none of them stays when one fails.</summary>
    public void InTransaction(Action changes)
    {
        Begin();
        try
        {
            changes();
            Commit();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public void Begin() => Execute("BEGIN IMMEDIATE");

    public void Commit() => Execute("COMMIT");

    /// <summary>Undoes what was not committed; harmless when SQLite has done so itself (it does when the disk is full).</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0)
        {
            Execute("ROLLBACK");
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        Connection.Dispose();
    }

    private static LedgerConnection Open(string file, string area, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        connection.Open();
        return new LedgerConnection(connection, area);
    }

    private SqliteCommand Bind(string name, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = Statement(name);
        foreach (var (parameter, value) in parameters)
        {
            if (command.Parameters.Contains(parameter))
            {
                command.Parameters[parameter].Value = value;
            }
            else
            {
                command.Parameters.AddWithValue(parameter, value);
            }
        }

        return command;
    }
}
