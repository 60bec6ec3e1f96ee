namespace Claudeonomics.Core.Ranking;

/// <summary>Everything a board may look at while its keys are read.</summary>
/// <param name="Root">Who counts under the filter's team.</param>
/// <param name="Awards">As of the window's last day, or today if that is earlier.</param>
internal sealed record BoardReading(IBoardData Data, BoardQuery Query, RosterScopes Scopes, RootScopes Root, GameRules Rules, Awards Awards)
{
    /// <summary>Rows of people or of teams.</summary>
    public BoardScope Rows => Query.Subject is BoardSubject.Team ? Root.Teams : Root.People;
}
