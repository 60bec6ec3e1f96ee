using Claudeonomics.Core.Ledger;
using Claudeonomics.Storage.Embedded.Batches;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.Storage.Embedded;

/// <summary>What can be done with a ledger's files without taking the ledger: also while a server has it.</summary>
public static class LedgerFiles
{
    /// <summary>Whether a directory holds a ledger.</summary>
    public static bool AreIn(string directory) => File.Exists(LedgerConnection.FileIn(directory));

    /// <summary>Reads the whole chain, as <see cref="IUsageLedger.VerifyAsync"/> does.</summary>
    /// <exception cref="FileNotFoundException">There is no ledger in the directory.</exception>
    public static LedgerVerification Verify(
        string directory, KeptHead? expected, DateTimeOffset now, CancellationToken cancellationToken)
    {
        RequireIn(directory);
        using var key = SigningKey.OpenOrCreate(directory);
        try
        {
            using var connection = LedgerConnection.OpenToRead(LedgerConnection.FileIn(directory));
            return LedgerVerifier.Verify(connection, key, expected, now, cancellationToken);
        }
        catch (Exception damaged) when (LedgerConnection.IsDamage(damaged))
        {
            return new(false, 0, 0, new(0, Convert.ToHexStringLower(StoredBatch.NoPredecessor)), 1, $"The file cannot be read: {damaged.Message}", now);
        }
    }

    /// <summary>Copies everything committed so far, with the key that signs its heads.</summary>
    /// <param name="target">A directory without a ledger; made when it is not there.</param>
    /// <exception cref="FileNotFoundException">There is no ledger in the directory.</exception>
    /// <exception cref="IOException">The target holds a ledger already.</exception>
    public static void Copy(string directory, string target)
    {
        RequireIn(directory);
        Directory.CreateDirectory(target);
        using var connection = LedgerConnection.OpenToRead(LedgerConnection.FileIn(directory));
        LedgerBackup.Copy(connection, LedgerConnection.FileIn(target));
        File.Copy(SigningKey.FileIn(directory), SigningKey.FileIn(target));
    }

    private static void RequireIn(string directory)
    {
        if (!AreIn(directory) || !File.Exists(SigningKey.FileIn(directory)))
        {
            throw new FileNotFoundException($"There is no ledger in '{directory}'.");
        }
    }
}
