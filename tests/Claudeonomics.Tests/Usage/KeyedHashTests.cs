using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Usage;

public sealed class KeyedHashTests
{
    // The reference implementation's vectors: key 00..0f, message 00..(n-1).
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31UL)]
    [InlineData(1, 0x74f839c593dc67fdUL)]
    [InlineData(7, 0xab0200f58b01d137UL)]
    [InlineData(8, 0x93f5f5799a932462UL)]
    [InlineData(15, 0xa129ca6149be45e5UL)]
    [InlineData(63, 0x958a324ceb064572UL)]
    public void SipHash24_ReferenceVectors_AreMet(int length, ulong expected)
    {
        var hash = new KeyedHash([.. Enumerable.Range(0, 16).Select(static i => (byte)i)]);
        Assert.Equal(expected, hash.SipHash24([.. Enumerable.Range(0, length).Select(static i => (byte)i)]));
    }

    [Fact]
    public void Of_EmptyId_IsNone() => Assert.Equal(0UL, new KeyedHash(new byte[16]).Of(""));

    [Fact]
    public void Of_OtherKey_GivesOtherNumber()
    {
        var other = new byte[16];
        other[3] = 1;
        Assert.NotEqual(new KeyedHash(new byte[16]).Of("req_1"), new KeyedHash(other).Of("req_1"));
    }
}
