using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
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
        var (rulesOfToday, policy) = (rules.Of(today), boards.Policy);
        var present = roster.Current.People.Where(static person => person.Participates).ToDictionary(static person => person.Id, StringComparer.Ordinal);

        // A rank that is missing, or a distance, would tell of somebody whom nobody sees.
        var members = league.Members.Where(member => present.ContainsKey(member) && (!policy.GuardsGroups || member == personId || IsVisible(member))).ToList();

        // Ranked by what is exact, and only then told. Who has not used anything yet has no rank.
        var ownStanding = boards.StandingOf(query, personId);
        var standings = members.Select(member => member == personId ? ownStanding?.Standing : boards.SteppedStandingOf(query, member))
            .OfType<Standing>().Where(static standing => standing.Rank > 0)
            .OrderByDescending(static standing => standing.Score).ThenBy(static standing => standing.Id, StringComparer.Ordinal).ToList();
        var ranked = standings.ConvertAll(standing => new LeagueStanding(
            1 + standings.Count(other => other.Score > standing.Score), standing.Id, standing.Name,
            standing.Id == personId ? standing.Score : Board.CoarseScore(BoardNames.Score, standing.Score, policy.Detail), standing.Tier));
        var own = ranked.Find(standing => standing.Id == personId);
        var next = own is null ? null : standings.FindLast(standing => standing.Score > own.Score);

        // Among a handful, the list and what is missing to the next would be somebody's figure.
        var listed = policy.GuardsGroups && ranked.Count < policy.SmallestBoard ? 0 : rulesOfToday.ListLength(ranked.Count);
        return new(
            league.Season, league.Number, league.Leagues, league.Level, month, members.Count, rulesOfToday.LeaguePromoted,
            [.. ranked.Take(listed).Where(standing => IsVisible(standing.Id))], own,
            next is null || listed == 0 ? null : Math.Max(0, Coarse.Above(next.Score, policy.Detail) - own!.Score))
        {
            OutOfSeason = ownStanding?.OutOfSeason,
        };

        bool IsVisible(string id) => present[id].Participation is Participation.Named or Participation.Pseudonym;
    }
}

/// <summary>One's own league.</summary>
/// <param name="Season">The sealed month whose scores and promotions made it.</param>
/// <param name="Number">1 is the first of <paramref name="Leagues"/>.</param>
/// <param name="Level">One's own, earned by promotion; it never falls.</param>
/// <param name="Members">Who was put into it and takes part; where a policy guards groups, of whom others may see, and oneself.</param>
/// <param name="Promoted">So many rise at the month's close.</param>
/// <param name="Standings">The first third of those with a score so far, as far as they let others see them; where a policy guards groups, none of fewer
/// than have a board.</param>
/// <param name="Own">Whether or not it is listed; <see langword="null"/> without usage so far.</param>
/// <param name="ToNextRank">Points that are missing to what is seen of the next one in the league; <see langword="null"/> where there is none, or no list.</param>
public sealed record OwnLeague(
    DateOnly Season, int Number, int Leagues, int Level, DayRange Window, int Members, int Promoted, IReadOnlyList<LeagueStanding> Standings,
    LeagueStanding? Own, double? ToNextRank)
{
    /// <summary>As <see cref="OwnStanding.OutOfSeason"/>: why there is no place.</summary>
    public DateOnly? OutOfSeason { get; init; }
}

/// <param name="Rank">Within the league.</param>
/// <param name="Score">Points of the month so far.</param>
public sealed record LeagueStanding(int Rank, string Id, string Name, double Score, Tier Tier);
