namespace Claudeonomics.Core.Pictures;

/// <summary>One pass over a JPEG's planes: whole coefficients of some of them, or more bits of a band of them (T.81, F.2 and G.2).</summary>
internal sealed class JpegScan
{
    // Bytes that may be missing before a scan that ended early is given up: what is left stays grey.
    private const int MostMissing = 64;

    private readonly JpegFrame _frame;
    private readonly (JpegComponent Component, JpegTables.Huffman? Dc, JpegTables.Huffman? Ac)[] _planes;
    private readonly int[] _lastDc;
    private readonly int _first;
    private readonly int _last;
    private readonly int _high;
    private readonly int _low;
    private readonly int _restart;
    private int _bandEnds;

    public JpegScan(JpegFrame frame, JpegTables tables, ReadOnlySpan<byte> header, int restart)
    {
        (_frame, _restart) = (frame, restart);
        if (header.IsEmpty || header[0] is 0 or > 3 || header.Length < 4 + header[0] * 2)
        {
            throw JpegReader.Short();
        }

        var count = header[0];
        var band = header[(1 + count * 2)..];
        (_first, _last, _high, _low) = frame.IsProgressive ? (band[0], band[1], band[2] >> 4, band[2] & 15) : (0, 63, 0, 0);
        if (_first > _last || _last > 63 || _low > 13 || (frame.IsProgressive && _first == 0 && _last > 0) || (_first > 0 && count > 1))
        {
            throw new PictureException("a JPEG with a scan of an unknown kind");
        }

        _planes = new (JpegComponent, JpegTables.Huffman?, JpegTables.Huffman?)[count];
        _lastDc = new int[count];
        for (var i = 0; i < count; i++)
        {
            var (id, codes) = (header[1 + i * 2], header[2 + i * 2]);
            var component = frame.Components.FirstOrDefault(component => component.Id == id) ?? throw new PictureException("a JPEG with a scan of an unknown plane");
            _planes[i] = (component, _first == 0 && _high == 0 ? tables.Dc(codes >> 4) : null, _last > 0 ? tables.Ac(codes & 15) : null);
        }
    }

    /// <param name="data">What follows the scan's header.</param>
    /// <returns>How much of it is the scan's.</returns>
    public int Decode(ReadOnlySpan<byte> data)
    {
        var bits = new JpegBits(data);
        var (alone, _, _) = _planes[0];
        var isAlone = _planes.Length == 1;
        var units = isAlone ? alone.Columns * alone.Rows : _frame.UnitsAcross * _frame.UnitsDown;
        for (var unit = 0; unit < units && bits.Missing < MostMissing; unit++)
        {
            if (_restart > 0 && unit > 0 && unit % _restart == 0)
            {
                bits.Restart();
                Array.Clear(_lastDc);
                _bandEnds = 0;
            }

            if (isAlone)
            {
                DecodeBlock(ref bits, 0, unit % alone.Columns, unit / alone.Columns);
            }
            else
            {
                DecodeUnit(ref bits, unit % _frame.UnitsAcross, unit / _frame.UnitsAcross);
            }
        }

        return bits.Position;
    }

    private void DecodeUnit(ref JpegBits bits, int across, int down)
    {
        for (var plane = 0; plane < _planes.Length; plane++)
        {
            var component = _planes[plane].Component;
            for (var y = 0; y < component.Vertical; y++)
            {
                for (var x = 0; x < component.Horizontal; x++)
                {
                    DecodeBlock(ref bits, plane, across * component.Horizontal + x, down * component.Vertical + y);
                }
            }
        }
    }

    private void DecodeBlock(ref JpegBits bits, int plane, int column, int row)
    {
        var (component, dc, ac) = _planes[plane];
        var block = component.Coefficients.AsSpan((row * component.Stride + column) * 64, 64);
        if (_first == 0)
        {
            if (dc is not null)
            {
                _lastDc[plane] = Bounded(_lastDc[plane] + bits.ReadSigned(dc.Read(ref bits) & 15));
                block[0] = Bounded(_lastDc[plane] << _low);
            }
            else
            {
                block[0] |= (short)(bits.Read(1) << _low);
            }
        }

        if (ac is null)
        {
            return;
        }

        if (_high == 0)
        {
            FirstBits(ref bits, block, ac);
        }
        else
        {
            MoreBits(ref bits, block, ac);
        }
    }

    private void FirstBits(ref JpegBits bits, Span<short> block, JpegTables.Huffman ac)
    {
        if (_bandEnds > 0)
        {
            _bandEnds--;
            return;
        }

        for (var index = Math.Max(1, _first); index <= _last; index++)
        {
            var code = ac.Read(ref bits);
            var (zeros, size) = (code >> 4, code & 15);
            if (size == 0 && zeros < 15)
            {
                _bandEnds = (1 << zeros) + bits.Read(zeros) - 1;
                return;
            }

            index += zeros;
            if (size > 0 && index <= _last)
            {
                block[JpegTables.PlaceOf(index)] = Bounded(bits.ReadSigned(size) << _low);
            }
        }
    }

    // The next lower bit of coefficients that are known to be there, and new ones between them.
    private void MoreBits(ref JpegBits bits, Span<short> block, JpegTables.Huffman ac)
    {
        var bit = (short)(1 << _low);
        var index = _first;
        if (_bandEnds == 0)
        {
            for (; index <= _last; index++)
            {
                var code = ac.Read(ref bits);
                var (zeros, size) = (code >> 4, code & 15);
                if (size == 0 && zeros < 15)
                {
                    _bandEnds = (1 << zeros) + bits.Read(zeros);
                    break;
                }

                var fresh = size == 0 ? (short)0 : bits.Read(1) == 1 ? bit : (short)-bit;
                index = PassOver(ref bits, block, index, zeros, bit);
                if (fresh != 0 && index <= _last)
                {
                    block[JpegTables.PlaceOf(index)] = fresh;
                }
            }
        }

        if (_bandEnds > 0)
        {
            PassOver(ref bits, block, index, int.MaxValue, bit);
            _bandEnds--;
        }
    }

    /// <returns>The place of the zero after so many zeros; past the band when there is none.</returns>
    private int PassOver(ref JpegBits bits, Span<short> block, int index, int zeros, short bit)
    {
        for (; index <= _last; index++)
        {
            ref var known = ref block[JpegTables.PlaceOf(index)];
            if (known != 0)
            {
                if (bits.Read(1) == 1 && (known & bit) == 0)
                {
                    known = Bounded(known + (known > 0 ? bit : -bit));
                }
            }
            else if (zeros-- == 0)
            {
                break;
            }
        }

        return index;
    }

    // Damaged files count past what a coefficient can be.
    private static short Bounded(int value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);
}
