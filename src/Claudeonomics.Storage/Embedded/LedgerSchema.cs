using System.Globalization;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Makes the ledger's tables, and brings those of an earlier release up to date.</summary>
/// <remarks>
/// The schema's number stands in the file (<c>user_version</c>). A step from n to n+1 is a statement file <c>UpgradeTo{n+1}.sql</c>,
/// run after the file was copied beside itself. Batches are never rewritten: each says its own format.
/// </remarks>
internal static class LedgerSchema
{
    public const int Current = 1;

    public static void Ensure(LedgerConnection connection, string file)
    {
        var version = VersionOf(connection);
        if (version > Current)
        {
            throw new InvalidDataException(
                $"{file} was written by a later release (schema {version}; this one knows {Current}). Start that release, or restore a backup.");
        }

        if (version == 0)
        {
            connection.InTransaction(() =>
            {
                connection.Execute(SqlText.Of("Embedded", "CreateSchema"));
                SetVersion(connection, Current);
            });
            return;
        }

        for (; version < Current; version++)
        {
            LedgerBackup.Copy(connection, string.Create(CultureInfo.InvariantCulture, $"{file}.schema{version}.bak"));
            var step = version + 1;
            connection.InTransaction(() =>
            {
                connection.Execute(SqlText.Of("Embedded", string.Create(CultureInfo.InvariantCulture, $"UpgradeTo{step}")));
                SetVersion(connection, step);
            });
        }
    }

    private static int VersionOf(LedgerConnection connection)
    {
        using var command = connection.Connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void SetVersion(LedgerConnection connection, int version) =>
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));
}
