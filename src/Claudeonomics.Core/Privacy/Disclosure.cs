using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Privacy;

/// <summary>What others are told of a board: its rows and totals as closely as the policy lets them see.</summary>
/// <remarks>Under a policy that shows everything, the same objects. One's own place never comes through here.</remarks>
public static class Disclosure
{
    /// <summary>A board as everybody may read it.</summary>
    public static BuiltBoard Of(BuiltBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        var policy = board.Rules.Privacy;
        if (policy.Detail is DetailOfOthers.Exact || !Board.Of(board.Query.Board).IsOfPeople)
        {
            return board;
        }

        return board.Told(Of(board.Population, policy), [.. board.Standings.Select(standing => Of(standing, board.Query, policy))]);
    }

    /// <summary>A row as others see it.</summary>
    public static Standing Of(Standing standing, BoardQuery query, PrivacyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Detail is DetailOfOthers.Exact)
        {
            return standing;
        }

        // What is left of somebody's figure when the part with one agent is taken away is nobody's business as closely as the whole.
        var detail = query.Filter == UsageFilter.All ? policy.Detail : DetailOfOthers.Bands;

        // Of people, dollars are nobody else's; and only the list of those who use the most says how much.
        var isTeam = query.Subject is BoardSubject.Team;
        var showsUsage = isTeam || query.Board is BoardNames.Tokens;
        return standing with
        {
            Score = Board.Of(query.Board).CoarseScore(standing.Score, detail),
            Sums = showsUsage ? Coarse.Of(standing.Sums, detail, withDollars: isTeam) : default,
            ShowsUsage = showsUsage,
            ShowsDollars = isTeam,
            MeteredShare = Coarse.Share(standing.MeteredShare, detail),
            KnownShare = Coarse.Share(standing.KnownShare, detail),
            Days = [],
            Models = [.. standing.Models.Select(model => model with { Share = Coarse.Share(model.Share, detail) }).Where(static model => model.Share > 0)],
            Parts = detail is DetailOfOthers.Bands ? [] : [.. standing.Parts.Select(part => part with { Points = part.Points is { } points ? Math.Round(points) : null })],
        };
    }

    /// <summary>How somebody else's number came about, as far as others may know: the parts, without what they were made of.</summary>
    /// <param name="shown">The row as it is listed.</param>
    public static BoardExplanation Of(BoardExplanation explanation, Standing shown, PrivacyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Detail is DetailOfOthers.Exact)
        {
            return explanation;
        }

        return explanation with
        {
            Own = new(shown, 0, null, null),
            Inputs = [],
            Parts = [.. shown.Parts.Select(part => new ExplainedPart(
                part.Name, part.Points, part.Most, [], explanation.Parts.FirstOrDefault(exact => exact.Name == part.Name)?.Formula ?? ""))],
            ActiveDays = null,
            ActiveDaysByCalls = null,
            Titles = [.. explanation.Titles.Where(static title => title.Awarded).Select(static title => title with
            {
                Conditions =
                [
                    .. title.Conditions.Select(static condition => condition with { Value = null, Threshold = IsOnesOwn(condition) ? null : condition.Threshold }),
                ],
            })],
        };
    }

    // What it takes is not in the rules but somebody's own: a day more than they were active before, the floor of their pattern, the weeks that they worked in.
    private static bool IsOnesOwn(TitleCondition condition) => condition.Name is "active-days" or "active-days-since" or "weeks-with-result";

    private static Population Of(Population population, PrivacyPolicy policy) => population.Withheld
        ? population
        : population with
        {
            MedianTokens = Coarse.Of(population.MedianTokens, policy.Detail),
            TopPercentShare = population.TopPercentShare is { } share ? Coarse.Share(share, policy.Detail) : null,
            Sums = Coarse.Of(population.Sums, policy.Detail, withDollars: true),
            NaiveCostUsd = population.NaiveCostUsd is { } usd ? (decimal)Coarse.Of((double)usd, policy.Detail) : null,
        };
}
