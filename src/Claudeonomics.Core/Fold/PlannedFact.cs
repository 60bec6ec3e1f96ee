using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

public enum FactKind : byte
{
    Call = 1,
    Counter = 2,
    Signal = 3,
    Note = 4,
}

/// <summary>A fact, told by where it stands.</summary>
public interface IPlacedFact
{
    FactBatch Batch { get; }

    FactKind Kind { get; }

    /// <summary>Its place among the batch's facts of that kind.</summary>
    int Index { get; }
}

/// <summary>Where a fact stands.</summary>
/// <param name="Index">Its place among the batch's facts of that kind.</param>
public readonly record struct FactPlace(FactBatch Batch, FactKind Kind, int Index) : IPlacedFact
{
    /// <summary>The places of all single facts of a batch, one kind after the other.</summary>
    /// <param name="into">Not cleared.</param>
    public static void AddAll(FactBatch batch, List<FactPlace> into)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(into);
        Add(FactKind.Call, batch.Calls.Length);
        Add(FactKind.Counter, batch.Counters.Length);
        Add(FactKind.Signal, batch.Signals.Length);
        Add(FactKind.Note, batch.Notes.Length);

        void Add(FactKind kind, int count)
        {
            for (var index = 0; index < count; index++)
            {
                into.Add(new(batch, kind, index));
            }
        }
    }
}

/// <summary>A fact that is new, waiting to become durable.</summary>
public readonly struct PlannedFact : IPlacedFact
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
