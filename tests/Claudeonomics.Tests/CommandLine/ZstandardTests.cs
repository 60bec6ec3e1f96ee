using Claudeonomics.Cli.Agents;
using ZstdSharp;

namespace Claudeonomics.Tests.CommandLine;

public sealed class ZstandardTests
{
    [Fact]
    public void TryUnpack_AWholeDocument_IsUnpacked()
    {
        var document = "{\"a\":1}"u8.ToArray();

        var unpacked = Zstandard.TryUnpack(Pack(document), out var problem);

        Assert.Equal(document, unpacked);
        Assert.Null(problem);
    }

    [Fact]
    public void TryUnpack_MoreThanIsRead_IsTooLongHoweverSmallItIsPacked()
    {
        var packed = Pack(new byte[Zstandard.MostBytes + 1]);

        Assert.InRange(packed.Length, 1, 100_000);
        Assert.Null(Zstandard.TryUnpack(packed, out var problem));
        Assert.Equal(UnreadReason.TooLong, problem);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void TryUnpack_CutOrForeignBytes_AreNoDocument(int length)
    {
        var packed = length == 0 ? "no such data"u8.ToArray() : Pack("{\"a\":1}"u8.ToArray())[..^length];

        Assert.Null(Zstandard.TryUnpack(packed, out var problem));
        Assert.Equal(UnreadReason.NotJson, problem);
    }

    private static byte[] Pack(byte[] document)
    {
        using var compressor = new Compressor();
        return compressor.Wrap(document).ToArray();
    }
}
