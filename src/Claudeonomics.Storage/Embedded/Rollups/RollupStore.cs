using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Fold;

namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>Keeps what was folded, in segments per company day that add up: a log-structured merge tree of sums.</summary>
/// <remarks>A checkpoint writes only what changed since the one before. Eight segments of a level are merged into one of the next.</remarks>
internal sealed class RollupStore
{
    private const int SegmentsPerLevel = 8;

    private readonly LedgerConnection _connection;
    private readonly SortedDictionary<int, List<Segment>> _segments = [];

    public RollupStore(LedgerConnection connection)
    {
        _connection = connection;
        ReadSegments();
    }

    public RollupBlocks<UsageRollup> Hours { get; } = new(new UsageRollupCodec(RollupKind.Hours));

    public RollupBlocks<UsageRollup> DaySums { get; } = new(new UsageRollupCodec(RollupKind.Days));

    public RollupBlocks<DayTotalRollup> DayTotals { get; } = new(new DayTotalRollupCodec());

    public RollupBlocks<ActivityRollup> Activity { get; } = new(new ActivityRollupCodec());

    public RollupBlocks<ConversationRollup> Conversations { get; } = new(new ConversationRollupCodec());

    public RollupBlocks<ThreadRollup> Threads { get; } = new(new ThreadRollupCodec());

    public RollupBlocks<ConversationPiece> Pieces { get; } = new(new PieceCodec());

    /// <summary>Company days that have rows, ascending.</summary>
    public IReadOnlyList<int> Days => [.. _segments.Keys];

    public IEnumerable<long> SegmentsOf(int day) =>
        _segments.TryGetValue(day, out var segments) ? segments.Select(static segment => segment.Id) : [];

    /// <summary>Makes ready what a checkpoint keeps of conversations. May run beside <see cref="Write"/>, which waits for it.</summary>
    /// <param name="segment">As in <see cref="Write"/>.</param>
    /// <param name="pieces">By company day, each day's in the codec's order.</param>
    public Dictionary<int, PackedPieces> Pack(long segment, IEnumerable<(int Day, IEnumerable<ConversationPiece> Pieces)> pieces)
    {
        var packed = new Dictionary<int, PackedPieces>();
        foreach (var (day, ofDay) in pieces)
        {
            var known = new List<ulong>();
            packed.Add(day, new([.. Pieces.Pack(day, segment, Noting(ofDay, known))], FilterOf(known)));
        }

        return packed;
    }

    /// <summary>Writes what a checkpoint has to keep. Part of the caller's transaction.</summary>
    /// <param name="segment">Larger than any before.</param>
    /// <param name="pieces">What <see cref="Pack"/> makes ready; the sums are written meanwhile.</param>
    /// <returns>What <see cref="Added"/> is to be told once the transaction is durable.</returns>
    public IReadOnlyList<(int Day, BloomFilter Filter)> Write(long segment, RollupDelta delta, Task<Dictionary<int, PackedPieces>> pieces)
    {
        var changed = DeltaRows.ByDay(delta);
        foreach (var (day, rows) in changed)
        {
            Hours.Write(_connection, day, segment, rows.Hours());
            Activity.Write(_connection, day, segment, rows.Activity(new()));
            Conversations.Write(_connection, day, segment, rows.Conversations());
            Threads.Write(_connection, day, segment, rows.Threads(new()));
        }

        var packed = pieces.GetAwaiter().GetResult();
        var added = new List<(int, BloomFilter)>();
        foreach (var day in changed.Keys.Union(packed.Keys).Order())
        {
            _connection.Run("WriteSegment", ("@day", day), ("@segment", segment), ("@level", 0));
            var (blocks, filter) = packed.GetValueOrDefault(day) ?? new([], FilterOf([]));
            Pieces.Write(_connection, day, segment, blocks);
            WriteFilter(day, segment, filter);
            added.Add((day, filter));
        }

        return added;
    }

