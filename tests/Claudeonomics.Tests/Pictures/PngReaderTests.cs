using System.Buffers.Binary;
using System.IO.Compression;
using Claudeonomics.Core.Pictures;

namespace Claudeonomics.Tests.Pictures;

public sealed class PngReaderTests
{
    private const int Width = 23;
    private const int Height = 11;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Read_AnyFilter_IsThePicture(int filter) =>
        Assert.Equal(Shades(), PngReader.Read(File(2, 8, Lines(static (x, y) => [Shade(x, y), Shade(x, y), Shade(x, y)], filter, step: 3))).Gray);

    [Fact]
    public void Read_Transparent_StandsOnWhite() =>
        Assert.All(PngReader.Read(File(6, 8, Lines(static (_, _) => [0, 0, 0, 51], 0, step: 4))).Gray, static shade => Assert.Equal(204, shade));

    [Fact]
    public void Read_SixteenBits_TakesTheHigherByte() =>
        Assert.Equal(Shades(), PngReader.Read(File(0, 16, Lines(static (x, y) => [Shade(x, y), 77], 4, step: 2))).Gray);

    [Fact]
    public void Read_Palette_TakesItsColours()
    {
        var file = File(3, 8, Lines(static (x, _) => [(byte)(x % 2)], 0, step: 1), ("PLTE", [10, 10, 10, 200, 200, 200]));

        Assert.Equal([10, 200, 10], PngReader.Read(file).Gray[..3]);
    }

    [Fact]
    public void Read_OneBit_IsBlackAndWhite()
    {
        var lines = Enumerable.Range(0, Height).SelectMany(static _ => (byte[])[0, 0b0101_0101, 0b0101_0101, 0b0101_0101]).ToArray();

        Assert.Equal([0, 255, 0, 255], PngReader.Read(File(0, 1, lines)).Gray[..4]);
    }

    [Fact]
    public void Read_Interlaced_IsThePicture()
    {
        var lines = new List<byte>();
        foreach (var (x0, y0, stepX, stepY) in ((int, int, int, int)[])[(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)])
        {
            for (var y = y0; y < Height; y += stepY)
            {
                lines.Add(0);
                for (var x = x0; x < Width; x += stepX)
                {
                    lines.Add(Shade(x, y));
                }
            }
        }

        Assert.Equal(Shades(), PngReader.Read(File(0, 8, [.. lines], interlaced: true)).Gray);
    }

    [Fact]
    public void Read_CutShort_SaysSo()
    {
        var file = File(0, 8, Lines(static (x, y) => [Shade(x, y)], 0, step: 1));

        Assert.Throws<PictureException>(() => PngReader.Read(file.AsSpan(0, file.Length - 40)));
        Assert.Throws<PictureException>(() => PngReader.Read(file.AsSpan(0, 20)));
    }

    [Fact]
    public void Read_MoreThanCanBe_IsRefusedBeforeItIsUnpacked()
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, 100_000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 100_000);
        (header[8], header[9]) = (8, 0);

        Assert.Throws<PictureException>(() => PngReader.Read(Whole([("IHDR", header)])));
    }

    private static byte Shade(int x, int y) => (byte)(x * 11 + y * 17 + x * y & 255);

    private static byte[] Shades() => [.. Enumerable.Range(0, Width * Height).Select(static at => Shade(at % Width, at / Width))];

    private static byte[] Lines(Func<int, int, byte[]> point, int filter, int step)
    {
        var lines = new List<byte>();
        var above = new byte[Width * step];
        for (var y = 0; y < Height; y++)
        {
            byte[] line = [.. Enumerable.Range(0, Width).SelectMany(x => point(x, y))];
            lines.Add((byte)filter);
            for (var i = 0; i < line.Length; i++)
            {
                int left = i >= step ? line[i - step] : 0, corner = i >= step ? above[i - step] : 0;
                lines.Add((byte)(line[i] - Predicted(filter, left, above[i], corner) & 255));
            }

            above = line;
        }

        return [.. lines];
    }

    private static int Predicted(int filter, int left, int up, int corner)
    {
        (int Distance, int Value)[] nearest = [(Math.Abs(up - corner), left), (Math.Abs(left - corner), up), (Math.Abs(left + up - 2 * corner), corner)];
        return filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => nearest.MinBy(static one => one.Distance).Value, _ => 0 };
    }

    private static byte[] File(byte kind, byte depth, byte[] lines, params (string, byte[])[] more) => File(kind, depth, lines, interlaced: false, more);

    private static byte[] File(byte kind, byte depth, byte[] lines, bool interlaced, params (string, byte[])[] more)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = (depth, kind, (byte)(interlaced ? 1 : 0));
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(lines);
        }

        var data = packed.ToArray();
        return Whole([("IHDR", header), .. more, ("IDAT", data[..(data.Length / 2)]), ("IDAT", data[(data.Length / 2)..]), ("IEND", [])]);
    }

    // Checksums are not looked at: a picture that was damaged is read as far as it goes.
    private static byte[] Whole((string Name, byte[] Body)[] chunks)
    {
        using var file = new MemoryStream();
        file.Write(PngProgram.Signature);
        foreach (var (name, body) in chunks)
        {
            file.Write(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(body.Length)));
            file.Write(System.Text.Encoding.ASCII.GetBytes(name));
            file.Write(body);
            file.Write(new byte[4]);
        }

        return file.ToArray();
    }
}
