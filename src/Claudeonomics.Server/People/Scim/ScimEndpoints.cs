using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.People.Scim;

/// <summary>SCIM 2.0 (RFC 7643, RFC 7644) for the company's directory, as Entra and Okta speak it.</summary>
internal static class ScimEndpoints
{
    public const string Root = "/scim/v2";

    private const string MediaType = "application/scim+json";

    // A group's members come in one body: some 40 bytes each, of a company of 85,000.
    private const int MaxBodyBytes = 5 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static void MapScim(this IEndpointRouteBuilder app)
    {
        var scim = app.MapGroup(Root).ExcludeFromDescription().RequireAuthorization(Access.Directory).Shows(Figures.Nothing)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).AddEndpointFilter(AnswerProblemsAsync);
        scim.MapGet("/ServiceProviderConfig", static () => Answer(ScimSchemas.ServiceProviderConfig()));
        scim.MapGet("/ResourceTypes", static (HttpRequest request) => Answer(All(request, ScimSchemas.ResourceTypes(Address(request)))));
        scim.MapGet("/Schemas", static (HttpRequest request) => Answer(All(request, ScimSchemas.Schemas())));
        scim.MapGet("/Schemas/{id}", static (string id) => Answer(ScimSchemas.Schemas().OfType<JsonObject>()
            .FirstOrDefault(schema => (string?)schema["id"] == id)?.DeepClone().AsObject() ?? throw ScimProblemException.NotFound()));

        scim.MapGet("/Users", static async (HttpRequest request, ScimUsers users) =>
            Answer(await users.ListAsync(ScimList.Read(request.Query), Address(request), request.HttpContext.RequestAborted)));
        scim.MapPost("/Users", static async (HttpRequest request, ScimUsers users) =>
            Created(await users.CreateAsync(await ReadAsync(request), Address(request), request.HttpContext.RequestAborted), request));
        scim.MapGet("/Users/{id}", static async (string id, HttpRequest request, ScimUsers users) =>
            Answer(await users.GetAsync(id, ScimAttributes.Read(request.Query), Address(request), request.HttpContext.RequestAborted)));
        scim.MapPut("/Users/{id}", static async (string id, HttpRequest request, ScimUsers users) =>
            Answer(await users.ReplaceAsync(id, await ReadAsync(request), Address(request), request.HttpContext.RequestAborted)));
        scim.MapPatch("/Users/{id}", static async (string id, HttpRequest request, ScimUsers users) =>
            Answer(await users.PatchAsync(id, await ReadAsync(request), Address(request), request.HttpContext.RequestAborted)));
        scim.MapDelete("/Users/{id}", static async (string id, HttpRequest request, ScimUsers users) =>
        {
            await users.DeleteAsync(id, request.HttpContext.RequestAborted);
            return Results.NoContent();
        });

        scim.MapGet("/Groups", static async (HttpRequest request, ScimGroups groups) =>
            Answer(await groups.ListAsync(ScimList.Read(request.Query), Address(request), request.HttpContext.RequestAborted)));
        scim.MapPost("/Groups", static async (HttpRequest request, ScimGroups groups) =>
            Created(await groups.CreateAsync(await ReadAsync(request), Address(request), request.HttpContext.RequestAborted), request));
        scim.MapGet("/Groups/{id}", static async (string id, HttpRequest request, ScimGroups groups) =>
            Answer(await groups.GetAsync(id, ScimAttributes.Read(request.Query), Address(request), request.HttpContext.RequestAborted)));
        scim.MapPut("/Groups/{id}", static async (string id, HttpRequest request, ScimGroups groups) =>
            Answer(await groups.ReplaceAsync(id, await ReadAsync(request), Address(request), request.HttpContext.RequestAborted)));
        // Without the group in the answer: it may have tens of thousands of members, and Entra asks for none.
        scim.MapPatch("/Groups/{id}", static async (string id, HttpRequest request, ScimGroups groups) =>
        {
            await groups.PatchAsync(id, await ReadAsync(request), request.HttpContext.RequestAborted);
            return Results.NoContent();
        });
        scim.MapDelete("/Groups/{id}", static async (string id, HttpRequest request, ScimGroups groups) =>
        {
            await groups.DeleteAsync(id, request.HttpContext.RequestAborted);
            return Results.NoContent();
        });
    }

    /// <summary>Gives an empty answer below the root its body: no key, the wrong one, no such address.</summary>
    public static Task AnswerStatusAsync(HttpContext context)
    {
        var detail = context.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => "A key of kind scim is needed.",
            StatusCodes.Status403Forbidden => "This key is of another kind; a directory takes one of kind scim.",
            StatusCodes.Status404NotFound => "There is no such resource.",
            StatusCodes.Status405MethodNotAllowed => "This cannot be done here.",
            _ => "The request could not be done.",
        };
        return Problem(context.Response.StatusCode, null, detail).ExecuteAsync(context);
    }

    private static async ValueTask<object?> AnswerProblemsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ScimProblemException problem)
        {
            return Problem(problem.Status, problem.ScimType, problem.Message);
        }
        catch (BadHttpRequestException problem)
        {
            return Problem(problem.StatusCode, null, "The body could not be read.");
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        if (request.ContentType is not null && !request.HasJsonContentType())
        {
            throw new ScimProblemException(StatusCodes.Status415UnsupportedMediaType, null, $"The body is {MediaType}.");
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, Strict, request.HttpContext.RequestAborted);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw ScimProblemException.InvalidSyntax("The body is an object.");
        }
        catch (JsonException)
        {
            throw ScimProblemException.InvalidSyntax("The body is no JSON.");
        }
    }

    private static IResult Answer(JsonObject body, int status = StatusCodes.Status200OK) => Results.Content(body.ToJsonString(), MediaType, Encoding.UTF8, status);

    private static IResult Created(JsonObject body, HttpRequest request)
    {
        request.HttpContext.Response.Headers.Location = (string?)body["meta"]!["location"];
        return Answer(body, StatusCodes.Status201Created);
    }

    private static IResult Problem(int status, string? scimType, string detail) => Answer(ScimProblemException.Body(status, scimType, detail), status);

    private static JsonObject All(HttpRequest request, JsonArray resources) =>
        ScimList.Read(request.Query).Answer(resources.Count, resources.OfType<JsonObject>().Select(static resource => resource.DeepClone().AsObject()));

    private static string Address(HttpRequest request) => SignInEndpoints.Absolute(request, Root);
}

[JsonSerializable(typeof(string))]
internal sealed partial class ScimJson : JsonSerializerContext;
