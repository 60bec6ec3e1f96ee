using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Claudeonomics.Cli.Counting;

namespace Claudeonomics.Cli.Memory;

/// <summary>The two files in which everything is kept: the base, and what came since.</summary>
/// <remarks>
/// <code>
/// base    magic, version, id, lengths | head (key, price book, names, files) | cells | observations by key | families | request ids | states of parsers
/// added   magic, version, id of its base, number | names, request ids, files that changed, changes of cells, observations | magic
/// </code>
/// Both are written beside and moved into place whole. A file of another version, or one that does not end as it should, is as good as none:
/// logs are then read anew. Cells and observations are arrays as they lie in memory, so sizes of both are part of the version.
/// </remarks>
internal static class MemoryFormat
{
    private const ulong Magic = 0x6D656D6F7279_0004;

    /// <summary>Bytes of what was added before its parts: magic, version, base, number.</summary>
    public const int AddedHead = 28;

    public static int Version => (Unsafe.SizeOf<Observation>() << 16) | Unsafe.SizeOf<UsageCell>();

    /// <summary>Lengths of a base's parts, in bytes, at its beginning.</summary>
    public readonly record struct Layout(ulong BaseId, long Head, long Cells, long Observations, long Families, long Requests, long States)
    {
        public const int Size = 72;

        public long CellsAt => Size + Head;

        public long ObservationsAt => CellsAt + Cells;

        public long FamiliesAt => ObservationsAt + Observations;

        public long RequestsAt => FamiliesAt + Families;

        public long StatesAt => RequestsAt + Requests;

        public long End => StatesAt + States;

        public int ObservationCount => (int)(Observations / Unsafe.SizeOf<Observation>());

        public int FamilyCount => (int)(Families / Unsafe.SizeOf<FamilyEntry>());
    }

    /// <summary>Which observation belongs to a family; sorted.</summary>
    public readonly record struct FamilyEntry(ulong Family, int Observation, int Unused);

    public static void WriteBase(Stream to, MemoryState state, ObservationTable all)
    {
        var (head, states) = (new MemoryStream(), 0L);
        using (var writer = new BinaryWriter(head, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(state.HashKey);
            writer.Write(state.PriceVersion);
            state.Names.Write(writer, NameCounts.None);
            writer.Write(state.Names.Requests.Count);
            writer.Write(state.Files.Count);
            foreach (var (number, file) in state.Files.Index())
            {
                writer.Write(number);
                file.Write(writer, states);
                states += file.State?.Length ?? 0;
            }
        }

        var order = new MemoryOrder(all);
        var cells = MemoryMarshal.AsBytes(state.Cells.AsSpan());
        Span<long> lengths =
        [
            (long)Magic, Version, unchecked((long)state.BaseId), head.Length, cells.Length, (long)all.Count * Unsafe.SizeOf<Observation>(),
            (long)order.Families.Length * Unsafe.SizeOf<FamilyEntry>(), state.Names.Requests.WrittenBytes, states,
        ];
        to.Write(MemoryMarshal.AsBytes(lengths));
        to.Write(head.GetBuffer().AsSpan(0, (int)head.Length));
        to.Write(cells);
        var observations = new Observation[512];
        for (var at = 0; at < all.Count; at += observations.Length)
        {
            var count = Math.Min(observations.Length, all.Count - at);
            for (var i = 0; i < count; i++)
            {
                observations[i] = all[order.Numbers[at + i]];
            }

            to.Write(MemoryMarshal.AsBytes(observations.AsSpan(0, count)));
        }

        to.Write(MemoryMarshal.AsBytes(order.Families.AsSpan()));
        using var ids = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true);
        state.Names.Requests.Write(ids, 0);
        foreach (var file in state.Files)
        {
            to.Write(file.State);
        }
    }

    /// <returns>Null when this is no whole base of this version.</returns>
    public static Layout? ReadLayout(FileStream from)
    {
        Span<long> lengths = stackalloc long[9];
        if (from.ReadAtLeast(MemoryMarshal.AsBytes(lengths), Layout.Size, throwOnEndOfStream: false) < Layout.Size
            || lengths[0] != (long)Magic || lengths[1] != Version)
        {
            return null;
        }

        var layout = new Layout(unchecked((ulong)lengths[2]), lengths[3], lengths[4], lengths[5], lengths[6], lengths[7], lengths[8]);
        return layout.End == from.Length ? layout : null;
    }

