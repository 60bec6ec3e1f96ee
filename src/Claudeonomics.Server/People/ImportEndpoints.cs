using System.Security.Claims;
using System.Text;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.People;

/// <summary>Tables of people and teams over HTTP.</summary>
internal static class ImportEndpoints
{
    public static void MapImportApi(this IEndpointRouteBuilder api) =>
        api.MapPost("/import", PostImport).WithTags("People").RequireAuthorization(Access.Administrator).Shows(Figures.Nothing)
            .WithMetadata(new RequestSizeLimitAttribute(ImportService.MaxBytes))
            .WithSummary("Imports a table of people (email, name, team, time_zone, working_days, employee_number, active) or of teams (team, parent)")
            .WithDescription("What would change, unless apply=true. Nothing is changed while a line is wrong, which is 422 with its number.");

    internal static async Task<Results<Ok<ImportReport>, UnprocessableEntity<ImportReport>, ProblemHttpResult>> PostImport(
        HttpRequest request, ClaimsPrincipal user, ImportService imports, CancellationToken cancellationToken, bool apply = false)
    {
        string text;
        try
        {
            using var reader = new StreamReader(request.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            text = await reader.ReadToEndAsync(cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            return TypedResults.Problem("The file is not UTF-8.", statusCode: StatusCodes.Status400BadRequest);
        }

        var report = apply
            ? await imports.ApplyAsync(text, Access.Actor(user), cancellationToken)
            : await imports.PreviewAsync(text, cancellationToken);
        return report.ProblemCount > 0 ? TypedResults.UnprocessableEntity(report) : TypedResults.Ok(report);
    }
}
