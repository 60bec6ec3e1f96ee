using Claudeonomics.Core.Tracing;

namespace Claudeonomics.Tests.Tracing;

public sealed class MarkCipherTests
{
    private static readonly MarkCipher Cipher = new(PaperSheet.Key(1));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 80_000)]
    [InlineData(84_999, 479_519)]
    [InlineData(ViewMark.Viewers - 1, ViewMark.Slots - 1)]
    public void Open_WhatWasSealed_IsTheMark(int viewer, int slot)
    {
        var mark = new ViewMark(viewer, slot);

        Assert.Equal(mark, Cipher.Open(Cipher.Seal(mark)));
    }

    [Fact]
    public void Open_AnyBitTurned_IsNothing()
    {
        var word = Cipher.Seal(new(84_999, 479_519));

        Assert.All(Enumerable.Range(0, MarkCipher.WordBits), bit => Assert.Null(Cipher.Open(word ^ ((UInt128)1 << bit))));
    }

    [Fact]
    public void Open_UnderAnotherKey_IsNothing() => Assert.Null(new MarkCipher(PaperSheet.Key(2)).Open(Cipher.Seal(new(7, 7))));

    [Fact]
    public void Seal_NextSlotOfTheSameViewer_LooksUnrelated()
    {
        var turned = Cipher.Seal(new(7, 7)) ^ Cipher.Seal(new(7, 8));

        Assert.InRange(UInt128.PopCount(turned), (UInt128)20, (UInt128)56);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(ViewMark.Viewers, 0)]
    [InlineData(0, -1)]
    [InlineData(0, ViewMark.Slots)]
    public void Seal_OutOfBounds_Throws(int viewer, int slot) => Assert.Throws<ArgumentOutOfRangeException>(() => Cipher.Seal(new(viewer, slot)));

    [Fact]
    public void SlotOf_AMoment_IsTheSlotThatBeganLast()
    {
        var moment = new DateTimeOffset(2026, 11, 29, 13, 35, 59, TimeSpan.Zero);
        var mark = new ViewMark(1, ViewMark.SlotOf(moment));

        Assert.Equal(new DateTimeOffset(2026, 11, 29, 13, 30, 0, TimeSpan.Zero), mark.From);
        Assert.Equal(0, ViewMark.SlotOf(DateTimeOffset.UnixEpoch));
    }
}
