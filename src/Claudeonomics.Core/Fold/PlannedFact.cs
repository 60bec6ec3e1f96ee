using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

public enum FactKind : byte
{
    Call = 1,
    Counter = 2,
    Signal = 3,
}

/// <summary>A fact that is new, waiting to become durable.</summary>
public readonly struct PlannedFact
{
    internal PlannedFact(ConversationState state, ulong key, FactBatch batch, FactKind kind, int index)
    {
        (State, Key, Batch, Kind, Index) = (state, key, batch, kind, index);
    }

    public FactBatch Batch { get; }

    public FactKind Kind { get; }

    /// <summary>Its place among the batch's facts of that kind.</summary>
    public int Index { get; }

    /// <summary>When it happened, milliseconds since 1970 UTC.</summary>
    public long AtUnixMs => Kind switch
    {
        FactKind.Call => Batch.Calls[Index].AtUnixMs,
        FactKind.Counter => Batch.Counters[Index].AtUnixMs,
        _ => Batch.Signals[Index].AtUnixMs,
    };

    internal ConversationState State { get; }

    internal ulong Key { get; }
}
