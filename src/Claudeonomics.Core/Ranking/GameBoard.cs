using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>A board of the game: its numbers come from more than the sums of a row, so that one's own stands where the board has it.</summary>
internal abstract class GameBoard : Board
{
    public sealed override bool IsOfGame => true;

    public sealed override void Keys(IBoardData data, DayRange days, BoardScope scope, BoardQuery query, GameRules rules, Span<long> keys) =>
        throw new NotSupportedException($"{Name} is read whole");

    public sealed override long KeyOf(RowDetails row, IReadOnlyList<BoardModel> models, BoardQuery query, GameRules rules) =>
        throw new NotSupportedException($"{Name} is more than the sums of one row");

    public sealed override IReadOnlyList<ExplainedInput> InputsOf(RowDetails row, IReadOnlyList<BoardModel> models) => [];

    internal abstract override RowParts Read(BoardReading reading, DayRange days, Span<long> keys);

    /// <summary>Recomputes one person's number from its inputs.</summary>
    internal abstract GameExplanation Explain(BuiltBoard board, BoardReading reading, int person, int row);
}

/// <summary>How a number of the game came about.</summary>
/// <param name="Key">Recomputed.</param>
/// <param name="Parts">With their own inputs and formulas; empty for a number without parts.</param>
internal sealed record GameExplanation(long Key, IReadOnlyList<ExplainedInput> Inputs, IReadOnlyList<ExplainedPart> Parts);
