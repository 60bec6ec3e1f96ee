using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>The last eight bytes of every block: the beginning of a SHA-256 over the block and its place.</summary>
/// <remarks>SQLite keeps no checksums, so that a byte which flipped at rest would come back as another number of tokens.</remarks>
internal static class BlockSum
{
    private const int Length = 8;

    /// <returns>A block's rows with their sum, as it is stored.</returns>
    public static byte[] Close(int day, RollupKind kind, long segment, long firstKey, ReadOnlySpan<byte> rows)
    {
        var block = new byte[rows.Length + Length];
        rows.CopyTo(block);
        Compute(day, kind, segment, firstKey, rows, block.AsSpan(rows.Length));
        return block;
    }

    /// <returns>The rows of a stored block.</returns>
    /// <exception cref="InvalidDataException">The block is not what was stored there.</exception>
    public static ReadOnlySpan<byte> Open(int day, RollupKind kind, long segment, long firstKey, ReadOnlySpan<byte> block)
    {
        Span<byte> sum = stackalloc byte[Length];
        if (block.Length >= Length)
        {
            Compute(day, kind, segment, firstKey, block[..^Length], sum);
        }

        return block.Length >= Length && block[^Length..].SequenceEqual(sum)
            ? block[..^Length]
            : throw new InvalidDataException(
                $"Roll-ups of {DateOnly.FromDayNumber(day):yyyy-MM-dd} ({kind}) are damaged: the file was changed at rest. Restore a backup.");
    }

    private static void Compute(int day, RollupKind kind, long segment, long firstKey, ReadOnlySpan<byte> rows, Span<byte> sum)
    {
        Span<byte> place = stackalloc byte[21];
        BinaryPrimitives.WriteInt32LittleEndian(place, day);
        place[4] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(place[5..], firstKey);

        // While segments are merged, the new one's number is negative.
        BinaryPrimitives.WriteInt64LittleEndian(place[13..], Math.Abs(segment));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(place);
        hash.AppendData(rows);
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(whole);
        whole[..Length].CopyTo(sum);
    }
}
