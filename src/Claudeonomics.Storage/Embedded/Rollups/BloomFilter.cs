using System.Buffers.Binary;
using System.Numerics;

namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>Tells quickly that a key is not in a set: never a wrong "no", about one wrong "maybe" in a hundred.</summary>
/// <remarks>Ten to twenty bits and six probes a key, at most 256 MiB.</remarks>
internal sealed class BloomFilter
{
    private const int BitsPerKey = 10;
    private const int Probes = 6;

    private readonly ulong[] _words;

    public BloomFilter(int keys)
    {
        var bits = BitOperations.RoundUpToPowerOf2((ulong)Math.Max(64, (long)keys * BitsPerKey));
        _words = new ulong[Math.Min(bits, 1UL << 31) / 64];
    }

    private BloomFilter(ulong[] words) => _words = words;

    public static BloomFilter FromBytes(ReadOnlySpan<byte> bytes)
    {
        var words = new ulong[bytes.Length / 8];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
        }

        return new(words);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[_words.Length * 8];
        for (var i = 0; i < _words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), _words[i]);
        }

        return bytes;
    }

    public void Add(ulong key)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = Bit(key, probe);
            _words[bit >> 6] |= 1UL << (int)(bit & 63);
        }
    }

    public bool MayContain(ulong key)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = Bit(key, probe);
            if ((_words[bit >> 6] & (1UL << (int)(bit & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // The keys are hashes; two halves of one make as many probes as are needed (Kirsch and Mitzenmacher, 2006).
    private uint Bit(ulong key, int probe)
    {
        unchecked
        {
            return ((uint)key + ((uint)probe * (uint)((key >> 32) | 1))) & ((uint)(_words.Length * 64) - 1);
        }
    }
}
