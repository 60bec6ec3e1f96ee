using System.Globalization;
using Claudeonomics.Core.Tracing.Copies;

namespace Claudeonomics.Tests.Tracing.Copies;

public sealed class CopyReaderTests : IDisposable
{
    private const int Copies = 1_000;
    private static readonly byte[] Key = PaperSheet.Key(7);
    private static readonly string[] Names = [.. Enumerable.Range(0, 12_000).Select(static i => $"name-{i}")];

    private readonly CopyReader _reader = new(Key, Names);
    private readonly Random _lots = new(99);

    public void Dispose() => _reader.Dispose();

    [Fact]
    public void Read_TwentyRowsWithOneFigure_NamesTheCopyAlone() => Assert.Equal([417], Named(Table(417, rows: 20)));

    [Fact]
    public void Read_WithoutNames_NamesTheCopyByItsEvenAndOddDigits() =>
        Assert.Equal([417], Named(Table(417, rows: 200).Select(static line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..])));

    [Fact]
    public void Read_NothingButCanaries_NamesTheCopy()
    {
        using var code = new CopyCode(Key, 417);

        Assert.Equal([417], Named(code.DrawCanaries(Names.Length).Take(6).Select(static name => $"{Names[name]},1").Concat(Enumerable.Range(0, 100).Select(static i => $"{Names[i]},1"))));
    }

    [Fact]
    public void Read_UnderAnotherKey_OrOfACopyThatWasNotGivenOut_NamesNobody()
    {
        using var other = new CopyReader(PaperSheet.Key(8), Names);

        Assert.Empty(other.Read(Excerpt.Read(string.Join('\n', Table(417, rows: 200))), [.. Enumerable.Range(1, Copies)]));
        Assert.Empty(Named(Table(Copies + 1, rows: 200)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b,c")]
    [InlineData("words about 2013000 things")]
    public void Read_WhatIsNoTable_NamesNobody(string text) => Assert.Empty(Named([text]));

    [Fact]
    public void Threshold_IsOneInAMillionOverAllCopies() => Assert.Equal(Math.Log(1e6 * 10_000), CopyReader.Threshold(10_000), 9);

    /// <summary>The bound that a wrong name rests on: odds of T against chance are reached by chance once in T at most. Measured where it can be: at T of 10, 100 and 1,000.</summary>
    [Fact]
    public void Weigh_CopiesThatAnExcerptIsNotOf_ReachOddsNoOftenerThanTheBound()
    {
        var (weighed, reached) = (0, new int[3]);
        for (var excerpt = 0; excerpt < 60; excerpt++)
        {
            // Another table each time, with canaries of others and figures that nobody marked.
            var table = Excerpt.Read(string.Join('\n', Table(Copies + 1 + excerpt, rows: 10 + excerpt).Concat(Enumerable.Range(0, 40).Select(_ => $"{Names[_lots.Next(Names.Length)]},{_lots.Next(1_000, 10_000)}000"))));
            foreach (var evidence in _reader.Weigh(table, Enumerable.Range(1, Copies)))
            {
                weighed++;
                for (var power = 0; power < reached.Length; power++)
                {
                    reached[power] += evidence.LogOdds >= (power + 1) * Math.Log(10) ? 1 : 0;
                }
            }
        }

        Assert.Equal(60_000, weighed);
        Assert.InRange(reached[0], 0, weighed / 10);
        Assert.InRange(reached[1], 0, weighed / 100);
        Assert.InRange(reached[2], 0, weighed / 1_000);
    }

    // Without canaries: a name and a figure.
    private List<string> Table(int copy, int rows)
    {
        using var code = new CopyCode(Key, copy);
        var writer = new CopyWriter(code);
        return [.. Enumerable.Range(0, rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"person-{i},{writer.Whole($"person-{i}", _lots.Next(10_000, int.MaxValue))}"))];
    }

    private List<int> Named(IEnumerable<string> lines) =>
        [.. _reader.Read(Excerpt.Read(string.Join('\n', lines)), [.. Enumerable.Range(1, Copies)]).Select(static evidence => evidence.Copy)];
}
