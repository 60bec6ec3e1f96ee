using Claudeonomics.Core.Pictures;
using Claudeonomics.Core.Tracing;

namespace Claudeonomics.Tests.Tracing;

public sealed class MarkReaderTests
{
    private static readonly byte[] Key = PaperSheet.Key(1);
    private static readonly ViewMark Mark = new(84_321, 80_123);
    private static readonly MarkReader Reader = new(Key);

    [Theory]
    [InlineData(8)]
    [InlineData(11.3)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(32)]
    public void Read_AnyScaleAndPlace_IsTheMark(double cell) =>
        Assert.Equal(Mark, Reader.Read(PaperSheet.Draw(Key, Mark, 800, 600, cell, left: 133.7, top: 71.2)));

    [Fact]
    public void Read_WrittenOver_IsTheMark() => Assert.Equal(Mark, Reader.Read(PaperSheet.Written(PaperSheet.Draw(Key, Mark, 800, 600, 13.1, 50, 20))));

    [Fact]
    public void Read_DarkPaper_IsTheMark() => Assert.Equal(Mark, Reader.Read(PaperSheet.Draw(Key, Mark, 800, 600, 16, 5, 9, paper: 17, step: 3)));

    [Fact]
    public void Read_LessThanATile_IsNothingOrTheMark() =>
        Assert.Contains(Reader.Read(PaperSheet.Draw(Key, Mark, 200, 120, 16)), (ViewMark?[])[null, Mark]);

    [Fact]
    public void Read_UnderAnotherKey_IsNothing() => Assert.Null(new MarkReader(PaperSheet.Key(2)).Read(PaperSheet.Draw(Key, Mark, 800, 600, 16)));

    [Fact]
    public void Read_PlainPaper_IsNothing() => Assert.Null(Reader.Read(new(800, 600, [.. Enumerable.Repeat((byte)253, 800 * 600)])));

    [Fact]
    public void Read_OnePoint_IsNothing() => Assert.Null(Reader.Read(new(1, 1, [7])));

    [Fact]
    public void Read_Chance_IsNothing()
    {
        var chance = new Random(1);
        var gray = new byte[800 * 600];
        chance.NextBytes(gray);

        Assert.Null(Reader.Read(new(800, 600, gray)));
        Assert.Null(Reader.Read(new Raster(800, 600, [.. gray.Select(static shade => (byte)(248 + shade % 6))])));
    }
}
