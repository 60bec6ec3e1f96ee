using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

public enum FactKind : byte
{
    Call = 1,
    Counter = 2,
    Signal = 3,
    Note = 4,
}

/// <summary>Where a fact stands.</summary>
/// <param name="Index">Its place among the batch's facts of that kind.</param>
internal readonly record struct FactPlace(FactBatch Batch, FactKind Kind, int Index);

/// <summary>A fact that is new, waiting to become durable.</summary>
public readonly struct PlannedFact
{
    private readonly FactPlace _place;

    internal PlannedFact(ConversationState state, FactPlace place) => (State, _place) = (state, place);

    public FactBatch Batch => _place.Batch;

    public FactKind Kind => _place.Kind;

    /// <summary>Its place among the batch's facts of that kind.</summary>
    public int Index => _place.Index;

    /// <summary>When it happened, milliseconds since 1970 UTC.</summary>
    public long AtUnixMs => Kind switch
    {
        FactKind.Call => Batch.Calls[Index].AtUnixMs,
        FactKind.Counter => Batch.Counters[Index].AtUnixMs,
        FactKind.Note => Batch.Notes[Index].HourUnixMs,
        _ => Batch.Signals[Index].AtUnixMs,
    };

    internal ConversationState State { get; }
}
