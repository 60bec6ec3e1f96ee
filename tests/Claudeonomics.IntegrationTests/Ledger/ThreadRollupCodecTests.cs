using Claudeonomics.Core.Matching;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.Storage.Embedded.Rollups;

namespace Claudeonomics.IntegrationTests.Ledger;

public sealed class ThreadRollupCodecTests
{
    private const int Day = 739_000;
    private static readonly long Midnight = (Day - new DateOnly(1970, 1, 1).DayNumber) * 86_400_000L;
    private static readonly ThreadRollupCodec Codec = new();

    // A company's day begins up to half a day before and after that of UTC, and time can be taken back.
    [Fact]
    public void Read_WhatWasWritten_IsTheSame() => Assert.Equal(
        Rows, Again(writer => Write(Rows, writer)));

    /// <summary>Rows that earlier releases wrote hold the seconds of the day where a stretch begins now.</summary>
    [Fact]
    public void Read_RowOfAnEarlierRelease_IsTimeWithoutABeginning()
    {
        var read = Again(static writer =>
        {
            foreach (var (identity, seconds) in ((int, long)[])[(4, 14_400), (0, -60)])
            {
                writer.Count(identity);
                writer.Raw(0xFFFF_0000_0000_0001);
                writer.Signed(seconds);
            }
        });

        Assert.Equal(
            [new(4, 0xFFFF_0000_0000_0001, CreditedTime.UnknownStart, 14_400_000), new(4, 0xFFFF_0000_0000_0001, CreditedTime.UnknownStart, -60_000)], read);
    }

    private static List<ThreadRollup> Rows =>
    [
        new(3, 7, CreditedTime.UnknownStart, 3_600_000),
        new(3, 7, Midnight - 43_200_000, 1),
        new(3, 7, Midnight + 5, 86_399_999),
        new(3, ulong.MaxValue, Midnight + 100_000_000, -1_234_567),
        new(9_000_000, 0, Midnight, 1_048_576),
    ];

    private static void Write(List<ThreadRollup> rows, ByteWriter writer)
    {
        var previous = default(ThreadRollup);
        foreach (var (i, row) in rows.Index())
        {
            Codec.Write(row, previous, i == 0, Day, writer);
            previous = row;
        }
    }

    private static List<ThreadRollup> Again(Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        write(writer);
        var reader = new ByteReader(writer.Written.Span);
        var rows = new List<ThreadRollup>();
        while (!reader.AtEnd)
        {
            rows.Add(Codec.Read(ref reader, rows.LastOrDefault(), rows.Count == 0, Day));
        }

        return rows;
    }
}
