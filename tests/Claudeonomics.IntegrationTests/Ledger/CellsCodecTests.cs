using Claudeonomics.Core.Cube;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.Storage.Embedded.Rollups;

namespace Claudeonomics.IntegrationTests.Ledger;

public sealed class CellsCodecTests
{
    private const int Day = 739_000;
    private static readonly long Noon = ((Day - new DateOnly(1970, 1, 1).DayNumber) * 86_400_000L) + 43_200_000;

    [Fact]
    public void ReadActivity_WhatWasWritten_IsTheSame()
    {
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var cells = Cells(random, withActs: i % 2 == 0);

            Assert.Equal(Text(cells), Text(Again(cells)));
        }
    }

    /// <summary>Rows that earlier releases wrote hold no moments of decisions: those of all signals stand in.</summary>
    [Fact]
    public void ReadActivity_WithoutMomentsOfActs_HasTheSpanOfAllSignals()
    {
        var cells = default(ActivityCells);
        cells[ActivityCell.HumanSignals] = 5;
        cells.SawHuman(Noon);
        cells.SawHuman(Noon + 1_800_000);

        var read = Again(cells);

        Assert.Equal((0, 1_800_000), (read.LastActMs, read.ActSpanMs));
    }

    /// <summary>A row of a later release is refused, not misread.</summary>
    [Fact]
    public void ReadActivity_SumThatIsNotKnown_Throws()
    {
        var writer = new ByteWriter();
        writer.Unsigned(1UL << ActivityCells.CellCount);

        Assert.Throws<InvalidDataException>(() => Read(writer));
    }

    private static ActivityCells Cells(Random random, bool withActs)
    {
        var cells = default(ActivityCells);
        for (var i = 0; i < ActivityCells.CellCount; i++)
        {
            cells[(ActivityCell)i] = random.Next(2) * random.NextInt64(-9, 1L << 40);
        }

        cells.Contexts[random.Next(ActivityCells.ContextBuckets)] = random.Next(1_000);
        cells.SawHuman(Noon + random.Next(43_000_000));
        cells.SawHuman(Noon - random.Next(43_000_000));
        cells.SawCall(Noon + random.Next(43_000_000));
        if (withActs)
        {
            cells.SawAct(Noon + random.Next(43_000_000));
            cells.SawAct(Noon - random.Next(43_000_000));
        }

        return cells;
    }

    private static ActivityCells Again(in ActivityCells cells)
    {
        var writer = new ByteWriter();
        CellsCodec.Write(cells, Day, writer);
        return Read(writer);
    }

    private static ActivityCells Read(ByteWriter writer)
    {
        var reader = new ByteReader(writer.Written.Span);
        return CellsCodec.ReadActivity(ref reader, Day);
    }

    private static string Text(ActivityCells cells) => string.Join(
        ' ',
        [
            .. Enumerable.Range(0, ActivityCells.CellCount).Select(i => cells[(ActivityCell)i]), .. Enumerable.Range(0, ActivityCells.ContextBuckets).Select(i => (long)cells.CallsOf(i)),
            cells.FirstHumanMs, cells.LastHumanMs, cells.FirstActMs, cells.LastActMs, cells.FirstCallMs, cells.LastCallMs,
        ]);
}
