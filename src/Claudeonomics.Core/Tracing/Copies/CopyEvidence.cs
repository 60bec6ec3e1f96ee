namespace Claudeonomics.Core.Tracing.Copies;

/// <summary>What an excerpt says of one copy.</summary>
/// <param name="Copy">Its number.</param>
/// <param name="LogOdds">Natural logarithm of how many times likelier the excerpt is as a piece of this copy than by chance: what a copy that it is no piece of has on average
/// is at most 1, so that it reaches T at most once in T.</param>
/// <param name="Figures">Figures with four digits that could be compared.</param>
/// <param name="Agreeing">Of them, those that end as in this copy; one in eight does by chance.</param>
/// <param name="Canaries">Rows that are in this copy and about nobody.</param>
public sealed record CopyEvidence(int Copy, double LogOdds, int Figures, int Agreeing, int Canaries);
