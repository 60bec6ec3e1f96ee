namespace Claudeonomics.Core.Ranking;

/// <summary>How one part of a score came about.</summary>
/// <param name="Points"><see langword="null"/> when there is nothing to measure it by.</param>
/// <param name="Most">What it can be at most.</param>
/// <param name="Inputs">By name, in the order of <paramref name="Formula"/>.</param>
/// <param name="Formula">In words and names of <paramref name="Inputs"/>; why not, when it is not measured.</param>
public sealed record ExplainedPart(string Name, double? Points, double Most, IReadOnlyList<ExplainedInput> Inputs, string Formula);
