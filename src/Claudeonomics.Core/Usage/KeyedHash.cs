using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Claudeonomics.Core.Usage;

/// <summary>SipHash-2-4 under a key of the company's own: how conversation, request and device ids are kept.</summary>
/// <remarks>
/// The same id always gives the same number, in every source, and without the key nobody can tell which id a number stands for
/// or craft two ids that collide. Never 0, which means "the source has none".
/// Source: J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF", 2012, with its test vectors in the tests.
/// </remarks>
public sealed class KeyedHash
{
    private readonly ulong _k0;
    private readonly ulong _k1;

    /// <param name="key">16 bytes.</param>
    public KeyedHash(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, 16);
        _k0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        _k1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]);
    }

    /// <returns>The hash of the id's UTF-8 bytes; 0 only for an empty id.</returns>
    public ulong Of(ReadOnlySpan<byte> id)
    {
        if (id.IsEmpty)
        {
            return 0;
        }

        var hash = SipHash24(id);
        return hash == 0 ? 1 : hash;
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{byte})"/>
    public ulong Of(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Of(Encoding.UTF8.GetBytes(id));
    }

    internal ulong SipHash24(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            var v0 = _k0 ^ 0x736f6d6570736575UL;
            var v1 = _k1 ^ 0x646f72616e646f6dUL;
            var v2 = _k0 ^ 0x6c7967656e657261UL;
            var v3 = _k1 ^ 0x7465646279746573UL;
            var last = (ulong)data.Length << 56;
            while (data.Length >= 8)
            {
                var word = MemoryMarshal.Read<ulong>(data);
                v3 ^= word;
                Round(ref v0, ref v1, ref v2, ref v3);
                Round(ref v0, ref v1, ref v2, ref v3);
                v0 ^= word;
                data = data[8..];
            }

            for (var i = 0; i < data.Length; i++)
            {
                last |= (ulong)data[i] << (8 * i);
            }

            v3 ^= last;
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= last;
            v2 ^= 0xff;
            for (var i = 0; i < 4; i++)
            {
                Round(ref v0, ref v1, ref v2, ref v3);
            }

            return v0 ^ v1 ^ v2 ^ v3;
        }
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        unchecked
        {
            v0 += v1;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v3;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
