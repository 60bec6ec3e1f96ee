using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Board;

/// <summary>The boards as pages, and a row opened in place.</summary>
internal static class BoardEndpoints
{
    public static void MapBoardPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", static (HttpContext context, BoardPages pages, RosterIndex roster) => GetBoard(BoardNames.Tokens, context, pages, roster)).Shows(Figures.People);
        app.MapGet("/boards/{board}", GetBoard).Shows(Figures.People);
        app.MapGet("/boards/{board}/rows/own", GetOwnRow).Shows(Figures.Own);
        app.MapGet("/boards/{board}/rows/{id}", GetRow).ShowsPerson("id", orTeam: true);
        app.MapGet("/boards/{board}/teams", GetTeams).Shows(Figures.Company);
    }

    internal static async Task<IResult> GetBoard(string board, HttpContext context, BoardPages pages, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (BoardText.Find(board) is null)
        {
            return ErrorPages.NotFound(viewer);
        }

        var page = await pages.GetAsync(board, context.Request, viewer);
        Shown.Board(context, page.Snapshot, page.Few);
        await BoardAnswer.WriteAsync(context, page);
        return TypedResults.Empty;
    }

    /// <summary>The viewer's own place as it is now, for a page that is open.</summary>
    internal static IResult GetOwnRow(string board, HttpContext context, IBoards boards)
    {
        if (BoardText.Find(board) is not { } text || Viewer.From(context.User) is not { PersonId: { } person })
        {
            return TypedResults.NotFound();
        }

        var own = boards.StandingOf(BoardAddress.From(board, context.Request.Query).Under(boards.Policy).QueryOn(boards.Today), person);
        return own is null ? TypedResults.NotFound() : Page.Of<OwnPlace>(new() { ["Own"] = own, ["Text"] = text });
    }

    /// <summary>The teams beside the people as they are now, for a page that is open.</summary>
    internal static IResult GetTeams(string board, HttpContext context, IBoards boards)
    {
        if (BoardText.Find(board) is null)
        {
            return TypedResults.NotFound();
        }

        var address = BoardAddress.From(board, context.Request.Query).Under(boards.Policy);
        return Page.Of<TeamsBeside>(new()
        {
            ["Address"] = address,
            ["Snapshot"] = boards.Get(address.QueryOn(boards.Today) with { Subject = BoardSubject.Team }),
        });
    }

    /// <summary>What is behind a row that the viewer can see: one of the list.</summary>
    internal static IResult GetRow(string board, string id, HttpContext context, IBoards boards)
    {
        if (BoardText.Find(board) is null)
        {
            return TypedResults.NotFound();
        }

        var query = BoardAddress.From(board, context.Request.Query).Under(boards.Policy).QueryOn(boards.Today);
        var standing = boards.Get(query).Standings.FirstOrDefault(row => row.Id == id);
        return standing is null
            ? TypedResults.NotFound()
            : Page.Of<RowDetails>(new()
            {
                ["Standing"] = standing,
                ["Subject"] = query.Subject,
                ["IsMachine"] = board == BoardNames.Fleet && query.Subject is BoardSubject.Person,
                ["Explanation"] = query.Subject is BoardSubject.Person ? boards.Explain(query, id, isOwn: false) : null,
            });
    }
}
