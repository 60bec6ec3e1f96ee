using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Approvals;
using Claudeonomics.Server.Exports;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Exports;

/// <summary>One's request for a file.</summary>
/// <param name="Take">What it is of, while it can be taken; else <see langword="null"/>.</param>
public sealed record ExportRequestRow(ApprovalDetails Request, BoardSubject? Take);

/// <summary>Asking for boards as files, and taking them.</summary>
internal static class ExportPages
{
    private const int MostShown = 100;

    public static void MapExportPages(this IEndpointRouteBuilder app)
    {
        var exports = app.MapGroup("/exports").Shows(Figures.Nothing);
        exports.MapGet("", static (HttpContext context, ExportService service, ApprovalService approvals, RosterIndex roster, string? board = null, string? view = null) =>
            AnswerAsync(context, service, approvals, roster, typed: (board, view, null)));
        exports.MapPost("", PostExport);
        exports.MapPost("/{id}/people", static (string id, HttpContext context, ExportService service, RosterIndex roster, [FromForm] string? format = null) =>
            TakeAsync(id, BoardSubject.Person, format, context, service, roster)).Shows(Figures.People, AccessAct.Export);
        exports.MapPost("/{id}/teams", static (string id, HttpContext context, ExportService service, RosterIndex roster, [FromForm] string? format = null) =>
            TakeAsync(id, BoardSubject.Team, format, context, service, roster)).Shows(Figures.Company, AccessAct.Export);
    }

    internal static async Task<IResult> PostExport(
        HttpContext context, ExportService exports, ApprovalService approvals, RosterIndex roster,
        [FromForm] string? board = null, [FromForm] string? view = null, [FromForm] string? reason = null)
    {
        var (id, problem) = await exports.AskAsync(board ?? "", view ?? "", reason ?? "", Viewer.From(context.User)!, context.RequestAborted);
        return id is not null ? TypedResults.LocalRedirect("/exports") : await AnswerAsync(context, exports, approvals, roster, problem, (board, view, reason));
    }

    private static async Task<IResult> TakeAsync(string id, BoardSubject subject, string? format, HttpContext context, ExportService exports, RosterIndex roster)
    {
        Page.NeverKeep(context.Response);
        // By the service, with the copy's number and its board.
        Shown.WrittenDown(context);
        var viewer = Viewer.From(context.User)!;
        return ExportFile.Formats.Contains(format) && await exports.MakeAsync(id, subject, format!, viewer, context.RequestAborted) is { } file
            ? TypedResults.File(file.Bytes, file.ContentType, file.Name)
            : ErrorPages.NotFound(roster.Viewer(viewer));
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, ExportService exports, ApprovalService approvals, RosterIndex roster, string? problem = null,
        (string? Board, string? View, string? Reason) typed = default)
    {
        var viewer = Viewer.From(context.User)!;
        if (!approvals.MayAsk(ApprovalKind.Export, viewer))
        {
            return ErrorPages.Forbidden(roster.Viewer(viewer));
        }

        var rows = new List<ExportRequestRow>();
        foreach (var request in await approvals.ListAsync(viewer, after: null, MostShown, context.RequestAborted))
        {
            var isOwn = viewer.LoggedPerson is { } own ? request.AskedByPersonId == own : request.AskedAs == viewer.LogName;
            if (isOwn && request.Kind is ApprovalKind.Export)
            {
                rows.Add(new(request, await exports.ApprovedAsync(request.Id, viewer, context.RequestAborted)));
            }
        }

        return Page.Of<ExportsPage>(
            new() { ["Rows"] = rows, ["Problem"] = problem, ["Typed"] = typed, ["Viewer"] = roster.Viewer(viewer) },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
