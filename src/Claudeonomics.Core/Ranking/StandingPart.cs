namespace Claudeonomics.Core.Ranking;

/// <summary>One part of a score.</summary>
/// <param name="Name">Stable, such as <c>volume</c>.</param>
/// <param name="Points"><see langword="null"/> when there is nothing to measure it by.</param>
/// <param name="Most">What it can be at most.</param>
public sealed record StandingPart(string Name, double? Points, double Most);
