using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Boards;

/// <summary>The board <c>score</c> among one's own league, for the month after the one that made it, as far as it has come.</summary>
public sealed class LeagueService(ISeasons seasons, IBoards boards, IRosterSource roster, RuleBook rules)
{
    /// <returns><see langword="null"/> for who is in none: leagues are off, the company is too small, or they took no part in the season before.</returns>
    public OwnLeague? Of(string personId)
    {
        if (seasons.LeagueOf(personId) is not { } league)
        {
            return null;
        }

        var today = boards.Today;
        var played = DayRange.MonthOf(league.Season.AddMonths(1));
        var month = played.End <= today ? played : new DayRange(played.Start, today.AddDays(1));
        var query = new BoardQuery(BoardNames.Score, month, BoardSubject.Person, UsageFilter.All, Team: null, Limit: 1);
        var visible = roster.Current.People.Where(static person => person.Participation is Participation.Named or Participation.Pseudonym)
            .Select(static person => person.Id).ToHashSet(StringComparer.Ordinal);

        // Who does not take part any more has no standing, who has not used anything yet no rank.
        var standings = league.Members.Select(member => member == personId ? boards.StandingOf(query, member)?.Standing : boards.ShownStandingOf(query, member)).OfType<Standing>().Where(static standing => standing.Rank > 0)
            .OrderByDescending(static standing => standing.Score).ThenBy(static standing => standing.Id, StringComparer.Ordinal).ToList();
        var ranked = standings.ConvertAll(standing => new LeagueStanding(
            1 + standings.Count(other => other.Score > standing.Score), standing.Id, standing.Name, standing.Score, standing.Tier));
        var own = ranked.Find(standing => standing.Id == personId);
        return new(
            league.Season, league.Number, league.Leagues, league.Level, month, league.Members.Count, rules.Of(today).LeaguePromoted,
            [.. ranked.Take(rules.Of(today).ListLength(ranked.Count)).Where(standing => visible.Contains(standing.Id))], own,
            own is null ? null : ranked.FindLast(standing => standing.Score > own.Score) is { } next ? next.Score - own.Score : null);
    }
}

/// <summary>One's own league.</summary>
/// <param name="Season">The sealed month whose scores and promotions made it.</param>
/// <param name="Number">1 is the first of <paramref name="Leagues"/>.</param>
/// <param name="Level">One's own, earned by promotion; it never falls.</param>
/// <param name="Members">People who were put into it.</param>
/// <param name="Promoted">So many rise at the month's close.</param>
/// <param name="Standings">The first third of those with a score so far, as far as they let others see them.</param>
/// <param name="Own">Whether or not it is listed; <see langword="null"/> without usage so far.</param>
/// <param name="ToNextRank">Points that are missing to the next one in the league.</param>
public sealed record OwnLeague(
    DateOnly Season, int Number, int Leagues, int Level, DayRange Window, int Members, int Promoted, IReadOnlyList<LeagueStanding> Standings,
    LeagueStanding? Own, double? ToNextRank);

/// <param name="Rank">Within the league.</param>
/// <param name="Score">Points of the month so far.</param>
public sealed record LeagueStanding(int Rank, string Id, string Name, double Score, Tier Tier);
