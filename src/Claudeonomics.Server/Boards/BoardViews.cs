using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Microsoft.AspNetCore.WebUtilities;

namespace Claudeonomics.Server.Boards;

/// <summary>Views of boards as words that somebody wrote down: the board's name and its choices, in the words of its address.</summary>
public static class BoardViews
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "window", "from", "to", "by", "team", "agent", "provider", "model", "limit", "leaveOut",
    };

    /// <summary>Reads a view as the API reads an address, with nothing left out in silence.</summary>
    /// <param name="view">A query with or without its question mark; empty for the board as it opens.</param>
    /// <param name="problem">What is wrong, by name; empty when nothing is.</param>
    public static BoardQuery? Read(string board, string view, Roster roster, PrivacyPolicy policy, DateOnly today, out string problem)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(view);
        var words = QueryHelpers.ParseQuery(view.TrimStart('?'));
        problem = !BoardNames.All.Contains(board) ? $"There is no board '{board}'."
            : words.Keys.FirstOrDefault(static name => !Names.Contains(name)) is { } unknown ? $"A view has no '{unknown}'."
            : "";
        if (problem.Length > 0)
        {
            return null;
        }

        string? Word(string name) => words.TryGetValue(name, out var word) ? word.ToString() : null;
        var request = BoardRequest.Read(
            board,
            new(Word("window"), Word("from"), Word("to"), Word("by"), Word("team"), Word("agent"), Word("provider"), Word("model"), Word("limit"), Word("leaveOut")),
            roster, policy, out var errors);
        problem = string.Join(' ', errors.Values.SelectMany(static messages => messages));
        return request?.QueryOn(today);
    }
}
