using System.Security.Cryptography;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Tracing;

namespace Claudeonomics.Server.Boards;

/// <summary>A board as one reader alone has it: the figures of others rounded by their copy, their own as they are, and among the whole company's people rows about nobody.</summary>
/// <param name="Of">The state that it was made of.</param>
/// <param name="Viewer"><see cref="People.Viewer.LogName"/>.</param>
internal sealed record MarkedBoard(EntityTag Of, long Sequence, string Viewer, byte[] Json, EntityTag Tag)
{
    /// <summary>The whole board as a server-sent event: patches are everybody's.</summary>
    public byte[] Event => PublishedBoard.EventOf("board"u8, Sequence, Json);

    /// <param name="policy">Under which the board is shown.</param>
    /// <param name="taken">Which of some names somebody has.</param>
    public static MarkedBoard Make(PublishedBoard board, Viewer viewer, PrivacyPolicy policy, CopyCode code, Func<IReadOnlyList<string>, IReadOnlySet<string>> taken)
    {
        var (query, writer) = (board.Snapshot.Query, new CopyWriter(code));
        // Who is in a team, those who are in it know.
        var standings = query.Team is null ? CanaryRows.Among(board.Snapshot, policy, code, taken).Select(static row => row.Standing) : board.Snapshot.Standings;
        var json = board.JsonOf(standings, standing =>
        {
            var row = StandingJson.Of(standing, query.Subject);
            return standing.Id == viewer.PersonId ? row : Marked(row, standing.Name, Board.Of(query.Board).Unit == "tokens", writer);
        });
        return new(board.Tag, board.Snapshot.Sequence, viewer.LogName, json, new(Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 12))));
    }

    private static StandingJson Marked(StandingJson row, string name, bool isWhole, CopyWriter writer)
    {
        return row with
        {
            Score = isWhole ? Whole((long)row.Score) : Real(row.Score),
            Tokens = row.Tokens is { } tokens ? Parts(tokens) : null,
            Requests = row.Requests is { } requests ? Whole(requests) : null,
            ListCostUsd = Usd(row.ListCostUsd),
            CostSpreadUsd = Usd(row.CostSpreadUsd),
            CacheSavedUsd = Usd(row.CacheSavedUsd),
            UnpricedTokens = row.UnpricedTokens is { } unpriced ? Whole(unpriced) : null,
            Days = [.. row.Days.Select(Whole)],
            Parts = row.Parts is { } parts ? [.. parts.Select(part => part with { Points = part.Points is { } points ? Real(points) : null })] : null,
        };

        long Whole(long value) => writer.Whole(name, value);

        // What counts something, such as models, has no digits to spare.
        double Real(double value) => value == Math.Floor(value) && Math.Abs(value) < CopyWriter.LeastWhole ? value : (double)writer.Real(name, value);

        decimal? Usd(decimal? value) => value is { } usd ? writer.Real(name, (double)usd) : null;

        TokensJson Parts(TokensJson tokens)
        {
            long[] before = [tokens.UncachedInput, tokens.CacheRead, tokens.CacheWrite5m, tokens.CacheWrite1h, tokens.CacheWriteUnknown, tokens.Output];
            long[] after = [.. before.Select(Whole)];
            var total = Whole(tokens.Total);
            // What adds up goes on adding up: the largest part takes what the others are off.
            if (before.Sum() == tokens.Total)
            {
                var largest = Array.IndexOf(before, before.Max());
                after[largest] += total - after.Sum();
            }

            return new(total, after[0], after[1], after[2] + after[3] + after[4], after[2], after[3], after[4], after[5], Math.Min(Whole(tokens.Reasoning), after[5]));
        }
    }
}