    /// <summary>Writes what devices told of a day past the horizon. Part of the caller's transaction.</summary>
    /// <param name="sums">What is to be added to the day's sums, in order.</param>
    /// <param name="totals">What is told now, in order.</param>
    /// <inheritdoc cref="Write"/>
    public (int Day, BloomFilter Filter) WriteDay(int day, long segment, IEnumerable<UsageRollup> sums, IEnumerable<DayTotalRollup> totals)
    {
        _connection.Run("WriteSegment", ("@day", day), ("@segment", segment), ("@level", 0));
        DaySums.Write(_connection, day, segment, sums);
        DayTotals.Write(_connection, day, segment, totals);
        var filter = FilterOf([]);
        WriteFilter(day, segment, filter);
        return (day, filter);
    }

    /// <summary>The rows of an identity on a day, of all segments; equal ones are not added up.</summary>
    public IEnumerable<TRow> Find<TRow>(RollupBlocks<TRow> blocks, int day, int identity) =>
        SegmentsOf(day).ToList().SelectMany(segment => blocks.Find(_connection, day, segment, identity));

    /// <summary>The transaction of <see cref="Write"/> is durable.</summary>
    public void Added(long segment, IReadOnlyList<(int Day, BloomFilter Filter)> added)
    {
        foreach (var (day, filter) in added)
        {
            ListOf(day).Add(new(segment, 0, filter));
        }
    }

    /// <summary>Merges segments of days that have many, each merging in a transaction of its own.</summary>
    /// <param name="commit">Commits the transaction and takes note of it in one step, as far as readers can see.</param>
    public void Merge(Action<Action> commit)
    {
        foreach (var day in Days)
        {
            while (ListOf(day).GroupBy(static segment => segment.Level)
                .FirstOrDefault(static level => level.Count() >= SegmentsPerLevel) is { } full)
            {
                MergeInto(day, [.. full.OrderBy(static segment => segment.Id)], full.Key + 1, commit);
            }
        }
    }

    /// <summary>All that is kept of a conversation.</summary>
    public List<ConversationPiece> PiecesOf(ulong conversation)
    {
        List<ConversationPiece>? pieces = null;
        foreach (var (day, segments) in _segments)
        {
            foreach (var segment in segments)
            {
                if (segment.Filter.MayContain(conversation))
                {
                    (pieces ??= []).AddRange(Pieces.Find(_connection, day, segment.Id, PieceCodec.KeyOf(conversation)));
                }
            }
        }

        return pieces ?? [];
    }

    /// <summary>Adds up the hours of a day that left the horizon and forgets what only raw facts need. Part of the caller's transaction.</summary>
    public void Retire(int day)
    {
        var ids = SegmentsOf(day).ToList();
        if (ids.Count == 0)
        {
            return;
        }

        // The merged segment takes the newest one's number.
        var segment = ids.Max();
        var sums = new Dictionary<(int, ushort), UsageCells>();
        foreach (var row in Hours.ReadMerged(_connection, day, ids))
        {
            System.Runtime.InteropServices.CollectionsMarshal
                .GetValueRefOrAddDefault(sums, (row.Identity, row.Dimension), out _).Add(row.Cells);
        }

        var activity = Activity.ReadMerged(_connection, day, ids).ToList();
        DeleteSegments(day, ids);
        _connection.Run("WriteSegment", ("@day", day), ("@segment", segment), ("@level", 99));
        DaySums.Write(_connection, day, segment, sums
            .Where(static pair => !pair.Value.IsZero)
            .Select(static pair => new UsageRollup(pair.Key.Item1, pair.Key.Item2, 0, pair.Value))
            .OrderBy(static row => row.Identity).ThenBy(static row => row.Dimension));
        Activity.Write(_connection, day, segment, activity);
        WriteFilter(day, segment, FilterOf([]));
    }

    /// <summary>Deletes all rows of a day. Part of the caller's transaction.</summary>
    public void Delete(int day) => DeleteSegments(day, [.. SegmentsOf(day)]);

