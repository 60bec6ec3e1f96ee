using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Server.Tracing;

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
    /// <param name="taken">Which of some names somebody has: no canary gets those.</param>
    public static ExportTable Of(BoardSnapshot snapshot, PrivacyPolicy policy, CopyCode code, Func<IReadOnlyList<string>, IReadOnlySet<string>> taken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(code);
        var columns = ColumnsOf(snapshot);
        var writer = new CopyWriter(code);
        var rows = CanaryRows.Among(snapshot, policy, code, taken);
        return new([.. columns.Select(static column => column.Name)], [.. rows.Select(row => Marked(row.Standing))], rows.Count(static row => row.IsCanary));

        ExportRow Marked(Standing standing) => new(
            standing.Rank, standing.Name, snapshot.Query.Subject is BoardSubject.Person ? standing.Team : null,
            standing.Tier is Tier.None ? null : Titles.NameOf(standing.Tier), snapshot.Query.Subject is BoardSubject.Team ? standing.Members : null,
            [.. columns.Select(column => column.Of(standing) is not { } value ? (decimal?)null
                : column.IsWhole ? writer.Whole(standing.Name, (long)value) : writer.Real(standing.Name, value))]);
    }

    private static List<Column> ColumnsOf(BoardSnapshot snapshot)
    {
        // Only tokens are counts; means of a team's members, points and dollars are not.
        var isWhole = Board.Of(snapshot.Query.Board).Unit == "tokens";
        var score = new Column("score", isWhole, static row => row.Score);
        // What is the same as the score under another name would tell twice of one figure.
        return
        [
            score,
            .. Usage.Where(column => snapshot.Standings.Any(row => column.Of(row) is not null) && !snapshot.Standings.All(row => column.Of(row) == row.Score)),
        ];
    }
}
