using Microsoft.Data.Sqlite;

namespace Claudeonomics.Cli.Agents.Databases;

/// <summary>An agent's SQLite database, opened so that nothing is written beside it.</summary>
/// <remarks>
/// SQLite makes files of its own where it reads: a shared index (<c>-shm</c>) for a write-ahead log (<c>-wal</c>), and it undoes what a crash
/// left half done. In an agent's folder neither may happen, so what lies there decides:
/// <list type="bullet">
/// <item>the log is empty or gone: the file by itself is read, without locks;</item>
/// <item>a log with its index, or a database that never has one: read as SQLite means it, beside the agent;</item>
/// <item>a log without its index, or anything that cannot be opened so: a copy is read, in a temporary folder.</item>
/// </list>
/// All queries see one state of the database.
/// </remarks>
public sealed class LogDatabase : IDisposable
{
    // While an agent commits to a database without a write-ahead log, a reader waits this long and then gives up until the next run.
    private const int PatienceSeconds = 2;

    private readonly SqliteConnection _connection;
    private readonly string? _folder;

    private LogDatabase(SqliteConnection connection, string? folder) => (_connection, _folder) = (connection, folder);

    /// <summary>Opens a database, hands it over and closes it; once more from a copy when the agent wrote to it in the midst of it.</summary>
    /// <exception cref="IOException">The file is no database, is damaged, or cannot be read now.</exception>
    /// <exception cref="InvalidDataException">It has no such table or column as was asked for.</exception>
    public static void Read(string path, Action<LogDatabase> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        SqliteLibrary.Load();
        if (new DatabaseFiles(path).IsCutOff)
        {
            throw new IOException($"{path} is cut off.");
        }

        try
        {
            if (!TryReadInPlace(path, read))
            {
                using var copy = OpenCopy(path);
                read(copy);
            }
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            throw new InvalidDataException(fault.Message, fault);
        }
        catch (SqliteException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    public bool HasTable(string name) => Any("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = $1", name);

    public bool HasColumn(string table, string column) => Any("SELECT 1 FROM pragma_table_info($1) WHERE name = $2", table, column);

    /// <summary>The first of several columns that the table has, each as an expression; <c>NULL</c> when it has none of them.</summary>
    /// <param name="alias">What the table is called in the query.</param>
    public string FirstColumn(string table, string alias, params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
        {
            if (HasColumn(table, column))
            {
                return $"{alias}.\"{column}\"";
            }
        }

        return "NULL";
    }

    /// <summary>Runs a query and hands over each row.</summary>
    /// <param name="values">What stands in the query as <c>$1</c>, <c>$2</c> and so on.</param>
    public void Query(string sql, RowTaker take, params ReadOnlySpan<object> values)
    {
        ArgumentNullException.ThrowIfNull(take);
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            take(new DatabaseRow(reader.Handle!));
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        if (_folder is not null && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // False when it has to be copied.
    private static bool TryReadInPlace(string path, Action<LogDatabase> read)
    {
        var files = new DatabaseFiles(path);
        var isAlone = files.IsAlone;
        if (!isAlone && !files.CanBeShared)
        {
            return false;
        }

        LogDatabase opened;
        try
        {
            opened = Open(isAlone ? $"file:{Uri.EscapeDataString(path)}?immutable=1" : path, SqliteOpenMode.ReadOnly, null);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode != SQLitePCL.raw.SQLITE_NOTADB)
        {
            return false;
        }

        using (opened)
        {
            if (!isAlone)
            {
                read(opened);
                return true;
            }

            // Nothing keeps the agent from writing to it. It begins with the log, so that this is seldom.
            var before = files.State;
            try
            {
                read(opened);
            }
            catch (SqliteException) when (files.State != before)
            {
                return false;
            }

            return files.State == before;
        }
    }

    private static LogDatabase OpenCopy(string path)
    {
        var folder = Directory.CreateTempSubdirectory("claudeonomics-").FullName;
        try
        {
            var opened = Open(new DatabaseFiles(path).CopyTo(folder), SqliteOpenMode.ReadWrite, folder);
            if (!OperatingSystem.IsWindows())
            {
                // Its files are open: without names they are gone whenever this process ends, however it ends.
                Directory.Delete(folder, recursive: true);
            }

            return opened;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static LogDatabase Open(string source, SqliteOpenMode mode, string? folder)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false, DefaultTimeout = PatienceSeconds };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            var opened = new LogDatabase(connection, folder);
            opened.Run("BEGIN");
            opened.Run("SELECT COUNT(*) FROM sqlite_master");
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Run(string sql)
    {
        using var command = Command(sql, []);
        command.ExecuteScalar();
    }

    private bool Any(string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar() is not null;
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var number = 1; number <= values.Length; number++)
        {
            command.Parameters.AddWithValue($"${number}", values[number - 1]);
        }

        return command;
    }
}

/// <summary>Takes one row of a query.</summary>
public delegate void RowTaker(in DatabaseRow row);
