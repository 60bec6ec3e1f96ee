using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Claudeonomics.Storage.Control;

/// <summary>The store of control: read through a context, changed by one writer at a time.</summary>
public sealed class ControlDatabase : IDisposable
{
    public const string FileName = "control.db";

    private const string BeforeUpgrade = ".before-upgrade-from-";

    // SQLite has one writer. Waiting here instead of in SQLite's busy loop keeps changes and what is remembered of them in one order.
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly PooledDbContextFactory<ControlContext> _contexts;
    private readonly string _connectionString;
    private readonly string _file;

    private ControlDatabase(string file)
    {
        _file = Path.GetFullPath(file);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true }.ToString();
        _contexts = new(new DbContextOptionsBuilder<ControlContext>()
            .UseSqlite(_connectionString)
            .AddInterceptors(new Pragmas())
            .Options);
    }

    /// <summary>Opens a file, creating or upgrading it.</summary>
    /// <exception cref="ControlSchemaException">The file is of a later version than this program knows.</exception>
    public static ControlDatabase Open(string file) => Open(file, ControlSchema.Steps);

    internal static ControlDatabase Open(string file, IReadOnlyList<SchemaStep> steps)
    {
        var database = new ControlDatabase(file);
        using var connection = database.Connect();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA journal_mode = WAL";
            command.ExecuteNonQuery();
        }

        ControlSchema.Upgrade(connection, steps, version => $"{file}{BeforeUpgrade}{version}");
        return database;
    }

    /// <summary>A context for reading. Several may read at once, also while somebody writes.</summary>
    public ControlContext Read()
    {
        var context = _contexts.CreateDbContext();
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return context;
    }

    /// <summary>Makes one change durable, or none of it.</summary>
    /// <param name="change">Edits the context; saving and committing is done here.</param>
    /// <param name="committed">Runs after the commit and before the next change, for what is remembered in memory.</param>
    /// <param name="cancellationToken">Stops the waiting, not the change.</param>
    public async Task<T> ChangeAsync<T>(
        Func<ControlContext, Task<T>> change, Action<ControlContext, T> committed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(committed);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var context = _contexts.CreateDbContext();
            await using var transaction = await context.Database.BeginTransactionAsync(CancellationToken.None);
            var result = await change(context);
            await context.SaveChangesAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            committed(context, result);
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc cref="ChangeAsync"/>
    /// <remarks>For callers that have no place to wait without a thread: the intake registers an identity between two records.</remarks>
    public T Change<T>(Func<ControlContext, T> change, Action<ControlContext, T> committed)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(committed);
        _writing.Wait();
        try
        {
            using var context = _contexts.CreateDbContext();
            using var transaction = context.Database.BeginTransaction();
            var result = change(context);
            context.SaveChanges();
            transaction.Commit();
            committed(context, result);
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Copies everything committed so far; also while a server has the file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void Copy(string file, string target)
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"There is no control store '{file}'.");
        }

        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        ControlSchema.CopyTo(connection, target);
    }

    /// <summary>Writes the file anew, empties the log beside it and deletes the copies that upgrades left there: what was deleted could be read in all of them.</summary>
    /// <remarks>Zeroes are written over what is deleted anyway, but not over what a page still holds of a row that was moved to another. Some seconds for the largest
    /// company, in which no change is made.</remarks>
    public async Task ForgetDeletedAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            ForgetDeleted();
        }
        finally
        {
            _writing.Release();
        }
    }

    private void ForgetDeleted()
    {
        foreach (var copy in Directory.EnumerateFiles(Path.GetDirectoryName(_file)!, Path.GetFileName(_file) + BeforeUpgrade + "*"))
        {
            File.Delete(copy);
        }

        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        using (var connection = new SqliteConnection(_connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        _writing.Dispose();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Pragmas.Set(connection);
        return connection;
    }

    /// <summary>Settings that SQLite keeps per connection.</summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Set(connection);
            return Task.CompletedTask;
        }

        // FULL: a commit is on disk before it returns. secure_delete: what is erased is overwritten, not just forgotten.
        public static void Set(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000";
            command.ExecuteNonQuery();
        }
    }
}
