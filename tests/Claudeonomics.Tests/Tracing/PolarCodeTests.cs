using Claudeonomics.Core.Tracing;

namespace Claudeonomics.Tests.Tracing;

public sealed class PolarCodeTests
{
    private const int Candidates = 8;

    private static readonly UInt128 Word = new MarkCipher(PaperSheet.Key(1)).Seal(new(84_321, 80_123));

    [Fact]
    public void Decode_CleanEvidence_IsTheWordFirst() => Assert.Equal(Word, PolarCode.Decode(Evidence(_ => 1), Candidates)[0]);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Decode_OneOfSoManyUnknown_FindsTheWord(int one) =>
        Assert.Contains(Word, PolarCode.Decode(Evidence(bit => (bit * 37 + 11) % 101 % one == 0 ? 0 : 1), Candidates));

    [Fact]
    public void Decode_ATenthWrong_FindsTheWord() => Assert.Contains(Word, PolarCode.Decode(Evidence(static bit => bit * 37 % 101 % 10 == 0 ? -1 : 1), Candidates));

    [Fact]
    public void Decode_NothingKnown_StillEnds() => Assert.Equal(Candidates, PolarCode.Decode(new float[PolarCode.Length], Candidates).Count);

    private static float[] Evidence(Func<int, float> sure) =>
        [.. PolarCode.Encode(Word).Select((bit, at) => bit ? -sure(at) : sure(at))];
}
