using System.Buffers.Binary;
using Claudeonomics.Core.Pictures;

namespace Claudeonomics.Tests.Pictures;

/// <summary>JPEG files of another program's, whole, cut, damaged and made to take more than they give.</summary>
public sealed class JpegReaderTests
{
    // Room for coefficients of three planes at full size (2 bytes each) and the picture, with some to spare.
    private const long MostBytes = Raster.MostPoints * 8L;

    // djpeg -grayscale -pnm: "P5\n61 43\n255\n" and the shades.
    private static readonly byte[] Decoded = Fixture("decoded.pgm")[13..];

    [Theory]
    [InlineData("baseline-420")]
    [InlineData("baseline-422")]
    [InlineData("baseline-440")]
    [InlineData("baseline-411")]
    [InlineData("optimised-444")]
    [InlineData("grey")]
    [InlineData("restart-each-unit")]
    [InlineData("restart-each-row")]
    [InlineData("progressive")]
    [InlineData("progressive-grey")]
    [InlineData("progressive-restart")]
    public void Read_AnotherProgramsFile_IsWhatThatProgramReads(string name)
    {
        var picture = PictureReader.Read(Fixture(name + ".jpg"));

        Assert.Equal((61, 43), (picture.Width, picture.Height));
        // Both round what a transform of fractions comes to.
        Assert.All(picture.Gray.Zip(Decoded), static pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Theory]
    [InlineData("arithmetic", "rare kind")]
    [InlineData("rgb", "not YCbCr")]
    public void Read_ARareKind_SaysSo(string name, string problem) =>
        Assert.Contains(problem, Assert.Throws<PictureException>(() => PictureReader.Read(Fixture(name + ".jpg"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("baseline-420")]
    [InlineData("restart-each-row")]
    [InlineData("progressive")]
    public void Read_CutAnywhere_IsAPictureOfItsSizeOrAProblem(string name)
    {
        var file = Fixture(name + ".jpg");
        var read = 0;
        for (var length = 0; length < file.Length; length++)
        {
            read += ReadOrRefuse(file.AsSpan(0, length)) ? 1 : 0;
        }

        Assert.InRange(read, file.Length / 2, file.Length);
    }

    [Fact]
    public void Read_CutInTheMiddle_KeepsWhatCameBefore()
    {
        var file = Fixture("baseline-420.jpg");
        var half = PictureReader.Read(file.AsSpan(0, file.Length * 3 / 4)).Gray;

        Assert.All(half.Take(61 * 8).Zip(Decoded), static pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Theory]
    [InlineData("baseline-420")]
    [InlineData("progressive-restart")]
    [InlineData("grey")]
    public void Read_DamagedAnywhere_IsAPictureOrAProblem(string name)
    {
        var random = new Random(20261129);
        var whole = Fixture(name + ".jpg");
        for (var trial = 0; trial < 3_000; trial++)
        {
            var file = (byte[])whole.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            ReadOrRefuse(file);
        }
    }

    [Theory]
    [InlineData(65_535, 65_535)]
    [InlineData(6_001, 6_000)]
    [InlineData(1, 0)]
    public void Read_MorePointsThanAreRead_TakesNoMemoryForThem(int width, int height)
    {
        var file = Claiming("progressive.jpg", width, height);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<PictureException>(() => PictureReader.Read(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_TheLargestThatIsRead_TakesMemoryForItAndNoMore()
    {
        var file = Claiming("optimised-444.jpg", 6_000, 6_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var picture = PictureReader.Read(file);

        Assert.Equal((6_000, 6_000), (picture.Width, picture.Height));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
    }

    // Each scan of a few bytes goes over the whole picture.
    [Fact]
    public void Read_ScansWithoutEnd_IsRefused()
    {
        var file = Claiming("progressive.jpg", 6_000, 6_000);
        var scan = Segment(file, 0xDA);
        byte[] many = [.. file[..scan.Start], .. Enumerable.Repeat(file[scan.Start..(scan.Start + scan.Length + 8)], 1_000).SelectMany(static bytes => bytes)];

        Assert.Contains("scans", Assert.Throws<PictureException>(() => PictureReader.Read(many)).Message, StringComparison.Ordinal);
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(Repository.PathTo("tests", "fixtures", "pictures", name));

    /// <summary>A file whose frame says another size than its scans fill.</summary>
    private static byte[] Claiming(string name, int width, int height)
    {
        var file = Fixture(name);
        var frame = Segment(file, name.StartsWith("progressive", StringComparison.Ordinal) ? (byte)0xC2 : (byte)0xC0);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame.Start + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame.Start + 7), (ushort)width);
        return file;
    }

    // From its marker to the end of its header.
    private static (int Start, int Length) Segment(byte[] file, byte marker)
    {
        for (var at = 2; ; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2)))
        {
            Assert.Equal(0xFF, file[at]);
            if (file[at + 1] == marker)
            {
                return (at, 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2)));
            }
        }
    }

    private static bool ReadOrRefuse(ReadOnlySpan<byte> file)
    {
        try
        {
            var picture = PictureReader.Read(file);
            Assert.Equal(picture.Width * picture.Height, picture.Gray.Length);
            return true;
        }
        catch (PictureException)
        {
            return false;
        }
    }
}
