namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>A block as it is stored.</summary>
/// <param name="FirstKey">Of its first row.</param>
/// <param name="Body">Its rows and their <see cref="BlockSum"/>.</param>
internal readonly record struct RollupBlock(long FirstKey, byte[] Body);

/// <summary>Reads and writes the rows of one kind, in blocks.</summary>
/// <remarks>A block holds about 16 KiB, so that one identity or conversation is found by reading one block per segment.</remarks>
internal sealed class RollupBlocks<TRow>(IRollupCodec<TRow> codec)
{
    private const int BlockBytes = 16 * 1024;

    private readonly ByteWriter _writer = new();

    /// <summary>Writes rows as one segment of a day.</summary>
    /// <inheritdoc cref="Pack"/>
    public void Write(LedgerConnection connection, int day, long segment, IEnumerable<TRow> rows) =>
        Write(connection, day, segment, Pack(day, segment, rows));

    /// <summary>Writes what <see cref="Pack"/> made of the same day and segment.</summary>
    public void Write(LedgerConnection connection, int day, long segment, IEnumerable<RollupBlock> blocks)
    {
        foreach (var block in blocks)
        {
            connection.Run("WriteBlock", ("@day", day), ("@kind", (int)codec.Kind), ("@segment", segment), ("@first_key", block.FirstKey),
                ("@body", block.Body));
        }
    }

    /// <summary>The blocks of one segment of a day, each made when it is read. Nothing else may be packed by this object meanwhile.</summary>
    /// <param name="rows">In the codec's order, no two of them equal in it.</param>
    public IEnumerable<RollupBlock> Pack(int day, long segment, IEnumerable<TRow> rows)
    {
        // Rows that could not be read may have left the beginning of a block behind.
        _writer.Clear();
        var (previous, first, count) = (default(TRow)!, 0L, 0);
        foreach (var row in rows)
        {
            var key = codec.KeyOf(row);
            if (count > 0 && _writer.Length >= BlockBytes && key != codec.KeyOf(previous))
            {
                yield return Close(day, segment, first);
                (previous, count) = (default!, 0);
            }

            first = count == 0 ? key : first;
            codec.Write(row, previous, count == 0, day, _writer);
            (previous, count) = (row, count + 1);
        }

        if (count > 0)
        {
            yield return Close(day, segment, first);
        }
    }

    /// <summary>The rows of one segment, in order.</summary>
    public IEnumerable<TRow> Read(LedgerConnection connection, int day, long segment)
    {
        // The statement is stepped while the caller works with the rows, and several segments are read side by side, so it is
        // not a shared one.
        using var command = connection.Connection.CreateCommand();
        command.CommandText = SqlText.Of("Embedded", "ReadSegmentBlocks");
        command.Parameters.AddWithValue("@day", day);
        command.Parameters.AddWithValue("@kind", (int)codec.Kind);
        command.Parameters.AddWithValue("@segment", segment);
        using var blocks = command.ExecuteReader();
        while (blocks.Read())
        {
            foreach (var row in Decode(blocks.GetFieldValue<byte[]>(0), day, segment, blocks.GetInt64(1)))
            {
                yield return row;
            }
        }
    }

    /// <summary>The rows of several segments as one: in order, equal ones added up.</summary>
    public IEnumerable<TRow> ReadMerged(LedgerConnection connection, int day, IEnumerable<long> segments)
    {
        var sources = segments.Select(segment => Read(connection, day, segment).GetEnumerator()).ToList();
        try
        {
            var queue = new PriorityQueue<IEnumerator<TRow>, TRow>(Comparer<TRow>.Create((a, b) => codec.Compare(a, b)));
            foreach (var source in sources)
            {
                Advance(source, queue);
            }

            while (queue.TryDequeue(out var source, out var row))
            {
                Advance(source, queue);
                while (queue.TryPeek(out var other, out var equal) && codec.Compare(equal, row) == 0)
                {
                    row = codec.Add(row, equal);
                    queue.Dequeue();
                    Advance(other, queue);
                }

                yield return row;
            }
        }
        finally
        {
            sources.ForEach(static source => source.Dispose());
        }
    }

    /// <summary>The rows of one key in a segment.</summary>
    public IEnumerable<TRow> Find(LedgerConnection connection, int day, long segment, long key)
    {
        byte[]? body;
        var firstKey = 0L;
        using (var block = connection.Read("FindBlock", ("@day", day), ("@kind", (int)codec.Kind), ("@segment", segment), ("@key", key)))
        {
            body = null;
            if (block.Read())
            {
                (body, firstKey) = (block.GetFieldValue<byte[]>(0), block.GetInt64(1));
            }
        }

        return body is null ? [] : DecodeOf(key, body, day, segment, firstKey);
    }

    // Rows of a block ascend by key, so nothing behind the key has to be read.
    private List<TRow> DecodeOf(long key, byte[] body, int day, long segment, long firstKey)
    {
        var rows = new List<TRow>();
        var reader = new ByteReader(BlockSum.Open(day, codec.Kind, segment, firstKey, body));
        var (previous, isFirst) = (default(TRow)!, true);
        while (!reader.AtEnd)
        {
            if (codec.KeyAhead(reader) < key)
            {
                codec.Skip(ref reader);
                continue;
            }

            previous = codec.Read(ref reader, previous, isFirst, day);
            isFirst = false;
            var found = codec.KeyOf(previous);
            if (found > key)
            {
                break;
            }

            if (found == key)
            {
                rows.Add(previous);
            }
        }

        return rows;
    }

    private static void Advance(IEnumerator<TRow> source, PriorityQueue<IEnumerator<TRow>, TRow> queue)
    {
        if (source.MoveNext())
        {
            queue.Enqueue(source, source.Current);
        }
    }

    private List<TRow> Decode(byte[] body, int day, long segment, long firstKey)
    {
        var rows = new List<TRow>();
        var reader = new ByteReader(BlockSum.Open(day, codec.Kind, segment, firstKey, body));
        var previous = default(TRow)!;
        while (!reader.AtEnd)
        {
            previous = codec.Read(ref reader, previous, rows.Count == 0, day);
            rows.Add(previous);
        }

        return rows;
    }

    private RollupBlock Close(int day, long segment, long firstKey)
    {
        var body = BlockSum.Close(day, codec.Kind, segment, firstKey, _writer.Written.Span);
        _writer.Clear();
        return new(firstKey, body);
    }
}
