namespace Claudeonomics.Core.Ranking;

/// <summary>What the numbers of a board's rows are made of, kept as long as the board.</summary>
internal abstract class RowParts
{
    /// <summary>Of one row, in a fixed order.</summary>
    public abstract IReadOnlyList<StandingPart> Of(int row);
}
