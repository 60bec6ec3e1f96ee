using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Claudeonomics.Server.Web.Board;

/// <summary>A page rendered once for everybody, with places where each viewer's own parts go.</summary>
/// <remarks>
/// The parts between those places are kept as plain bytes and as deflate blocks that stand for themselves (flushed, not
/// finished, with a history of their own). A gzip body is then a header, these blocks with each viewer's bytes stored
/// uncompressed between them, and a checksum combined from theirs: nothing is compressed per request.
/// </remarks>
internal sealed class PageBody
{
    private const int LargestStoredBlock = ushort.MaxValue;
    private const int StoredBlockHeader = 5;
    private const int Trailer = 8;

    private readonly byte[][] _plain;
    private readonly byte[][] _deflated;
    private readonly uint[] _checksums;
    private readonly Crc32.Shift[] _shifts;
    private readonly int _plainLength;
    private readonly int _deflatedLength;

    public PageBody(IReadOnlyList<string> parts)
    {
        _plain = [.. parts.Select(Encoding.UTF8.GetBytes)];
        _deflated = [.. _plain.Select(Deflate)];
        _checksums = [.. _plain.Select(static part => Crc32.Of(part))];
        _shifts = [.. _plain.Select(static part => new Crc32.Shift(part.Length))];
        _plainLength = _plain.Sum(static part => part.Length);
        _deflatedLength = _deflated.Sum(static part => part.Length);
    }

    // Magic number, deflate, no flags, no time, no extra flags, unknown system.
    private static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    // An empty block with fixed codes, marked as the last.
    private static ReadOnlySpan<byte> FinalBlock => [3, 0];

    /// <summary>The page for one viewer: everything that depends on them alone is worked out here, once.</summary>
    /// <param name="own">The viewer's parts, in the order of their places.</param>
    public ViewerBody With(byte[][] own)
    {
        var checksum = 0u;
        for (var i = 0; i < _plain.Length; i++)
        {
            checksum = _shifts[i].Apply(checksum) ^ _checksums[i];
            checksum = i < own.Length ? Crc32.Of(own[i], checksum) : checksum;
        }

        return new(this, own, checksum);
    }

    /// <summary>A page with one viewer's parts in their places.</summary>
    internal sealed class ViewerBody
    {
        private readonly PageBody _body;
        private readonly byte[][] _own;

        public ViewerBody(PageBody body, byte[][] own, uint checksum)
        {
            (_body, _own, Checksum) = (body, own, checksum);
            PlainLength = body._plainLength + own.Sum(static part => part.Length);
            GzipLength = Header.Length + body._deflatedLength + own.Sum(static part => StoredLength(part.Length)) + FinalBlock.Length + Trailer;
        }

        /// <summary>CRC-32 of the plain page.</summary>
        public uint Checksum { get; }

        public int PlainLength { get; }

        public int GzipLength { get; }

        /// <summary>Writes the page as it is.</summary>
        public void WritePlain(IBufferWriter<byte> writer)
        {
            for (var i = 0; i < _body._plain.Length; i++)
            {
                writer.Write(_body._plain[i]);
                if (i < _own.Length)
                {
                    writer.Write(_own[i]);
                }
            }
        }

        /// <summary>Writes the page as one gzip member (RFC 1952).</summary>
        public void WriteGzip(IBufferWriter<byte> writer)
        {
            writer.Write(Header);
            for (var i = 0; i < _body._deflated.Length; i++)
            {
                writer.Write(_body._deflated[i]);
                if (i < _own.Length)
                {
                    WriteStored(writer, _own[i]);
                }
            }

            writer.Write(FinalBlock);
            Span<byte> trailer = stackalloc byte[Trailer];
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, Checksum);
            BinaryPrimitives.WriteInt32LittleEndian(trailer[4..], PlainLength);
            writer.Write(trailer);
        }
    }

    private static int StoredLength(int length) =>
        length + (length + LargestStoredBlock - 1) / LargestStoredBlock * StoredBlockHeader;

    private static void WriteStored(IBufferWriter<byte> writer, ReadOnlySpan<byte> part)
    {
        Span<byte> header = stackalloc byte[StoredBlockHeader];
        while (!part.IsEmpty)
        {
            var length = Math.Min(part.Length, LargestStoredBlock);
            header[0] = 0;
            BinaryPrimitives.WriteUInt16LittleEndian(header[1..], (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(header[3..], (ushort)(ushort.MaxValue - length));
            writer.Write(header);
            writer.Write(part[..length]);
            part = part[length..];
        }
    }

    private static byte[] Deflate(byte[] part)
    {
        using var buffer = new MemoryStream();
        using var deflate = new DeflateStream(buffer, CompressionLevel.Optimal);
        deflate.Write(part);
        // Ends on a byte boundary with an empty stored block, so that other blocks can follow.
        deflate.Flush();
        return buffer.ToArray();
    }
}
