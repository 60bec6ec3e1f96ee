using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Exports;

/// <summary>A row of a copy.</summary>
/// <param name="Rank">On the board, and as much more as there are canaries above it.</param>
/// <param name="Members">Of a team; <see langword="null"/> of a person.</param>
/// <param name="Figures">In the order of <see cref="ExportTable.Columns"/>, as the copy has them; <see langword="null"/> where the board shows none.</param>
internal sealed record ExportRow(int Rank, string Name, string? Team, string? Tier, int? Members, IReadOnlyList<decimal?> Figures);

/// <summary>What a copy of a board holds: the rows that every reader of the board sees, rounded by copy, and canaries between them.</summary>
/// <param name="Columns">Names of the figures; the first is what the board ranks by.</param>
/// <param name="Canaries">Rows that are about nobody.</param>
internal sealed record ExportTable(IReadOnlyList<string> Columns, IReadOnlyList<ExportRow> Rows, int Canaries)
{
    private const string ScoreName = "score";

    // A figure of a row, and whether it is a count.
    private sealed record Column(string Name, bool IsWhole, Func<Standing, double?> Of);

    private static readonly Column[] Usage =
    [
        new("uncachedInputTokens", true, static row => row.ShowsUsage ? row.Sums.Tokens.UncachedInputTokens : null),
        new("cacheReadTokens", true, static row => row.ShowsUsage ? row.Sums.Tokens.CacheReadTokens : null),
        new("cacheWriteTokens", true, static row => row.ShowsUsage ? row.Sums.Tokens.CacheWriteTokens : null),
        new("outputTokens", true, static row => row.ShowsUsage ? row.Sums.Tokens.OutputTokens : null),
        new("requests", true, static row => row.ShowsUsage ? row.Sums.Requests : null),
        new("listCostUsd", false, static row => (double?)row.ListCostUsd),
    ];

    /// <summary>Makes one copy.</summary>
    /// <param name="snapshot">As everybody sees it.</param>
    /// <param name="policy">Under which it is shown.</param>
    /// <param name="isTaken">Whether somebody has a name: no canary gets it.</param>
    public static ExportTable Of(BoardSnapshot snapshot, PrivacyPolicy policy, CopyCode code, Func<IReadOnlyList<string>, IReadOnlySet<string>> taken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(code);
        var columns = ColumnsOf(snapshot);
        var writer = new CopyWriter(code);
        var canaries = CanariesOf(snapshot, policy, columns, code, taken);
        var rows = new List<ExportRow>();
        for (var i = 0; i < snapshot.Standings.Count; i++)
        {
            foreach (var canary in canaries.Where(canary => canary.Before == i).OrderBy(static canary => canary.Down))
            {
                rows.Add(Marked(canary.Like, canary.Name, canary.Figures, rows.Count - i));
            }

            rows.Add(Marked(snapshot.Standings[i], snapshot.Standings[i].Name, [.. columns.Select(column => column.Of(snapshot.Standings[i]))], rows.Count - i));
        }

        return new([.. columns.Select(static column => column.Name)], rows, canaries.Count);

        ExportRow Marked(Standing standing, string name, IReadOnlyList<double?> figures, int above) => new(
            standing.Rank + above, name, snapshot.Query.Subject is BoardSubject.Person ? standing.Team : null,
            standing.Tier is Tier.None ? null : Titles.NameOf(standing.Tier), snapshot.Query.Subject is BoardSubject.Team ? standing.Members : null,
            [.. figures.Select((figure, column) => figure is not { } value ? (decimal?)null : columns[column].IsWhole ? writer.Whole(name, (long)value) : writer.Real(name, value))]);
    }

    private static List<Column> ColumnsOf(BoardSnapshot snapshot)
    {
        // Only tokens are counts; means of a team's members, points and dollars are not.
        var isWhole = Board.Of(snapshot.Query.Board).Unit == "tokens";
        var score = new Column(ScoreName, isWhole, static row => row.Score);
        // What is the same as the score under another name would tell twice of one figure.
        return
        [
            score,
            .. Usage.Where(column => snapshot.Standings.Any(row => column.Of(row) is not null) && !snapshot.Standings.All(row => column.Of(row) == row.Score)),
        ];
    }

    /// <param name="Before">The row that it stands before.</param>
    /// <param name="Down">How far it is from the row above to that, from 0 to 1.</param>
    /// <param name="Like">Whose team and tier it has: the row that it stands before.</param>
    private sealed record Canary(int Before, double Down, string Name, Standing Like, IReadOnlyList<double?> Figures);

    private static List<Canary> CanariesOf(
        BoardSnapshot snapshot, PrivacyPolicy policy, List<Column> columns, CopyCode code, Func<IReadOnlyList<string>, IReadOnlySet<string>> taken)
    {
        var rows = snapshot.Standings;
        // A team that nobody knows would be seen at once, and so would somebody among two.
        if (snapshot.Query.Subject is BoardSubject.Team || snapshot.Query.Board == BoardNames.Fleet || rows.Count < 3)
        {
            return [];
        }

        var wanted = Math.Clamp((rows.Count + 12) / 25, 1, CopyCode.Canaries);
        string[] drawn = [.. code.DrawCanaries(Pseudonyms.Pairs.Count).Select(static name => Pseudonyms.Pairs[name])];
        var not = taken(drawn);
        return [.. drawn.Where(name => !not.Contains(name)).Take(wanted).Select(Place)];

        Canary Place(string name, int number)
        {
            var lot = code.PlaceOf(number);
            var before = 1 + (int)(lot % (ulong)(rows.Count - 1));
            var down = (lot >> 40) / (double)(1 << 24);
            var detail = policy.Detail is DetailOfOthers.Exact || snapshot.Query.Filter == UsageFilter.All ? policy.Detail : DetailOfOthers.Bands;
            return new(before, down, name, rows[before], [.. columns.Select(column => Between(column, rows[before - 1], rows[before], down, detail, snapshot.Query.Board))]);
        }
    }

    // As closely as the board shows figures, or it would be told by its digits.
    private static double? Between(Column column, Standing above, Standing below, double down, DetailOfOthers detail, string board)
    {
        if (column.Of(above) is not { } from || column.Of(below) is not { } to)
        {
            return null;
        }

        var value = from + ((to - from) * down);
        var shown = column.Name == ScoreName ? Board.CoarseScore(board, value, detail) : Coarse.Of(value, detail);
        return column.IsWhole ? Math.Round(shown) : shown;
    }
}
