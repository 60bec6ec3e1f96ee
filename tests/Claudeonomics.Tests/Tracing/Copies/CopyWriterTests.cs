using System.Globalization;
using Claudeonomics.Core.Tracing.Copies;

namespace Claudeonomics.Tests.Tracing.Copies;

public sealed class CopyWriterTests
{
    private static readonly byte[] Key = PaperSheet.Key(7);

    private readonly Random _lots = new(4242);

    [Fact]
    public void Marked_AnyFigure_IsTheOneOfThePlainDescriptionAndCloseToTheTruth()
    {
        for (var copy = 1; copy <= 20; copy++)
        {
            using var code = new CopyCode(Key, copy);
            var (writer, plain) = (new CopyWriter(code), new PlainCopy(Key, copy));
            for (var i = 0; i < 100; i++)
            {
                var name = $"quiet-otter-{i}";
                var whole = (long)(CopyWriter.LeastWhole * Math.Pow(10, 9 * _lots.NextDouble()));
                var real = Math.Round(Math.Pow(10, (8 * _lots.NextDouble()) - 3), _lots.Next(7));
                Assert.Contains(writer.Whole(name, whole), plain.Nearest(name.ToUpperInvariant(), whole));
                AssertClose(whole, writer.Whole(name, whole));
                if (real > 0)
                {
                    Assert.Contains(writer.Real(name, real), plain.Nearest(name.ToUpperInvariant(), (decimal)real));
                    AssertClose((decimal)real, writer.Real(name, real));
                }
            }
        }
    }

    [Fact]
    public void Marked_EveryFourDigits_StayWithinTheBoundThatIsStated()
    {
        using var code = new CopyCode(Key, 3);
        var writer = new CopyWriter(code);
        for (var digits = 1_000; digits < 10_000; digits++)
        {
            AssertClose(digits, writer.Whole("ann", digits));
        }
    }

    [Fact]
    public void Marked_ReadAgainAndRoundedToThreeDigits_HasTheSameFirstThree()
    {
        using var code = new CopyCode(Key, 5);
        var writer = new CopyWriter(code);
        for (var i = 0; i < 2_000; i++)
        {
            var written = writer.Whole($"p{i}", _lots.Next(10_000, int.MaxValue));
            var read = MarkedDigits.Read(written.ToString(CultureInfo.InvariantCulture))!.Value;
            var unit = (long)Math.Pow(10, written.ToString(CultureInfo.InvariantCulture).Length - 3);
            Assert.NotEqual(0, read.Last);
            Assert.Equal(read with { Last = 0 }, MarkedDigits.Read(((written + (unit / 2)) / unit * unit).ToString(CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void Whole_BelowAThousand_StaysAsItIs()
    {
        using var code = new CopyCode(Key, 1);
        var writer = new CopyWriter(code);

        Assert.All(Enumerable.Range(0, CopyWriter.LeastWhole), value => Assert.Equal(value, writer.Whole("ann", value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-12)]
    [InlineData(double.NaN)]
    public void Real_OfNothing_IsNothing(double value)
    {
        using var code = new CopyCode(Key, 1);

        Assert.Equal(0, new CopyWriter(code).Real("ann", value));
    }

    [Fact]
    public void Real_BelowZero_IsTheSameWithItsSign()
    {
        using var code = new CopyCode(Key, 1);

        Assert.Equal(-new CopyWriter(code).Real("ann", 12.3), new CopyWriter(code).Real("ann", -12.3));
    }

    [Fact]
    public void Draw_OfManyCopies_IsDifferentNamesThatEachHaveTheSameChance()
    {
        const int Names = 200;
        const int Copies = 4_000;
        var drawn = new int[Names];
        for (var copy = 1; copy <= Copies; copy++)
        {
            using var code = new CopyCode(Key, copy);
            var own = code.DrawCanaries(Names);
            Assert.Equal(CopyCode.Canaries, own.Distinct().Count());
            foreach (var name in own)
            {
                drawn[name]++;
            }
        }

        // 200 a name; six deviations of 14 are met once in 500 million.
        Assert.All(drawn, static times => Assert.InRange(times, 116, 284));
    }

    private static void AssertClose(decimal truth, decimal written) =>
        Assert.True(Math.Abs(written - truth) <= truth * (decimal)CopyWriter.FarthestShare, $"{truth} became {written}");
}
