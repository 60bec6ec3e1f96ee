using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Tracing;

/// <summary>A row of a copy of a board.</summary>
/// <param name="Standing">Its rank is the board's, and as much more as there are canaries above it.</param>
public readonly record struct CopiedRow(Standing Standing, bool IsCanary);

/// <summary>Rows that are about nobody, between those of a list of people: whose copy it is, the names say that the copy drew.</summary>
/// <remarks>One in 25, at most <see cref="CopyCode.Canaries"/>. docs/tracing.md says what they are worth.</remarks>
public static class CanaryRows
{
    private const int RowsForOne = 25;

    /// <summary>The rows of a board with canaries between them; without any among teams, automation and fewer than three.</summary>
    /// <param name="snapshot">As everybody sees it.</param>
    /// <param name="policy">Under which it is shown.</param>
    /// <param name="taken">Which of some names somebody has: no canary gets those.</param>
    public static IReadOnlyList<CopiedRow> Among(
        BoardSnapshot snapshot, PrivacyPolicy policy, CopyCode code, Func<IReadOnlyList<string>, IReadOnlySet<string>> taken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(taken);
        var standings = snapshot.Standings;
        var canaries = Draw(snapshot, policy, code, taken).ToLookup(static canary => canary.Before);
        var rows = new List<CopiedRow>(standings.Count + CopyCode.Canaries);
        var above = 0;
        for (var i = 0; i < standings.Count; i++)
        {
            foreach (var canary in canaries[i].OrderBy(static canary => canary.Down))
            {
                rows.Add(new(canary.Standing with { Rank = canary.Standing.Rank + above++ }, IsCanary: true));
            }

            rows.Add(new(above == 0 ? standings[i] : standings[i] with { Rank = standings[i].Rank + above }, IsCanary: false));
        }

        return rows;
    }

    /// <param name="Before">The row that it stands before.</param>
    /// <param name="Down">How far it is from the row above to that, from 0 to 1.</param>
    private sealed record Canary(int Before, double Down, Standing Standing);

    private static IEnumerable<Canary> Draw(
        BoardSnapshot snapshot, PrivacyPolicy policy, CopyCode code, Func<IReadOnlyList<string>, IReadOnlySet<string>> taken)
    {
        var rows = snapshot.Standings;
        // A team that nobody knows would be seen at once, and so would somebody among two.
        if (snapshot.Query.Subject is BoardSubject.Team || snapshot.Query.Board == BoardNames.Fleet || rows.Count < 3)
        {
            return [];
        }

        var wanted = Math.Clamp((rows.Count + (RowsForOne / 2)) / RowsForOne, 1, CopyCode.Canaries);
        string[] drawn = [.. code.DrawCanaries(Pseudonyms.Pairs.Count).Select(static name => Pseudonyms.Pairs[name])];
        var not = taken(drawn);
        return [.. drawn.Where(name => !not.Contains(name)).Take(wanted).Select(Place)];

        Canary Place(string name, int number)
        {
            var lot = code.PlaceOf(number);
            var before = 1 + (int)(lot % (ulong)(rows.Count - 1));
            var down = (lot >> 40) / (double)(1 << 24);
            var detail = policy.Detail is DetailOfOthers.Exact || snapshot.Query.Filter == UsageFilter.All ? policy.Detail : DetailOfOthers.Bands;
            return new(before, down, Between(rows[before - 1], rows[before], down, snapshot.Query.Board, detail) with { Id = Pseudonyms.IdOfNobody(lot), Name = name });
        }
    }

    // Team, tier and models of the row below; figures between the two, as closely as the board shows figures, or it would be told by its digits.
    private static Standing Between(Standing above, Standing below, double down, string board, DetailOfOthers detail)
    {
        var sums = below.ShowsUsage ? Coarse.Of(Between(above.Sums, below.Sums, down), detail, withDollars: below.ShowsDollars) : default;
        var isTotal = below.ShowsUsage && below.Score == below.Sums.Tokens.TotalTokens;
        return below with
        {
            Score = isTotal ? sums.Tokens.TotalTokens : Board.CoarseScore(board, above.Score + ((below.Score - above.Score) * down), detail),
            Sums = sums,
            Titles = [],
            Recognitions = [],
            Days = [.. below.Days.Select((day, i) => i < above.Days.Count ? Between(above.Days[i], day, down) : day)],
            Parts = [.. below.Parts.Select((part, i) => above.Parts.Count == below.Parts.Count && above.Parts[i].Points is { } from && part.Points is { } to
                ? part with { Points = Math.Round(from + ((to - from) * down), detail is DetailOfOthers.Exact ? 1 : 0) }
                : part)],
        };
    }

    private static UsageSums Between(in UsageSums above, in UsageSums below, double down)
    {
        var (from, to) = (above.Tokens, below.Tokens);
        var output = Between(from.OutputTokens, to.OutputTokens, down);
        return new(
            Between(above.Requests, below.Requests, down),
            new TokenUsage(
                Between(from.UncachedInputTokens, to.UncachedInputTokens, down), Between(from.CacheReadTokens, to.CacheReadTokens, down),
                Between(from.CacheWrite5mTokens, to.CacheWrite5mTokens, down), Between(from.CacheWrite1hTokens, to.CacheWrite1hTokens, down),
                Between(from.CacheWriteUnknownTokens, to.CacheWriteUnknownTokens, down), output,
                Math.Min(output, Between(from.ReasoningTokens, to.ReasoningTokens, down))),
            Between(above.UnpricedTokens, below.UnpricedTokens, down),
            Between(above.ListCostNanoUsd, below.ListCostNanoUsd, down),
            Between(above.CostSpreadNanoUsd, below.CostSpreadNanoUsd, down),
            Between(above.CacheSavedNanoUsd, below.CacheSavedNanoUsd, down));
    }

    private static long Between(long above, long below, double down) => above + (long)Math.Round((below - above) * down);
}
