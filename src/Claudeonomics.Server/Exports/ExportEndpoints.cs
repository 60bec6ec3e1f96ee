using System.Security.Claims;
using System.Text.Json.Serialization;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Exports;

/// <param name="Board">A board's name.</param>
/// <param name="View">Its choices as a query, such as <c>window=30d&amp;by=team</c>; empty for the board as it opens.</param>
internal sealed record PostExport(string? Board, string? View, string? Reason);

/// <param name="Id">Of the request, which somebody else decides about under <c>/api/v1/approvals</c>.</param>
internal sealed record NewExportJson(string Id);

/// <summary>Boards as files, over HTTP.</summary>
internal static class ExportEndpoints
{
    public static void MapExportApi(this IEndpointRouteBuilder api)
    {
        var exports = api.MapGroup("/exports").WithTags("Trust").Shows(Figures.Nothing);
        exports.MapPost("", PostExport).WithSummary("Asks for a copy of a board as a file, with a reason; a steward or auditor decides");
        exports.MapPost("/{id}/people", static (string id, HttpContext context, ExportService service, string format = "csv") => TakeAsync(id, BoardSubject.Person, format, context, service))
            .Shows(Figures.People, AccessAct.Export).WithSummary("The copy of a board of people that was approved, once");
        exports.MapPost("/{id}/teams", static (string id, HttpContext context, ExportService service, string format = "csv") => TakeAsync(id, BoardSubject.Team, format, context, service))
            .Shows(Figures.Company, AccessAct.Export).WithSummary("The copy of a board of teams that was approved, once");
    }

    internal static async Task<Results<Created<NewExportJson>, ValidationProblem>> PostExport(
        PostExport body, ClaimsPrincipal user, ExportService exports, CancellationToken cancellationToken) =>
        await exports.AskAsync(body.Board ?? "", body.View ?? "", body.Reason ?? "", Viewer.From(user)!, cancellationToken) switch
        {
            ({ } id, _) => TypedResults.Created($"/api/v1/exports/{id}", new NewExportJson(id)),
            var (_, problem) => Invalid("export", problem!),
        };

    private static async Task<Results<FileContentHttpResult, NotFound, ValidationProblem>> TakeAsync(
        string id, BoardSubject subject, string format, HttpContext context, ExportService exports)
    {
        if (!ExportFile.Formats.Contains(format))
        {
            return Invalid("format", $"{string.Join(" or ", ExportFile.Formats)}.");
        }

        context.Response.Headers.CacheControl = "no-store";
        // By the service, with the copy's number and its board.
        Shown.WrittenDown(context);
        return await exports.MakeAsync(id, subject, format, Viewer.From(context.User)!, context.RequestAborted) is { } file
            ? TypedResults.File(file.Bytes, file.ContentType, file.Name)
            : TypedResults.NotFound();
    }

    private static ValidationProblem Invalid(string member, string problem) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [member] = [problem] });
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PostExport))]
[JsonSerializable(typeof(NewExportJson))]
internal sealed partial class ExportJsonContext : JsonSerializerContext;
