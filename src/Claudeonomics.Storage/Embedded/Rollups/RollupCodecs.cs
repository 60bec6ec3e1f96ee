using System.Numerics;
using Claudeonomics.Core.Fold;
using Claudeonomics.Core.Matching;

namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>Sums per identity, dimension and hour, or per day when every hour is 0.</summary>
internal sealed class UsageRollupCodec(RollupKind kind) : IRollupCodec<UsageRollup>
{
    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    public RollupKind Kind => kind;

    public long KeyOf(in UsageRollup row) => row.Identity;

    public int Compare(in UsageRollup a, in UsageRollup b)
    {
        var order = a.Identity.CompareTo(b.Identity);
        order = order != 0 ? order : a.Dimension.CompareTo(b.Dimension);
        return order != 0 ? order : a.Hour.CompareTo(b.Hour);
    }

    public UsageRollup Add(in UsageRollup a, in UsageRollup b)
    {
        var cells = a.Cells;
        cells.Add(b.Cells);
        return a with { Cells = cells };
    }

    public void Write(in UsageRollup row, in UsageRollup previous, bool isFirst, int day, ByteWriter into)
    {
        into.Count(row.Identity - previous.Identity);
        into.Count(row.Dimension);
        if (kind is RollupKind.Hours)
        {
            into.Signed(row.Hour - FirstHour(day));
        }

        CellsCodec.Write(row.Cells, into);
    }

    public UsageRollup Read(ref ByteReader from, in UsageRollup previous, bool isFirst, int day) => new(
        previous.Identity + from.Int32(),
        checked((ushort)from.Int32()),
        kind is RollupKind.Hours ? FirstHour(day) + checked((int)from.Signed()) : 0,
        CellsCodec.Read(ref from));

    private static int FirstHour(int day) => (day - EpochDay) * 24;
}

internal sealed class ActivityRollupCodec : IRollupCodec<ActivityRollup>
{
    public RollupKind Kind => RollupKind.Activity;

    public long KeyOf(in ActivityRollup row) => row.Identity;

    public int Compare(in ActivityRollup a, in ActivityRollup b)
    {
        var order = a.Identity.CompareTo(b.Identity);
        return order != 0 ? order : a.Agent.CompareTo(b.Agent);
    }

    public ActivityRollup Add(in ActivityRollup a, in ActivityRollup b)
    {
        var cells = a.Cells;
        cells.Add(b.Cells);
        return a with { Cells = cells };
    }

    public void Write(in ActivityRollup row, in ActivityRollup previous, bool isFirst, int day, ByteWriter into)
    {
        into.Count(row.Identity - previous.Identity);
        into.Count(row.Agent);
        CellsCodec.Write(row.Cells, day, into);
    }

    public ActivityRollup Read(ref ByteReader from, in ActivityRollup previous, bool isFirst, int day) => new(
        previous.Identity + from.Int32(), checked((ushort)from.Int32()), CellsCodec.ReadActivity(ref from, day));
}

internal sealed class ConversationRollupCodec : IRollupCodec<ConversationRollup>
{
    public RollupKind Kind => RollupKind.Conversations;

    public long KeyOf(in ConversationRollup row) => row.Identity;

    public int Compare(in ConversationRollup a, in ConversationRollup b)
    {
        var order = a.Identity.CompareTo(b.Identity);
        order = order != 0 ? order : a.Conversation.CompareTo(b.Conversation);
        return order != 0 ? order : a.Dimension.CompareTo(b.Dimension);
    }

    public ConversationRollup Add(in ConversationRollup a, in ConversationRollup b)
    {
        var sums = a.Sums;
        sums.Add(b.Sums);
        return a with { Sums = sums };
    }

    public void Write(in ConversationRollup row, in ConversationRollup previous, bool isFirst, int day, ByteWriter into)
    {
        into.Count(row.Identity - previous.Identity);
        into.Raw(row.Conversation);
        into.Count(row.Dimension);
        CellsCodec.WriteSpan(row.Sums.FirstMs, row.Sums.LastMs, day, into);
        CellsCodec.Write(row.Sums.Cells, into);
    }

    public ConversationRollup Read(ref ByteReader from, in ConversationRollup previous, bool isFirst, int day)
    {
        var identity = previous.Identity + from.Int32();
        var conversation = from.Raw64();
        var dimension = checked((ushort)from.Int32());
        var (first, last) = CellsCodec.ReadSpan(ref from, day);
        return new(identity, conversation, dimension, new ConversationSums(CellsCodec.Read(ref from), first, last));
    }
}

internal sealed class ThreadRollupCodec : IRollupCodec<ThreadRollup>
{
    // Earlier releases kept a day's sum of seconds. Where it stood, more seconds than a day has say that a stretch follows.
    private const long IsStretch = 1 << 20;

    public RollupKind Kind => RollupKind.Threads;

    public long KeyOf(in ThreadRollup row) => row.Identity;

    public int Compare(in ThreadRollup a, in ThreadRollup b)
    {
        var order = a.Identity.CompareTo(b.Identity);
        order = order != 0 ? order : a.Conversation.CompareTo(b.Conversation);
        return order != 0 ? order : a.StartMs.CompareTo(b.StartMs);
    }

