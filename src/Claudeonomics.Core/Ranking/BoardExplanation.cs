using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>How one participant's number on a board came about: recomputed from its inputs, not copied from the list.</summary>
/// <remarks>Of people; a board of teams has no explanation of its own: a team is the sum of its people.</remarks>
/// <param name="Own">The place, with the sums by bucket, the shares of models and the days.</param>
/// <param name="Unit">Of the score.</param>
/// <param name="Inputs">What the score was computed from, by name, in the order of the formula.</param>
/// <param name="Formula">The computation in words and names of <paramref name="Inputs"/>.</param>
/// <param name="Parts">Of a score, each with its own inputs and formula; empty on other boards.</param>
/// <param name="Tier">What gives the tier worn, or <see langword="null"/>.</param>
/// <param name="ActiveDays">Of the last 30; those that only calls prove are in <paramref name="ActiveDaysByCalls"/>. Both <see langword="null"/> where others
/// are not told.</param>
/// <param name="Titles">Evidence for every title, awarded or not, as <see cref="Awards.ToldEvidenceOf"/> tells it.</param>
/// <param name="Settings">Every number of the rules, by name.</param>
public sealed record BoardExplanation(
    OwnStanding Own, string Unit, IReadOnlyList<ExplainedInput> Inputs, string Formula, TierAward? Tier, DateOnly AsOf,
    IReadOnlyList<ExplainedPart> Parts, int? ActiveDays, int? ActiveDaysByCalls, IReadOnlyList<TitleEvidence> Titles, string RulesVersion, DayRange Window,
    IReadOnlyList<ExplainedInput> Settings)
{
    /// <summary>Weeks in a row with the floor met; <see langword="null"/> on a board that is not of people.</summary>
    public Streak? Streak { get; init; }

    /// <summary>Others may see the streak.</summary>
    public bool SharesStreak { get; init; }

    /// <param name="data">A view of the board's roster.</param>
    /// <param name="live">As <see cref="OwnStandings.Of"/> takes it.</param>
    /// <returns><see langword="null"/> for who does not take part.</returns>
    public static BoardExplanation? Of(BuiltBoard board, IBoardData data, string personId, Awards awards, BuiltBoard? live = null)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(awards);
        if (OwnStandings.Of(board, data, personId, awards, live) is not { } own || board.Scopes.PersonOf(personId) is not { } person)
        {
            return null;
        }

        var (query, rules) = (board.Query, board.Rules);
        var kind = Board.Of(query.Board);
        var root = board.Scopes.Under(board.Scopes.RootOf(query.Team));
        var row = root.RowOf(person);
        var details = OwnStandings.DetailsOf(board, data, root.People, row);
        var game = kind is GameBoard ofGame && row is { } known
            ? ofGame.Explain(live ?? board, new(data, query, board.Scopes, root, rules, awards), person, known)
            : null;
        if (game is not null)
        {
            own = own with { Standing = own.Standing with { Score = game.Key == Ranker.Unranked ? 0 : kind.ScoreOf(game.Key) } };
        }

        var (activeDays, activeDaysByCalls) = awards.ActiveDaysOf(person);
        return new(
            own, kind.Unit, game?.Inputs ?? kind.InputsOf(details, data.Models), kind.Formula(query, rules), kind.IsOfPeople ? awards.TierAwardOf(person) : null, awards.AsOf,
            game?.Parts ?? [], activeDays, activeDaysByCalls, kind.IsOfPeople ? awards.ToldEvidenceOf(person, data) : [], rules.Version, query.Window,
            [.. GameSettings.All.Select(s => new ExplainedInput(s.Name, s.Read(rules), ""))])
        {
            Streak = kind.IsOfPeople ? awards.StreakOf(person) : null,
            SharesStreak = board.Scopes.Roster.People[person].SharesStreak,
        };
    }
}

/// <param name="Unit">Empty for a number of the rules.</param>
public sealed record ExplainedInput(string Name, double Value, string Unit)
{
    /// <summary>For the person's own eyes: others get the explanation without it.</summary>
    public bool IsPrivate { get; init; }
}
