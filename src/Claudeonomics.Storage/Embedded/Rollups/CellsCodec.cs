using System.Numerics;
using Claudeonomics.Core.Cube;

namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>Packs sums: which are not zero, then those.</summary>
internal static class CellsCodec
{
    // Beside the bits of an activity row's sums: the moments of acts follow. Rows of earlier releases do not have it.
    private const ulong HasActs = 1UL << 20;

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
        for (var mask = Known(from.Unsigned(), UsageCells.Count); mask != 0; mask &= mask - 1)
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

        into.Unsigned(mask | (cells.LastActMs != 0 ? HasActs : 0));
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
        if (cells.LastActMs != 0)
        {
            WriteSpan(cells.FirstActMs, cells.LastActMs, day, into);
        }
    }

    public static ActivityCells ReadActivity(ref ByteReader from, int day)
    {
        var cells = default(ActivityCells);
        var flags = from.Unsigned();
        for (var mask = Known(flags & ~HasActs, ActivityCells.CellCount); mask != 0; mask &= mask - 1)
        {
            cells[(ActivityCell)BitOperations.TrailingZeroCount(mask)] = from.Signed();
        }

        for (var mask = Known(from.Unsigned(), ActivityCells.ContextBuckets); mask != 0; mask &= mask - 1)
        {
            cells.Contexts[BitOperations.TrailingZeroCount(mask)] = checked((int)from.Signed());
        }

        (cells.FirstHumanMs, cells.LastHumanMs) = ReadSpan(ref from, day);
        (cells.FirstCallMs, cells.LastCallMs) = ReadSpan(ref from, day);
        (cells.FirstActMs, cells.LastActMs) = (flags & HasActs) != 0 ? ReadSpan(ref from, day) : (0, 0);
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

    /// <summary>When a day begins in UTC, in milliseconds since 1970.</summary>
    public static long MidnightMs(int day) => (day - new DateOnly(1970, 1, 1).DayNumber) * 86_400_000L;

    private static ulong Known(ulong mask, int bits) =>
        mask >> bits == 0 ? mask : throw new InvalidDataException("A sum that this release does not know.");
}
