using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Shares;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Board;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Claudeonomics.Server.Web.Shares;

/// <summary>What a link shows.</summary>
/// <param name="SharedBy">As others see who shared it.</param>
public sealed record SharedView(ShareDetails Share, BoardAddress Address, BoardSnapshot Snapshot, string SharedBy);

/// <summary>One's links, and what a link opens.</summary>
internal static class SharePages
{
    private const int MostShown = 100;

    public static void MapSharePages(this IEndpointRouteBuilder app)
    {
        app.MapGet(ShareService.Path + "{secret}", GetShared).AllowAnonymous().RequireRateLimiting(Access.TriesLimit).Shows(Figures.People, AccessAct.Share);
        var shares = app.MapGroup("/shares").Shows(Figures.Nothing);
        shares.MapGet("", static (HttpContext context, ShareService service, RosterIndex roster, string? board = null, string? view = null) =>
            AnswerAsync(context, service, roster, board: board, view: view));
        shares.MapPost("", PostShare);
        shares.MapPost("/{id}/revoke", PostRevoke);
    }

    internal static async Task<IResult> GetShared(
        string secret, HttpContext context, ShareService shares, IBoards boards, RosterIndex roster, AccessLog log)
    {
        // The address is the secret.
        Page.NeverKeep(context.Response);
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        if (await shares.FindAsync(secret, context.RequestAborted) is not { } share || AddressOf(share, boards.Policy) is var address && !MayShow(shares, address))
        {
            return ErrorPages.LinkOver();
        }

        var snapshot = boards.Get(address.QueryOn(boards.Today));
        Shown.WrittenDown(context);
        log.Note(new(AccessAct.Share, $"share:{share.Id}", ByPerson: null, $"opens {share.Board}", "?" + share.View, About: null, snapshot.Sequence));
        var sharedBy = share.SharedByPersonId is { } person ? roster.ShownAs(person) ?? "a colleague" : "an administrator";
        return Page.Of<SharedPage>(new() { ["View"] = new SharedView(share, address, snapshot, sharedBy) });
    }

    internal static async Task<IResult> PostShare(
        HttpContext context, ShareService shares, RosterIndex roster,
        [FromForm] string? board = null, [FromForm] string? view = null, [FromForm] string? audience = null, [FromForm] int hours = ShareService.LongestHours)
    {
        var address = BoardAddress.From(board ?? "", new QueryCollection(QueryHelpers.ParseQuery(view)));
        var (made, problem) = await shares.CreateAsync(
            board ?? "", view ?? "", address.By is BoardSubject.Team, audience ?? "", hours, Viewer.From(context.User)!, context.RequestAborted);
        return await AnswerAsync(context, shares, roster, made, problem, board, view);
    }

    internal static async Task<IResult> PostRevoke(string id, HttpContext context, ShareService shares, RosterIndex roster) =>
        await shares.RevokeAsync(id, Viewer.From(context.User)!, context.RequestAborted)
            ? TypedResults.LocalRedirect("/shares")
            : ErrorPages.NotFound(roster.Viewer(Viewer.From(context.User)!));

    // A search is typed and names people: a link has none. What a policy keeps from its readers, such as single days, it keeps from those of a link.
    internal static BoardAddress AddressOf(ShareDetails share, PrivacyPolicy policy) =>
        BoardAddress.From(share.Board, new QueryCollection(QueryHelpers.ParseQuery(share.View))).Under(policy) with { Search = null };

    private static bool MayShow(ShareService shares, BoardAddress address) => address.By is BoardSubject.Team || shares.MayShowPeople;

    private static async Task<IResult> AnswerAsync(
        HttpContext context, ShareService shares, RosterIndex roster, NewShare? made = null, string? problem = null, string? board = null, string? view = null)
    {
        // The page may hold a link.
        Page.NeverKeep(context.Response);
        var viewer = Viewer.From(context.User)!;
        var request = context.Request;
        return viewer is { PersonId: null, IsAdministrator: false }
            ? ErrorPages.NotFound(roster.Viewer(viewer))
            : Page.Of<SharesPage>(
                new()
                {
                    ["Shares"] = await shares.ListAsync(viewer, after: null, MostShown, context.RequestAborted),
                    ["Url"] = made is null ? null : $"{request.Scheme}://{request.Host}{request.PathBase}{made.Path}",
                    ["Problem"] = problem,
                    ["Board"] = board ?? BoardNames.Tokens,
                    ["Choices"] = view ?? (shares.MayShowPeople ? "" : "by=team"),
                    ["Now"] = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
                    ["Viewer"] = roster.Viewer(viewer),
                },
                problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
