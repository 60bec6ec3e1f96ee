namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>How rows of one kind are ordered, added and packed. Rows of a block share a day and are packed as differences.</summary>
/// <typeparam name="TRow">A row.</typeparam>
internal interface IRollupCodec<TRow>
{
    RollupKind Kind { get; }

    /// <summary>What a block is found by: rows with equal keys stand in one block.</summary>
    long KeyOf(in TRow row);

    /// <summary>The order in a block; 0 for rows that are to be added up.</summary>
    int Compare(in TRow a, in TRow b);

    TRow Add(in TRow a, in TRow b);

    /// <param name="previous">The row before it in the block; <see langword="default"/> for the first.</param>
    void Write(in TRow row, in TRow previous, bool isFirst, int day, ByteWriter into);

    /// <inheritdoc cref="Write"/>
    TRow Read(ref ByteReader from, in TRow previous, bool isFirst, int day);

    /// <summary>The key of the row ahead, where it can be told without the row before it; <see langword="null"/> where it cannot.</summary>
    long? KeyAhead(ByteReader from) => null;

    /// <summary>Passes over a row whose <see cref="KeyAhead"/> is known, without making it.</summary>
    void Skip(ref ByteReader from) => throw new NotSupportedException($"Rows of {Kind} are packed as differences.");
}