    /// <summary>Reads the list of segments again, after the caller's transaction changed or undid it.</summary>
    public void ReadSegments()
    {
        _segments.Clear();
        var rows = new List<(int Day, long Segment, int Level)>();
        using (var reader = _connection.Read("ReadSegments"))
        {
            while (reader.Read())
            {
                rows.Add((reader.GetInt32(0), reader.GetInt64(1), reader.GetInt32(2)));
            }
        }

        foreach (var (day, segment, level) in rows)
        {
            ListOf(day).Add(new(segment, level, ReadFilter(day, segment)));
        }
    }

    /// <summary>What a checkpoint keeps of one day's conversations, ready to be written.</summary>
    internal sealed record PackedPieces(IReadOnlyList<RollupBlock> Blocks, BloomFilter Filter);

    private sealed record Segment(long Id, int Level, BloomFilter Filter);

    private void MergeInto(int day, List<Segment> parts, int level, Action<Action> commit)
    {
        var ids = parts.ConvertAll(static part => part.Id);
        var segment = ids[^1];
        _connection.Begin();
        try
        {
            // The new rows cannot stand beside the old ones under the same number, so they wait under its negative.
            Hours.Write(_connection, day, -segment, Hours.ReadMerged(_connection, day, ids).Where(static row => !row.Cells.IsZero));
            DaySums.Write(_connection, day, -segment, DaySums.ReadMerged(_connection, day, ids).Where(static row => !row.Cells.IsZero));
            DayTotals.Write(_connection, day, -segment, DayTotals.ReadMerged(_connection, day, ids));
            Activity.Write(_connection, day, -segment, Activity.ReadMerged(_connection, day, ids));
            Conversations.Write(_connection, day, -segment, Conversations.ReadMerged(_connection, day, ids));
            Threads.Write(_connection, day, -segment, Threads.ReadMerged(_connection, day, ids).Where(static row => row.Ms != 0));
            var known = new List<ulong>();
            Pieces.Write(_connection, day, -segment, Noting(Pieces.ReadMerged(_connection, day, ids), known));
            DeleteSegments(day, ids);
            _connection.Run("RenameBlocks", ("@day", day), ("@from", -segment), ("@to", segment));
            _connection.Run("WriteSegment", ("@day", day), ("@segment", segment), ("@level", level));
            var filter = FilterOf(known);
            WriteFilter(day, segment, filter);
            commit(() =>
            {
                ListOf(day).RemoveAll(parts.Contains);
                ListOf(day).Add(new(segment, level, filter));
            });
        }
        catch
        {
            _connection.Rollback();
            throw;
        }
    }

    private static IEnumerable<ConversationPiece> Noting(IEnumerable<ConversationPiece> pieces, List<ulong> known)
    {
        foreach (var piece in pieces)
        {
            known.Add(piece.Conversation);
            yield return piece;
        }
    }

    private void DeleteSegments(int day, List<long> segments)
    {
        foreach (var segment in segments)
        {
            _connection.Run("DeleteBlocks", ("@day", day), ("@segment", segment));
            _connection.Run("DeleteSegment", ("@day", day), ("@segment", segment));
        }
    }

    private static BloomFilter FilterOf(List<ulong> conversations)
    {
        var filter = new BloomFilter(conversations.Count);
        conversations.ForEach(filter.Add);
        return filter;
    }

    private void WriteFilter(int day, long segment, BloomFilter filter) =>
        _connection.Run("WriteBlock", ("@day", day), ("@kind", (int)RollupKind.Filter), ("@segment", segment), ("@first_key", 0L),
            ("@body", BlockSum.Close(day, RollupKind.Filter, segment, 0, filter.ToBytes())));

    private BloomFilter ReadFilter(int day, long segment)
    {
        using var block = _connection.Read(
            "FindBlock", ("@day", day), ("@kind", (int)RollupKind.Filter), ("@segment", segment), ("@key", 0L));
        return block.Read()
            ? BloomFilter.FromBytes(BlockSum.Open(day, RollupKind.Filter, segment, 0, block.GetFieldValue<byte[]>(0)).ToArray())
            : throw new InvalidDataException($"Segment {segment} of day {day} has no filter.");
    }

    private List<Segment> ListOf(int day)
    {
        if (!_segments.TryGetValue(day, out var segments))
        {
            _segments.Add(day, segments = []);
        }

        return segments;
    }
}
