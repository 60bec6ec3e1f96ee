using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;

namespace Claudeonomics.Server.Web.Board;

/// <summary>What a board page shows, as its address says it. Every choice on the page is a link to another one of these.</summary>
/// <param name="Window">A word of <see cref="BoardWindows"/>; ignored when <paramref name="Days"/> is given.</param>
/// <param name="Days">An own range, <c>from</c> and <c>to</c> (the first day after it), as the boards' API has it: the page's stream takes the same words.</param>
/// <param name="Search">Part of a name: shortens the list, changes no rank.</param>
public sealed record BoardAddress(
    string Board, BoardSubject By, string Window, DayRange? Days, string? Team, UsageFilter Filter, string? Search)
{
    public const int MostRows = 250;

    public static BoardAddress Default { get; } =
        new(BoardNames.Tokens, BoardSubject.Person, BoardWindows.Default, null, null, UsageFilter.All, null);

    /// <summary>Reads an address. Words it does not know are left out rather than refused: an old bookmark still opens.</summary>
    public static BoardAddress From(string board, IQueryCollection query)
    {
        if (query.Count == 0)
        {
            return board == Default.Board ? Default : Default with { Board = board };
        }

        string? Word(string name) => query[name].ToString() is { Length: > 0 } word ? word : null;
        var window = Word("window");
        return new(
            board,
            Word("by") == "team" ? BoardSubject.Team : BoardSubject.Person,
            window is not null && BoardWindows.All.Contains(window) ? window : BoardWindows.Default,
            DaysFrom(Word("from"), Word("to")),
            Word("team"),
            new(Word("agent"), Word("provider"), Word("model")),
            Word("q"));
    }

    /// <summary>The same choices as far as a policy lets others be seen under them.</summary>
    public BoardAddress Under(PrivacyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.ShowsDaysAndDollars ? this : this with
        {
            Window = BoardWindows.Under(policy).Contains(Window) ? Window : BoardWindows.Default,
            Days = null,
            By = Board == BoardNames.Cost ? BoardSubject.Team : By,
        };
    }

    /// <summary>The days meant, on a given company day.</summary>
    public DayRange DaysOn(DateOnly today) => Days ?? BoardWindows.Of(Window, today)!.Value;

    public BoardQuery QueryOn(DateOnly today) => new(Board, DaysOn(today), By, Filter, Team, MostRows);

    public string Url => PathAndQuery(Path);

    public string Path => Board == BoardNames.Tokens ? "/" : $"/boards/{Board}";

    /// <summary>The choices as words of an address; what is as usual is left out.</summary>
    public IEnumerable<(string Name, string Word)> QueryWords
    {
        get
        {
            (string Name, string? Word)[] words =
            [
                ("window", Days is null && Window != BoardWindows.Default ? Window : null),
                ("from", Days?.Start.ToString("yyyy-MM-dd", null)),
                ("to", Days?.End.ToString("yyyy-MM-dd", null)),
                ("by", By is BoardSubject.Team ? "team" : null),
                ("team", Team),
                ("agent", Filter.Agent),
                ("provider", Filter.Provider),
                ("model", Filter.Model),
                ("q", Search),
            ];
            return words.Where(static word => word.Word is not null).Select(static word => (word.Name, word.Word!));
        }
    }

    /// <summary>The same choices under another path.</summary>
    public string PathAndQuery(string path)
    {
        var query = string.Join('&', QueryWords.Select(static word => $"{word.Name}={Uri.EscapeDataString(word.Word)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private static DayRange? DaysFrom(string? from, string? to) =>
        DateOnly.TryParseExact(from, "yyyy-MM-dd", out var first) && DateOnly.TryParseExact(to, "yyyy-MM-dd", out var end)
            ? BoardWindows.Of(first, end)
            : null;
}
