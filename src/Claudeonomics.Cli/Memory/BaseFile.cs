using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Claudeonomics.Cli.Counting;

namespace Claudeonomics.Cli.Memory;

/// <summary>The observations in a base: all of them, or those of a few keys and families without reading the rest.</summary>
internal sealed class BaseFile(FileStream file, MemoryFormat.Layout layout) : IDisposable
{
    // So many are read at once: 64 kB, which stay close to the core.
    private const int PieceLength = 512;

    public void Dispose() => file.Dispose();

    public int Count => layout.ObservationCount;

    /// <summary>A parser's state.</summary>
    public byte[] ReadState(StatePlace place) => MemoryFormat.ReadState(file, layout, place);

    /// <summary>The request ids that its observations name by number.</summary>
    public IdTable ReadRequests() => MemoryFormat.ReadRequests(file, layout);

    /// <summary>Hands all of them over, by key.</summary>
    public void Each(TakeObservation take)
    {
        var piece = new Observation[PieceLength];
        for (var at = 0; at < layout.ObservationCount; at += piece.Length)
        {
            var some = piece.AsSpan(0, Math.Min(piece.Length, layout.ObservationCount - at));
            Read(layout.ObservationsAt + ((long)at * Unsafe.SizeOf<Observation>()), MemoryMarshal.AsBytes(some));
            foreach (ref readonly var observation in some)
            {
                take(observation);
            }
        }
    }

    /// <summary>All observations with one of the keys, or of one of the families.</summary>
    public List<Observation> Find(IReadOnlySet<ulong> keys, IReadOnlySet<ulong> families)
    {
        var numbers = new SortedSet<int>();
        foreach (var family in families)
        {
            for (var at = First(layout.FamilyCount, family, FamilyAt); at < layout.FamilyCount && Family(at) is var entry && entry.Family == family; at++)
            {
                numbers.Add(entry.Observation);
            }
        }

        foreach (var key in keys)
        {
            for (var at = First(layout.ObservationCount, key, KeyAt); at < layout.ObservationCount && KeyAt(at) == key; at++)
            {
                numbers.Add(at);
            }
        }

        return [.. numbers.Select(Observed)];
    }

    private ulong KeyAt(int number) => Observed(number).Key;

    private ulong FamilyAt(int number) => Family(number).Family;

    private Observation Observed(int number)
    {
        var observation = default(Observation);
        Read(layout.ObservationsAt + ((long)number * Unsafe.SizeOf<Observation>()), MemoryMarshal.AsBytes(new Span<Observation>(ref observation)));
        return observation;
    }

    private MemoryFormat.FamilyEntry Family(int number)
    {
        var entry = default(MemoryFormat.FamilyEntry);
        Read(layout.FamiliesAt + ((long)number * Unsafe.SizeOf<MemoryFormat.FamilyEntry>()), MemoryMarshal.AsBytes(new Span<MemoryFormat.FamilyEntry>(ref entry)));
        return entry;
    }

    // The first of a sorted column that is not below a value.
    private static int First(int count, ulong value, Func<int, ulong> at)
    {
        int low = 0, high = count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = at(middle) < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Read(long at, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(file.SafeFileHandle, into, at);
            if (read == 0)
            {
                throw new EndOfStreamException("The memory file became shorter while it was read.");
            }

            at += read;
            into = into[read..];
        }
    }
}
