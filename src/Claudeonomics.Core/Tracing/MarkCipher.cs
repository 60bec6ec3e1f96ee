using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Claudeonomics.Core.Tracing;

/// <summary>Marks as words of <see cref="WordBits"/> bits that nobody without the key can read, make, or tell from chance.</summary>
/// <remarks>
/// A word is the mark with <see cref="CheckBits"/> zeros behind it, permuted as a whole by a Feistel network whose rounds are HMAC-SHA-256. A word that
/// was not made with the key comes out with a tail of chance: it passes for a mark once in 2^36, whatever it is and however it came about.
/// </remarks>
public sealed class MarkCipher
{
    public const int CheckBits = 36;
    public const int WordBits = ViewMark.ViewerBits + ViewMark.SlotBits + CheckBits;

    private const int HalfBits = WordBits / 2;
    private const ulong HalfMask = (1UL << HalfBits) - 1;
    private const int Rounds = 8;

    private readonly byte[] _key;

    /// <param name="key">32 bytes that only the server knows.</param>
    public MarkCipher(ReadOnlySpan<byte> key) => _key = HMACSHA256.HashData(key, "claudeonomics/view-mark/word"u8);

    /// <summary>The word of a mark.</summary>
    public UInt128 Seal(ViewMark mark)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mark.Viewer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(mark.Viewer, ViewMark.Viewers);
        ArgumentOutOfRangeException.ThrowIfNegative(mark.Slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(mark.Slot, ViewMark.Slots);
        var plain = ((UInt128)(uint)mark.Viewer << ViewMark.SlotBits | (uint)mark.Slot) << CheckBits;
        var (left, right) = Halves(plain);
        for (var round = 0; round < Rounds; round++)
        {
            (left, right) = (right, left ^ Mixed(round, right));
        }

        return (UInt128)left << HalfBits | right;
    }

    /// <summary>The mark of a word; <see langword="null"/> for a word that no mark has.</summary>
    public ViewMark? Open(UInt128 word)
    {
        var (left, right) = Halves(word);
        for (var round = Rounds - 1; round >= 0; round--)
        {
            (left, right) = (right ^ Mixed(round, left), left);
        }

        var plain = (UInt128)left << HalfBits | right;
        return (plain & (((UInt128)1 << CheckBits) - 1)) == 0
            ? new ViewMark((int)(plain >> (CheckBits + ViewMark.SlotBits)), (int)((plain >> CheckBits) & (ViewMark.Slots - 1)))
            : null;
    }

    private static (ulong Left, ulong Right) Halves(UInt128 word) => ((ulong)(word >> HalfBits & HalfMask), (ulong)(word & HalfMask));

    private ulong Mixed(int round, ulong half)
    {
        Span<byte> input = stackalloc byte[9];
        input[0] = (byte)round;
        BinaryPrimitives.WriteUInt64LittleEndian(input[1..], half);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, input, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash) & HalfMask;
    }
}
