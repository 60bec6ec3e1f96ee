using System.Buffers.Binary;

namespace Claudeonomics.Core.Pictures;

/// <summary>What scans of a JPEG are read by; later segments replace earlier ones.</summary>
internal sealed class JpegTables
{
    private static readonly byte[] ZigZag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    private readonly ushort[]?[] _quantization = new ushort[4][];
    private readonly Huffman?[] _huffman = new Huffman[8];

    /// <summary>The place of the n-th coefficient of a block, row by row.</summary>
    public static int PlaceOf(int index) => ZigZag[index];

    public Huffman Dc(int table) => _huffman[table & 3] ?? throw new PictureException("a JPEG that lacks a code table");

    public Huffman Ac(int table) => _huffman[4 + (table & 3)] ?? throw new PictureException("a JPEG that lacks a code table");

    /// <summary>Steps of a plane's coefficients, in the order of rows.</summary>
    public ushort[] Quantization(int table) => _quantization[table & 3] ?? throw new PictureException("a JPEG that lacks a quantization table");

    public void ReadQuantization(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var (isWide, table) = (body[0] >> 4 != 0, body[0] & 3);
            var size = isWide ? 128 : 64;
            if (body.Length < 1 + size)
            {
                throw JpegReader.Short();
            }

            var steps = new ushort[64];
            for (var i = 0; i < 64; i++)
            {
                steps[ZigZag[i]] = isWide ? BinaryPrimitives.ReadUInt16BigEndian(body[(1 + i * 2)..]) : body[1 + i];
            }

            _quantization[table] = steps;
            body = body[(1 + size)..];
        }
    }

    public void ReadHuffman(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            if (body.Length < 17)
            {
                throw JpegReader.Short();
            }

            var count = 0;
            foreach (var codes in body.Slice(1, 16))
            {
                count += codes;
            }

            if (count > 256 || body.Length < 17 + count)
            {
                throw JpegReader.Short();
            }

            _huffman[(body[0] >> 4 & 1) * 4 + (body[0] & 3)] = new(body.Slice(1, 16), body.Slice(17, count));
            body = body[(17 + count)..];
        }
    }

    /// <summary>A code, shortest words first.</summary>
    internal sealed class Huffman
    {
        private readonly int[] _firstCode = new int[17];
        private readonly int[] _firstValue = new int[17];
        private readonly int[] _count = new int[17];
        private readonly byte[] _values;

        public Huffman(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
        {
            _values = values.ToArray();
            var (code, value) = (0, 0);
            for (var length = 1; length <= 16; length++)
            {
                (_firstCode[length], _firstValue[length], _count[length]) = (code, value, counts[length - 1]);
                code = (code + counts[length - 1]) << 1;
                value += counts[length - 1];
            }
        }

        public int Read(ref JpegBits bits)
        {
            var code = 0;
            for (var length = 1; length <= 16; length++)
            {
                code = code << 1 | bits.Read(1);
                if (code - _firstCode[length] < _count[length] && code >= _firstCode[length])
                {
                    return _values[_firstValue[length] + code - _firstCode[length]];
                }
            }

            // What fills the last byte of a file that ends early is no word of the code.
            return bits.Missing > 0 ? 0 : throw new PictureException("a damaged JPEG");
        }
    }
}

/// <summary>Bits of a scan, the highest first, up to the next marker; zeros after it.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private uint _held;
    private int _count;

    /// <summary>Where the next byte is.</summary>
    public int Position { get; private set; }

    /// <summary>How many zeros were made up since the data ended.</summary>
    public int Missing { get; private set; }

    /// <param name="count">0 to 16.</param>
    public int Read(int count)
    {
        while (_count < count)
        {
            _held = _held << 8 | NextByte();
            _count += 8;
        }

        _count -= count;
        return (int)((_held >> _count) & ((1u << count) - 1));
    }

    /// <summary>A number of so many bits whose first bit is its sign (T.81, F.2.2.1).</summary>
    public int ReadSigned(int count)
    {
        var value = Read(count);
        return count == 0 || value >= 1 << (count - 1) ? value : value - (1 << count) + 1;
    }

    /// <summary>Passes a restart marker; what was left of the byte before is filling.</summary>
    public void Restart()
    {
        (_held, _count) = (0, 0);
        if (Position + 1 < _data.Length && _data[Position] == 0xFF && _data[Position + 1] is >= 0xD0 and <= 0xD7)
        {
            Position += 2;
        }
    }

    private byte NextByte()
    {
        if (Position >= _data.Length || (_data[Position] == 0xFF && (Position + 1 >= _data.Length || _data[Position + 1] != 0)))
        {
            Missing++;
            return 0;
        }

        var value = _data[Position];
        Position += value == 0xFF ? 2 : 1;
        return value;
    }
}
