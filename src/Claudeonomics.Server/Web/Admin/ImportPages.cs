using System.Text;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Admin;

/// <summary>Importing people and teams from a table: what would change, and then the change.</summary>
internal static class ImportPages
{
    /// <summary>The largest table that a form takes, some 30,000 people; the API takes larger ones.</summary>
    public const int MostChars = 3_000_000;

    public static void MapImportPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/admin/import").AddEndpointFilter(AdministratorsOnly.Refuse).Shows(Figures.Nothing);
        pages.MapGet("", static (HttpContext context, RosterIndex roster) => Answer(context, roster, "", report: null));
        pages.MapPost("", PostImport).WithMetadata(new RequestSizeLimitAttribute(OperationsSetup.MaxRequestBytes));
    }

    internal static async Task<IResult> PostImport(
        HttpContext context, ImportService imports, RosterIndex roster, [FromForm] string? table = null, [FromForm] bool apply = false)
    {
        // Asked of the form, not bound: a binding would refuse forms that have no place for files.
        var file = context.Request.Form.Files.GetFile("file");
        var text = file is { Length: > 0 } ? await ReadAsync(file, context.RequestAborted) : table ?? "";
        if (text is null || text.Length > MostChars)
        {
            return Answer(context, roster, "", ImportReport.Refused(text is null ? "The file is not UTF-8." : $"A table here has at most {MostChars} characters; the API takes larger ones."));
        }

        var report = apply
            ? await imports.ApplyAsync(text, Access.Actor(context.User), context.RequestAborted)
            : await imports.PreviewAsync(text, context.RequestAborted);
        return Answer(context, roster, report.IsApplied ? "" : text, report);
    }

    /// <returns><see langword="null"/> for what is no text.</returns>
    private static async Task<string?> ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(file.OpenReadStream(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static RazorComponentResult<ImportPage> Answer(HttpContext context, RosterIndex roster, string table, ImportReport? report)
    {
        Page.NeverKeep(context.Response);
        return Page.Of<ImportPage>(
            new() { ["Table"] = table, ["Report"] = report, ["Viewer"] = roster.Viewer(Viewer.From(context.User)!) },
            report is { ProblemCount: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
