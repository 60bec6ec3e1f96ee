using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Signs heads of a chain with a key of the store's own (ECDSA, P-256), so that a history recomputed elsewhere is told apart.</summary>
/// <remarks>Who has both the file and the key can forge a head; a head that was kept elsewhere still shows it.</remarks>
internal sealed class SigningKey : IDisposable
{
    private const string LedgerPurpose = "claudeonomics ledger head 1";

    private readonly ECDsa _key;
    private readonly byte[] _purpose;

    private SigningKey(ECDsa key, string purpose) => (_key, _purpose) = (key, Encoding.ASCII.GetBytes(purpose));

    public static string FileIn(string directory) => Path.Combine(directory, "ledger-signing-key.pem");

    /// <summary>Reads the key, or makes one that only this user may read.</summary>
    /// <param name="purpose">Part of what is signed, so that a head of one chain is none of another.</param>
    public static SigningKey OpenOrCreate(string directory, string purpose = LedgerPurpose)
    {
        var file = FileIn(directory);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(file))
        {
            key.ImportFromPem(File.ReadAllText(file));
            return new(key, purpose);
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, Encoding.ASCII, options);
        writer.Write(key.ExportPkcs8PrivateKeyPem());
        return new(key, purpose);
    }

    public byte[] Sign(long sequence, ReadOnlySpan<byte> hash, long atMs) => _key.SignData(Statement(sequence, hash, atMs), HashAlgorithmName.SHA256);

    public bool IsSignatureOf(ReadOnlySpan<byte> signature, long sequence, ReadOnlySpan<byte> hash, long atMs) =>
        _key.VerifyData(Statement(sequence, hash, atMs), signature, HashAlgorithmName.SHA256);

    public void Dispose() => _key.Dispose();

    private byte[] Statement(long sequence, ReadOnlySpan<byte> hash, long atMs)
    {
        var statement = new byte[_purpose.Length + 16 + hash.Length];
        _purpose.CopyTo(statement, 0);
        BinaryPrimitives.WriteInt64LittleEndian(statement.AsSpan(_purpose.Length), sequence);
        BinaryPrimitives.WriteInt64LittleEndian(statement.AsSpan(_purpose.Length + 8), atMs);
        hash.CopyTo(statement.AsSpan(_purpose.Length + 16));
        return statement;
    }
}
