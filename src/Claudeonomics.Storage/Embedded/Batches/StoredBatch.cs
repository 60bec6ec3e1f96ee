using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.Storage.Embedded.Batches;

/// <summary>A row of <c>ledger_batch</c>.</summary>
/// <param name="ReceivedMs">When it was received, milliseconds since 1970 UTC.</param>
/// <param name="FirstMs">Earliest fact.</param>
/// <param name="LastMs">Latest fact.</param>
internal sealed record StoredBatch(
    long Sequence, long ReceivedMs, int Facts, long FirstMs, long LastMs, int Format, byte[] PreviousHash, byte[] Hash, byte[] Body)
{
    public const int HashLength = 32;

    /// <summary>What the first batch names as its predecessor.</summary>
    public static byte[] NoPredecessor { get; } = new byte[HashLength];

    /// <summary>SHA-256 over everything in the row but the hash itself.</summary>
    public static byte[] ComputeHash(
        ReadOnlySpan<byte> previousHash, long sequence, long receivedMs, int facts, long firstMs, long lastMs, int format, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[HashLength + 40];
        previousHash.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head[32..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(head[40..], receivedMs);
        BinaryPrimitives.WriteInt32LittleEndian(head[48..], facts);
        BinaryPrimitives.WriteInt64LittleEndian(head[52..], firstMs);
        BinaryPrimitives.WriteInt64LittleEndian(head[60..], lastMs);
        BinaryPrimitives.WriteInt32LittleEndian(head[68..], format);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    public static StoredBatch From(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5),
        row.GetFieldValue<byte[]>(6), row.GetFieldValue<byte[]>(7), row.GetFieldValue<byte[]>(8));

    public bool HasItsHash() => ComputeHash(PreviousHash, Sequence, ReceivedMs, Facts, FirstMs, LastMs, Format, Body).AsSpan().SequenceEqual(Hash);
}
