using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Boards;

/// <summary>Boards for programs.</summary>
internal static class BoardEndpoints
{
    public const string Path = "/api/v1/boards";

    public static void MapBoardsApi(this IEndpointRouteBuilder app)
    {
        var boards = app.MapGroup(Path).WithTags("Boards").RequireAuthorization();
        boards.MapGet("", GetBoards).Shows(Figures.Nothing).WithSummary("The boards and windows there are");
        boards.MapGet("/{board}", GetBoard).Shows(Figures.People).WithSummary("A board").Produces<BoardDocumentJson>().ProducesValidationProblem();
        boards.MapGet("/{board}/stream", GetStream).Shows(Figures.People).WithSummary("A board as it changes: server-sent events 'board', then 'patch'")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").ProducesValidationProblem();
        boards.MapGet("/{board}/explain", GetExplanation).ShowsPerson("person").WithSummary("How a participant's number came about");
    }

    internal static JsonHttpResult<BoardsJson> GetBoards(BoardService boards) => TypedResults.Json(
        new BoardsJson(
            [.. BoardNames.All.Select(name => new BoardKindJson(name, Board.Of(name).Unit))],
            [.. BoardWindows.Under(boards.Policy).Select(word => (Word: word, Days: BoardWindows.Of(word, boards.Today)!.Value))
                .Select(w => new NamedWindowJson(w.Word, w.Days.Start, w.Days.End))],
            BoardWindows.Default,
            boards.Rules.Of(boards.Today).Version),
        BoardJson.Default.BoardsJson);

    internal static async Task<IResult> GetBoard(
        string board, [AsParameters] BoardParameters parameters, HttpContext context, BoardService boards, BoardAddresses addresses, BulkReads bulk)
    {
        var (scopes, today) = (boards.Scopes, boards.Today);
        if (Read(board, parameters, scopes, boards.Policy, out var problem) is not { } request)
        {
            return problem!;
        }

        var entry = boards.Entry(request.QueryOn(today));
        addresses.Remember(context.Request.Path.Value!, context.Request.QueryString.Value ?? "", scopes, today, entry);
        var published = boards.Published(entry);
        Shown.Board(context, published.Snapshot.Sequence, published.Few);
        if (Viewer.From(context.User) is { } viewer && bulk.Sees(viewer, published))
        {
            await BoardResponse.WriteAsync(context, await bulk.MarkAsync(viewer, published));
            return TypedResults.Empty;
        }

        return new BoardResponse(published);
    }

    internal static async Task<IResult> GetStream(
        string board, [AsParameters] BoardParameters parameters, HttpContext context, BoardService boards, BoardStreams streams)
    {
        if (Read(board, parameters, boards.Scopes, boards.Policy, out var problem) is not { } request)
        {
            return problem!;
        }

        if (await streams.TryRunAsync(context, request))
        {
            return TypedResults.Empty;
        }

        context.Response.Headers.RetryAfter = "60";
        return TypedResults.Problem("Too many boards or streams are open.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <param name="person">Id of somebody who is listed, or <c>me</c>.</param>
    internal static IResult GetExplanation(
        string board, string? person, [AsParameters] BoardParameters parameters, HttpContext context, BoardService boards)
    {
        if (Read(board, parameters, boards.Scopes, boards.Policy, out var problem) is not { } request)
        {
            return problem!;
        }

        var own = Viewer.From(context.User)?.PersonId;
        var id = person == "me" ? own : person;
        var query = request.QueryOn(boards.Today) with { Subject = BoardSubject.Person };

        // What the list shows may be explained to whoever sees the list; what it does not show is its owner's.
        var isVisible = id is not null && (id == own || boards.Get(query).Standings.Any(s => s.Id == id));
        return isVisible && boards.Explain(query, id!, isOwn: id == own) is { } explanation
            ? TypedResults.Json(ExplanationJson.Of(explanation, query, isOwn: id == own), BoardJson.Default.ExplanationJson)
            : TypedResults.Problem("Nobody of that id is on this board.", statusCode: StatusCodes.Status404NotFound);
    }

    private static BoardRequest? Read(string board, BoardParameters parameters, RosterScopes scopes, PrivacyPolicy policy, out IResult? problem)
    {
        problem = null;
        if (!BoardNames.All.Contains(board))
        {
            problem = TypedResults.Problem(
                $"There is no board '{board}'. There are: {string.Join(", ", BoardNames.All)}.", statusCode: StatusCodes.Status404NotFound);
            return null;
        }

        var request = BoardRequest.Read(board, parameters, scopes.Roster, policy, out var errors);
        if (request is null)
        {
            problem = TypedResults.ValidationProblem(errors);
        }

        return request;
    }
}
