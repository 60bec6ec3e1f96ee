using Claudeonomics.Core.Cube;

namespace Claudeonomics.Core.Ranking;

/// <summary>The headline figures of a board.</summary>
internal static class PopulationBuilder
{
    /// <param name="tokens">Total tokens by person.</param>
    public static Population Of(
        IBoardData data, BoardQuery query, BoardScope people, int participants, ReadOnlySpan<long> tokens, GameRules rules, IPriceReference prices)
    {
        return query.Team is not null && participants < rules.SmallestGroup
            ? new(participants, 0, 0, 0, default, null, Withheld: true)
            : Of(data, query, people, participants, tokens, prices);
    }

    /// <summary>Whatever the group's size.</summary>
    public static Population Of(
        IBoardData data, BoardQuery query, BoardScope people, int participants, ReadOnlySpan<long> tokens, IPriceReference prices)
    {
        var distribution = Distribution.Of(tokens);
        UsageSums sums = default;
        decimal? naive = null;
        var isPricedByDay = false;
        foreach (var total in data.Totals(query.Window, query.Filter, people))
        {
            sums += total.Sums;
            if (prices.ChangesWithin(query.Window, total.Dimension))
            {
                isPricedByDay = true;
            }
            else
            {
                AddNaive(total);
            }
        }

        if (isPricedByDay)
        {
            foreach (var total in data.TotalsByDay(query.Window, query.Filter, people))
            {
                if (prices.ChangesWithin(query.Window, total.Dimension))
                {
                    AddNaive(total);
                }
            }
        }

        return new(
            participants, distribution.Count, distribution.Median, distribution.TopPercentShare, sums,
            naive is { } usd ? WithoutTrailingZeros(usd) : null);

        void AddNaive(DayTotal total)
        {
            var priced = total.Sums.Tokens.TotalTokens - total.Sums.UnpricedTokens;
            if (priced > 0 && prices.MeanUsdPerMTok(total.Dimension, total.Day) is { } mean)
            {
                naive = (naive ?? 0) + (priced * mean / 1_000_000);
            }
        }
    }

    // How many there are depends on how the tokens were added up, and the same amount is to be written the same.
    private static decimal WithoutTrailingZeros(decimal value) => value / 1.000000000000000000000000000000m;
}