    /// <summary>Reads what reports need of a base: not its request ids.</summary>
    /// <param name="from">Behind its layout. Closed by the state.</param>
    public static MemoryState ReadState(FileStream from, Layout layout)
    {
        var head = GC.AllocateUninitializedArray<byte>((int)layout.Head);
        from.ReadExactly(head);
        var cells = new CellsReader(from, layout.CellsAt, (int)(layout.Cells / Unsafe.SizeOf<UsageCell>()));
        using var reader = new BinaryReader(new MemoryStream(head));
        var (key, prices, names) = (reader.ReadBytes(16), reader.ReadString(), new NameTables());
        names.Read(reader);
        names.KnowRequests(reader.ReadInt32());
        var state = new MemoryState { HashKey = key, BaseId = layout.BaseId, PriceVersion = prices, Names = names, Base = cells };
        ReadFiles(reader, state.Files);
        return state;
    }

    /// <summary>Reads the request ids of a base.</summary>
    public static IdTable ReadRequests(FileStream from, Layout layout)
    {
        var bytes = ReadPiece(from, layout.RequestsAt, layout.Requests);
        var requests = new IdTable();
        requests.Read(new(new MemoryStream(bytes)));
        return requests;
    }

    /// <summary>Reads a parser's state in a base.</summary>
    public static byte[] ReadState(FileStream from, Layout layout, StatePlace place) => ReadPiece(from, layout.StatesAt + place.At, place.Length);

    /// <param name="named">How many names the base has.</param>
    /// <param name="changed">Numbers of files that are not as in the base.</param>
    public static void WriteAdded(Stream to, MemoryState state, NameCounts named, IReadOnlyCollection<int> changed)
    {
        using var writer = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(state.BaseId);
        writer.Write(state.Additions);
        state.Names.Write(writer, named);
        state.Names.Requests.Write(writer, named.Requests);
        writer.Write(changed.Count);
        foreach (var number in changed.Order())
        {
            writer.Write(number);
            state.Files[number].Write(writer, inBaseAt: null);
        }

        WriteArray(writer, CollectionsMarshal.AsSpan(state.Changes));
        WriteArray(writer, CollectionsMarshal.AsSpan(state.Added));
        writer.Write(Magic);
    }

    /// <returns>How often something was added to a base, by the first bytes of what was; 0 when nothing was.</returns>
    public static long ReadAdditions(ReadOnlySpan<byte> beginning, ulong baseId) =>
        beginning.Length >= AddedHead && BitConverter.ToUInt64(beginning) == Magic && BitConverter.ToUInt64(beginning[12..]) == baseId
            ? BitConverter.ToInt64(beginning[20..])
            : 0;

    /// <summary>Adds to a base what came since.</summary>
    /// <returns>The numbers of the files that changed; null when this belongs to another base, or is not whole: nothing was added then.</returns>
    public static HashSet<int>? ReadAdded(byte[] bytes, MemoryState state)
    {
        if (bytes.Length < AddedHead + 8 || BitConverter.ToUInt64(bytes) != Magic || BitConverter.ToInt32(bytes, 8) != Version
            || BitConverter.ToUInt64(bytes, 12) != state.BaseId || BitConverter.ToUInt64(bytes, bytes.Length - 8) != Magic)
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, 20, bytes.Length - 28));
        state.Additions = reader.ReadInt64();
        state.Names.Read(reader);
        state.Names.Requests.Read(reader);
        var changed = ReadFiles(reader, state.Files);
        ReadArray(reader, state.Changes);
        ReadArray(reader, state.Added);
        return changed;
    }

    private static byte[] ReadPiece(FileStream from, long at, long length)
    {
        var bytes = new byte[length];
        return RandomAccess.Read(from.SafeFileHandle, bytes, at) == length ? bytes : throw new EndOfStreamException();
    }

    private static HashSet<int> ReadFiles(BinaryReader from, List<FileEntry> files)
    {
        var numbers = new HashSet<int>();
        for (var count = from.ReadInt32(); count > 0; count--)
        {
            var number = from.ReadInt32();
            var file = FileEntry.Read(from);
            if (number < files.Count)
            {
                files[number] = file;
            }
            else
            {
                files.Add(file);
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static void WriteArray<T>(BinaryWriter to, ReadOnlySpan<T> items)
        where T : unmanaged
    {
        to.Write(items.Length);
        to.Write(MemoryMarshal.AsBytes(items));
    }

    private static void ReadArray<T>(BinaryReader from, List<T> items)
        where T : unmanaged
    {
        CollectionsMarshal.SetCount(items, from.ReadInt32());
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(items)));
    }
}
