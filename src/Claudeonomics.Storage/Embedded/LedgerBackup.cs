using Microsoft.Data.Sqlite;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Copies the ledger while it is being written.</summary>
internal static class LedgerBackup
{
    /// <summary>Writes a whole, consistent copy: everything committed before the call and nothing half.</summary>
    /// <param name="target">A file that does not exist.</param>
    public static void Copy(LedgerConnection source, string target)
    {
        if (File.Exists(target))
        {
            throw new IOException($"{target} is there already; a backup never overwrites.");
        }

        // One step copies within one read transaction, so commits made meanwhile are not in it and do not start it over.
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString());
        copy.Open();
        source.Connection.BackupDatabase(copy);
    }
}
