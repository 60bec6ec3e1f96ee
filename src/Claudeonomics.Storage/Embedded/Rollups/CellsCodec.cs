using System.Numerics;
using Claudeonomics.Core.Cube;

namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>Packs sums: which are not zero, then those.</summary>
internal static class CellsCodec
{
    public static void Write(in UsageCells cells, ByteWriter into)
    {
        ulong mask = 0;
        for (var i = 0; i < UsageCells.Count; i++)
        {
            mask |= cells[i] != 0 ? 1UL << i : 0;
        }

        into.Unsigned(mask);
        for (; mask != 0; mask &= mask - 1)
        {
            into.Signed(cells[BitOperations.TrailingZeroCount(mask)]);
        }
    }

    public static UsageCells Read(ref ByteReader from)
    {
        var cells = default(UsageCells);
        for (var mask = Mask(ref from, UsageCells.Count); mask != 0; mask &= mask - 1)
        {
            cells[BitOperations.TrailingZeroCount(mask)] = from.Signed();
        }

        return cells;
    }

    public static void Write(ActivityCells cells, int day, ByteWriter into)
    {
        ulong mask = 0;
        for (var i = 0; i < ActivityCells.CellCount; i++)
        {
            mask |= cells[(ActivityCell)i] != 0 ? 1UL << i : 0;
        }

        into.Unsigned(mask);
        for (; mask != 0; mask &= mask - 1)
        {
            into.Signed(cells[(ActivityCell)BitOperations.TrailingZeroCount(mask)]);
        }

        var contexts = cells.Contexts;
        for (var i = 0; i < contexts.Length; i++)
        {
            mask |= contexts[i] != 0 ? 1UL << i : 0;
        }

        into.Unsigned(mask);
        for (; mask != 0; mask &= mask - 1)
        {
            into.Signed(contexts[BitOperations.TrailingZeroCount(mask)]);
        }

        WriteSpan(cells.FirstHumanMs, cells.LastHumanMs, day, into);
        WriteSpan(cells.FirstCallMs, cells.LastCallMs, day, into);
    }

    public static ActivityCells ReadActivity(ref ByteReader from, int day)
    {
        var cells = default(ActivityCells);
        for (var mask = Mask(ref from, ActivityCells.CellCount); mask != 0; mask &= mask - 1)
        {
            cells[(ActivityCell)BitOperations.TrailingZeroCount(mask)] = from.Signed();
        }

        for (var mask = Mask(ref from, ActivityCells.ContextBuckets); mask != 0; mask &= mask - 1)
        {
            cells.Contexts[BitOperations.TrailingZeroCount(mask)] = checked((int)from.Signed());
        }

        (cells.FirstHumanMs, cells.LastHumanMs) = ReadSpan(ref from, day);
        (cells.FirstCallMs, cells.LastCallMs) = ReadSpan(ref from, day);
        return cells;
    }

    /// <summary>Two moments of a day, as differences to its UTC midnight; 0 stays 0.</summary>
    public static void WriteSpan(long firstMs, long lastMs, int day, ByteWriter into)
    {
        into.Count(lastMs == 0 ? 0 : lastMs - firstMs + 1);
        if (lastMs != 0)
        {
            into.Signed(firstMs - MidnightMs(day));
        }
    }

    public static (long FirstMs, long LastMs) ReadSpan(ref ByteReader from, int day)
    {
        var length = from.Count();
        if (length == 0)
        {
            return (0, 0);
        }

        var first = MidnightMs(day) + from.Signed();
        return (first, first + length - 1);
    }

    private static long MidnightMs(int day) => (day - new DateOnly(1970, 1, 1).DayNumber) * 86_400_000L;

    private static ulong Mask(ref ByteReader from, int bits)
    {
        var mask = from.Unsigned();
        return mask >> bits == 0 ? mask : throw new InvalidDataException("A sum that this release does not know.");
    }
}
