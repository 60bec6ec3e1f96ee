using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;

namespace Claudeonomics.Server.Web.Board;

/// <summary>Everything a board page shows to everybody; what only the viewer sees is put in afterwards.</summary>
/// <param name="Teams">The teams beside the people, under the same choices; <see langword="null"/> when the list itself is of teams.</param>
/// <param name="Step">How often others' rows change.</param>
public sealed record BoardView(BoardAddress Address, BoardSnapshot Snapshot, BoardSnapshot? Teams, BoardChoices Choices, StepOfOthers Step);

/// <summary>What the filters offer: what was used in the window, most used first.</summary>
/// <param name="Teams">Id and name, in the order of their names.</param>
/// <param name="Windows">Words of <see cref="BoardWindows"/>.</param>
public sealed record BoardChoices(
    IReadOnlyList<string> Agents,
    IReadOnlyList<string> Providers,
    IReadOnlyList<string> Models,
    IReadOnlyList<(string Id, string Name)> Teams,
    IReadOnlyList<string> Windows);
