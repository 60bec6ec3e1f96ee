using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Claudeonomics.Storage.Embedded;

/// <summary>A digest over everything in the file that neither the chain nor a block's own sum covers: names, prices, positions, where the chain begins, and how many blocks there are.</summary>
/// <remarks>
/// Written in every transaction that changes one of them. Opening compares the digest, so that a flipped byte stops the start instead of
/// renaming a model; verification asks for its signature too, so that an edit by somebody without the key is found.
/// </remarks>
internal static class LedgerSeal
{
    private const string Key = "seal";

    // A seal is signed as a head of a number that no batch has.
    private const long NoBatch = -1;

    private static readonly string[] Sealed =
        ["ReadSealedMeta", "ReadCheckpoint", "ReadDimensions", "ReadAgents", "ReadOrigins", "ReadPriceBooks", "ReadSegments", "CountBlocks", "ReadChainBeginning"];

    /// <summary>Part of the caller's transaction.</summary>
    public static void Write(LedgerConnection connection, SigningKey key)
    {
        var digest = DigestOf(connection);
        connection.Run("WriteMeta", ("@key", Key),
            ("@value", $"{Convert.ToHexStringLower(digest)}:{Convert.ToHexStringLower(key.Sign(NoBatch, digest, 0))}"));
    }

    /// <summary>Compares the digest.</summary>
    /// <param name="key">To check who sealed it; <see langword="null"/> to compare only.</param>
    /// <returns>What is wrong, or <see langword="null"/>. A store without a single batch need not be sealed yet.</returns>
    public static string? FindProblem(LedgerConnection connection, SigningKey? key)
    {
        var parts = ReadSeal(connection)?.Split(':');
        if (parts is null)
        {
            using var first = connection.Read("ReadFirstBatch");
            return first.Read() ? "Names, prices and roll-ups are not sealed." : null;
        }

        var digest = DigestOf(connection);
        if (parts.Length != 2 || parts[0] != Convert.ToHexStringLower(digest))
        {
            return "Names, prices or roll-ups are not those that were sealed: the file was damaged or changed.";
        }

        return key is null || IsSigned(key, digest, parts[1]) ? null : "Names, prices and roll-ups were not sealed by this store.";
    }

    private static bool IsSigned(SigningKey key, byte[] digest, string signature)
    {
        try
        {
            return key.IsSignatureOf(Convert.FromHexString(signature), NoBatch, digest, 0);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string? ReadSeal(LedgerConnection connection)
    {
        using var row = connection.Read("ReadMeta", ("@key", Key));
        return row.Read() ? row.GetString(0) : null;
    }

    private static byte[] DigestOf(LedgerConnection connection)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var statement in Sealed)
        {
            using var rows = connection.Read(statement);
            while (rows.Read())
            {
                for (var column = 0; column < rows.FieldCount; column++)
                {
                    var value = rows.GetValue(column) is byte[] bytes
                        ? Convert.ToHexString(bytes)
                        : Convert.ToString(rows.GetValue(column), CultureInfo.InvariantCulture)!;
                    hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{value.Length}:{value};")));
                }
            }

            hash.AppendData("\n"u8);
        }

        return hash.GetHashAndReset();
    }
}
