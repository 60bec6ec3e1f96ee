using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Web.Text;

namespace Claudeonomics.Server.Web.Board;

/// <summary>What a board is called and what its score means.</summary>
/// <param name="Tab">In the row of boards.</param>
/// <param name="Sentence">The page's title up to whose it is: "Tokens used by".</param>
/// <param name="Standfirst">Under the title: what this number is, and what it is not.</param>
/// <param name="ScoreHeading">Over the column that ranks.</param>
public sealed record BoardText(string Board, string Tab, string Sentence, string Standfirst, string ScoreHeading)
{
    public static IReadOnlyList<BoardText> All { get; } =
    [
        new(BoardNames.Tokens, "Tokens", "Tokens used by",
            "The classic board: consumption, not output.", "Tokens"),
        new(BoardNames.Score, "Score", "Score of",
            "Volume 250, steady weeks 250, outcomes 200, efficiency 150, the month’s focus and helping 150. More than the busiest twentieth use adds nothing, and what cannot be measured counts for nobody.", "Score"),
        new(BoardNames.Consistency, "Consistency", "Steady weeks of",
            "Weeks in which the floor of one’s own working pattern was met, then active days. Sharing a rank is the point.", "Weeks"),
        new(BoardNames.Focus, "Focus", "Progress in the month’s focus of",
            "What the month puts first, counted on its days so far.", "This month"),
        new(BoardNames.Cost, "Cost", "List-price equivalent of the tokens of",
            "What these calls would cost at published prices. What your company pays is another figure.", "List price"),
        new(BoardNames.Breadth, "Breadth", "How many models are at work for",
            "Effective number of models: three used equally count as three, one used for everything counts as one. From 50 calls on.", "Models"),
        new(BoardNames.Cache, "Cache", "What caching saves for",
            "Dollars saved per million tokens of context sent: a rate, so that sending more does not help. From 500 calls on.", "Saved per M"),
        new(BoardNames.Fleet, "Fleet", "Tokens used by",
            "Declared automation: CI, evaluations, migrations, orchestrators. It is in no list, count or total of people.", "Tokens"),
    ];

    public static BoardText? Find(string board) => All.FirstOrDefault(text => text.Board == board);

    public Figure Score(Standing standing) => Board switch
    {
        BoardNames.Tokens or BoardNames.Fleet => Figure.Tokens((long)standing.Score),
        BoardNames.Score => Figure.Points(standing.Score),
        BoardNames.Consistency => Figure.Weeks(standing.Score),
        BoardNames.Focus => Figure.Count((long)standing.Score),
        BoardNames.Cost => Figure.Dollars(standing.Sums.ListCostUsd),
        BoardNames.Breadth => Figure.Ratio(standing.Score),
        BoardNames.Cache => Figure.Dollars((decimal)standing.Score),
        _ => throw new InvalidOperationException($"Board {Board} has no score text."),
    };

    /// <summary>A distance in this board's score.</summary>
    public string Distance(double score) => Board switch
    {
        BoardNames.Tokens or BoardNames.Fleet when score <= 1 => "one token",
        BoardNames.Tokens or BoardNames.Fleet => $"{Figure.Count((long)Math.Ceiling(score))} tokens",
        BoardNames.Score when score < 0.5 => "less than a point",
        BoardNames.Score => Words.Plural((long)Math.Round(score, MidpointRounding.AwayFromZero), "point", "points"),
        BoardNames.Consistency when score < 1 => Words.Plural((long)Math.Round(score * 1000), "active day", "active days"),
        BoardNames.Consistency => Words.Plural((long)Math.Ceiling(score), "week", "weeks"),
        BoardNames.Focus => Figure.Count((long)Math.Ceiling(score)).ToString(),
        BoardNames.Breadth when score < 0.005 => "by a hair",
        BoardNames.Breadth => $"{Figure.Ratio(score)} models",
        _ when score < 0.005 => "less than a cent",
        _ => Figure.Dollars((decimal)score).ToString(),
    };
}
