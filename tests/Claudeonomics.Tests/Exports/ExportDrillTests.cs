using Claudeonomics.Benchmarks.Leak;

namespace Claudeonomics.Tests.Exports;

/// <summary>The export drill in short; <c>./bench.sh export-drill</c> is the whole of it.</summary>
public sealed class ExportDrillTests
{
    private const int Copies = 1_000;

    [Theory]
    [InlineData("Plain", 50)]
    [InlineData("Plain", 20)]
    [InlineData("OneFigure", 50)]
    [InlineData("OneFigure", 20)]
    [InlineData("Handled", 50)]
    [InlineData("Rounded", 50)]
    [InlineData("Merged", 50)]
    public void Excerpts_OfCopiesAmongMany_NameTheirsAndNoOther(string handling, int rows)
    {
        const int Excerpts = 100;
        var tally = ExportDrillScenario.Run(Enum.Parse<Handling>(handling), rows, Copies, Excerpts, seed: 31);

        Assert.Equal(0, tally.Wrong);
        // One that is not named in a hundred leaves room for chance at 99.9%.
        Assert.InRange(tally.Named, Excerpts - 1, Excerpts);
    }

    [Fact]
    public void Excerpts_OfCopiesThatWereNeverGivenOut_NameNobody() =>
        Assert.Equal(new(200, 200, 0), ExportDrillScenario.Run(Handling.Strange, 50, Copies, 200, seed: 32));
}