    public ThreadRollup Add(in ThreadRollup a, in ThreadRollup b) => a with { Ms = a.Ms + b.Ms };

    public void Write(in ThreadRollup row, in ThreadRollup previous, bool isFirst, int day, ByteWriter into)
    {
        into.Count(row.Identity - previous.Identity);
        into.Raw(row.Conversation);
        if (row.StartMs == CreditedTime.UnknownStart)
        {
            into.Signed(row.Ms / 1000);
            return;
        }

        into.Signed(IsStretch);
        into.Signed(row.StartMs - CellsCodec.MidnightMs(day));
        into.Signed(row.Ms);
    }

    public ThreadRollup Read(ref ByteReader from, in ThreadRollup previous, bool isFirst, int day)
    {
        var identity = previous.Identity + from.Int32();
        var conversation = from.Raw64();
        var seconds = from.Signed();
        return seconds == IsStretch
            ? new(identity, conversation, CellsCodec.MidnightMs(day) + from.Signed(), checked((int)from.Signed()))
            : new(identity, conversation, CreditedTime.UnknownStart, checked((int)seconds * 1000));
    }
}

/// <summary>What is known of conversations. Sets are sorted, so that their differences are small.</summary>
internal sealed class PieceCodec : IRollupCodec<ConversationPiece>
{
    public RollupKind Kind => RollupKind.Pieces;

    public long KeyOf(in ConversationPiece row) => KeyOf(row.Conversation);

    public static long KeyOf(ulong conversation) => unchecked((long)conversation);

    public int Compare(in ConversationPiece a, in ConversationPiece b) => KeyOf(a).CompareTo(KeyOf(b));

    public ConversationPiece Add(in ConversationPiece a, in ConversationPiece b) => new(
        a.Conversation,
        a.Day,
        a.Traits | b.Traits,
        [.. a.Identities.Union(b.Identities).Order()],
        Merge(a.Fingerprints, b.Fingerprints),
        [.. a.Batches.Union(b.Batches).Order()],
        [.. a.Supervision.Concat(b.Supervision).GroupBy(static times => times.Identity).OrderBy(static group => group.Key).Select(Unite)]);

    public void Write(in ConversationPiece row, in ConversationPiece previous, bool isFirst, int day, ByteWriter into)
    {
        into.Raw(row.Conversation);
        into.Count((long)row.Traits);
        WriteAscending<int>(row.Identities, into);
        WriteAscending<uint>(row.Fingerprints, into);
        WriteAscending<long>(row.Batches, into);
        into.Count(row.Supervision.Length);
        foreach (var times in row.Supervision)
        {
            into.Count(times.Identity);
            WriteAscending<long>(times.HumanMs, into);
            WriteAscending<long>(times.ProductiveMs, into);
        }
    }

    public ConversationPiece Read(ref ByteReader from, in ConversationPiece previous, bool isFirst, int day)
    {
        var conversation = from.Raw64();
        var traits = (ConversationTraits)from.Count();
        var identities = Array.ConvertAll(ReadAscending(ref from), static identity => checked((int)identity));
        var fingerprints = Array.ConvertAll(ReadAscending(ref from), static fingerprint => checked((uint)fingerprint));
        var batches = ReadAscending(ref from);
        var supervision = new SupervisionTimes[from.Int32()];
        for (var i = 0; i < supervision.Length; i++)
        {
            supervision[i] = new(from.Int32(), ReadAscending(ref from), ReadAscending(ref from));
        }

        return new(conversation, day, traits, identities, fingerprints, batches, supervision);
    }

    public long? KeyAhead(ByteReader from) => KeyOf(from.Raw64());

    public void Skip(ref ByteReader from)
    {
        // Conversation and traits, then identities, fingerprints and batches.
        from.Raw64();
        from.Count();
        from.SkipNumbers(from.Int32());
        from.SkipNumbers(from.Int32());
        from.SkipNumbers(from.Int32());
        for (var left = from.Int32(); left > 0; left--)
        {
            from.Int32();
            from.SkipNumbers(from.Int32());
            from.SkipNumbers(from.Int32());
        }
    }

    private static void WriteAscending<T>(ReadOnlySpan<T> values, ByteWriter into)
        where T : struct, IBinaryInteger<T>
    {
        into.Count(values.Length);
        var previous = 0L;
        foreach (var value in values)
        {
            var number = long.CreateChecked(value);
            into.Count(number - previous);
            previous = number;
        }
    }

    private static long[] ReadAscending(ref ByteReader from)
    {
        var values = new long[from.Int32()];
        var previous = 0L;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = previous += from.Count();
        }

        return values;
    }

    private static uint[] Merge(uint[] a, uint[] b)
    {
        var merged = new uint[a.Length + b.Length];
        a.CopyTo(merged, 0);
        b.CopyTo(merged, a.Length);
        Array.Sort(merged);
        return merged;
    }

    private static SupervisionTimes Unite(IGrouping<int, SupervisionTimes> group) => new(
        group.Key,
        [.. group.SelectMany(static times => times.HumanMs).Distinct().Order()],
        [.. group.SelectMany(static times => times.ProductiveMs).Distinct().Order()]);
}
