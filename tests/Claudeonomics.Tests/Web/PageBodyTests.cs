using System.Buffers;
using System.IO.Compression;
using System.Text;
using Claudeonomics.Server.Web.Board;

namespace Claudeonomics.Tests.Web;

public sealed class PageBodyTests
{
    private static readonly PageBody Body = new(["<head>", string.Concat(Enumerable.Repeat("<tr><td>mix Ω</td></tr>", 5_000)), "</html>"]);

    [Fact]
    public void WritePlain_TwoPlaces_PutsTheViewersPartsBetween()
    {
        var body = new PageBody(["a", "b", "c"]);
        Assert.Equal("aXbYc", Text(Plain(body, "X", "Y")));
        Assert.Equal("abc", Text(Plain(body, "", "")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_000)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public void WriteGzip_OwnPartsOfAnyLength_UnpacksToThePlainPage(int length)
    {
        string[] own = [new('x', length), "é"];
        var packed = Gzip(Body, own);

        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
        {
            gzip.CopyTo(unpacked);
        }

        Assert.Equal(Plain(Body, own), unpacked.ToArray());
    }

    [Fact]
    public void Lengths_AreWhatIsWritten()
    {
        byte[][] own = [new byte[70_000], [1, 2, 3]];
        var plain = new ArrayBufferWriter<byte>();
        var gzip = new ArrayBufferWriter<byte>();
        var page = Body.With(own);
        page.WritePlain(plain);
        page.WriteGzip(gzip);

        Assert.Equal((plain.WrittenCount, gzip.WrittenCount), (page.PlainLength, page.GzipLength));
        Assert.Equal(Crc32.Of(plain.WrittenSpan), page.Checksum);
    }

    [Fact]
    public void Crc32_KnownText_HasItsPublishedChecksum() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(100_003)]
    public void Shift_PartsPutTogether_GiveTheChecksumOfTheWhole(int length)
    {
        var whole = new byte[length + 5];
        new Random(length).NextBytes(whole);
        var before = whole.AsSpan(0, 5);
        var after = whole.AsSpan(5);

        Assert.Equal(Crc32.Of(whole), new Crc32.Shift(length).Apply(Crc32.Of(before)) ^ Crc32.Of(after));
    }

    private static byte[] Plain(PageBody body, params string[] own)
    {
        var writer = new ArrayBufferWriter<byte>();
        body.With([.. own.Select(Encoding.UTF8.GetBytes)]).WritePlain(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static byte[] Gzip(PageBody body, params string[] own)
    {
        var writer = new ArrayBufferWriter<byte>();
        body.With([.. own.Select(Encoding.UTF8.GetBytes)]).WriteGzip(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
