using Claudeonomics.Server.Approvals;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Approvals;

/// <summary>A request with whose it is, as the viewer may see it.</summary>
/// <param name="Asker">As others see them; the key or role that asked, for who has no row.</param>
/// <param name="About">For a pseudonym, what it is; else the subject's own words.</param>
/// <param name="IsOwn">Asked by the viewer.</param>
public sealed record ApprovalRow(ApprovalDetails Request, string Asker, string About, bool IsOwn);

/// <summary>Asking for, deciding about and using what takes two people.</summary>
internal static class ApprovalPages
{
    private const int MostShown = 100;

    public static void MapApprovalPages(this IEndpointRouteBuilder app)
    {
        var approvals = app.MapGroup("/approvals").Shows(Figures.Nothing);
        approvals.MapGet("", static (HttpContext context, ApprovalService service, RosterIndex roster, string? kind = null, string? subject = null) =>
            AnswerAsync(context, service, roster, typed: (kind, subject, null)));
        approvals.MapPost("", PostRequest);
        approvals.MapPost("/{id}/decide", PostDecide);
        approvals.MapPost("/{id}/unmask", PostUnmask).Shows(Figures.People, AccessAct.Approval);
    }

    internal static async Task<IResult> PostRequest(
        HttpContext context, ApprovalService approvals, RosterIndex roster,
        [FromForm] string? kind = null, [FromForm] string? subject = null, [FromForm] string? reason = null)
    {
        var (id, problem) = ApprovalService.KindOf(kind) is { } known and not ApprovalKind.Export
            ? await approvals.AskAsync(known, subject ?? "", reason ?? "", Viewer.From(context.User)!, context.RequestAborted)
            : (null, "Say what you ask for.");
        return id is not null
            ? TypedResults.LocalRedirect("/approvals")
            : await AnswerAsync(context, approvals, roster, problem, typed: (kind, subject, reason));
    }

    internal static async Task<IResult> PostDecide(
        string id, HttpContext context, ApprovalService approvals, RosterIndex roster, [FromForm] string? decision = null)
    {
        // Only the two buttons decide; anything else decides nothing.
        var outcome = decision is "approve" or "decline"
            ? await approvals.DecideAsync(id, decision == "approve", Viewer.From(context.User)!, context.RequestAborted)
            : ApprovalOutcome.NotNow;
        return outcome is ApprovalOutcome.Done
            ? TypedResults.LocalRedirect("/approvals")
            : await AnswerAsync(context, approvals, roster, outcome switch
            {
                ApprovalOutcome.NotYours => "A second person decides, with a role that may.",
                ApprovalOutcome.NoSuchRequest => "There is no such request.",
                _ => "It was decided already, or its day is over.",
            });
    }

    internal static async Task<IResult> PostUnmask(
        string id, HttpContext context, ApprovalService approvals, PeopleService people, RosterIndex roster)
    {
        // The page holds what two people decided that one may see once.
        Page.NeverKeep(context.Response);
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return await approvals.TakeAsync(id, ApprovalKind.Unmask, Viewer.From(context.User)!, context.RequestAborted) is { } approved
            && await people.FindByIdAsync(approved.Subject, context.RequestAborted) is { } person
                ? Page.Of<UnmaskedPage>(new() { ["Person"] = person, ["Reason"] = approved.Reason, ["Viewer"] = viewer })
                : ErrorPages.NotFound(viewer);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, ApprovalService approvals, RosterIndex roster, string? problem = null, (string? Kind, string? Subject, string? Reason) typed = default)
    {
        var viewer = Viewer.From(context.User)!;
        var kinds = Enum.GetValues<ApprovalKind>().Where(kind => approvals.MayAsk(kind, viewer)).ToList();
        if (kinds.Count == 0 && !approvals.MayDecide(viewer))
        {
            return ErrorPages.Forbidden(roster.Viewer(viewer));
        }

        var requests = await approvals.ListAsync(viewer, after: null, MostShown, context.RequestAborted);
        return Page.Of<ApprovalsPage>(
            new()
            {
                ["Rows"] = requests.Select(request => RowOf(request, viewer, roster)).ToList(),
                // Exports have a page of their own, which checks what would be taken.
                ["Kinds"] = kinds.Where(static kind => kind is not ApprovalKind.Export).ToList(),
                ["MayDecide"] = approvals.MayDecide(viewer),
                ["Problem"] = problem,
                ["Typed"] = typed,
                ["Viewer"] = roster.Viewer(viewer),
            },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static ApprovalRow RowOf(ApprovalDetails request, Viewer viewer, RosterIndex roster)
    {
        var isOwn = viewer.LoggedPerson is { } own ? request.AskedByPersonId == own : request.AskedAs == viewer.LogName;
        var asker = request.AskedByPersonId is { } person ? roster.ShownAs(person) ?? "somebody who is gone" : request.AskedAs == "person" ? "somebody who is gone" : request.AskedAs;
        var about = request.Kind is ApprovalKind.Unmask ? roster.ShownAs(request.Subject) ?? "somebody who is not shown" : request.Subject;
        return new(request, isOwn ? "you" : asker, about, isOwn);
    }
}
