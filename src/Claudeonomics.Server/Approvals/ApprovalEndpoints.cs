using System.Security.Claims;
using System.Text.Json.Serialization;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Approvals;

/// <param name="Kind"><c>unmask</c>, <c>trace</c> or <c>lift-policy</c>.</param>
/// <param name="Subject">What it is about: for unmask a person's id as boards show it.</param>
internal sealed record PostApproval(string? Kind, string? Subject, string? Reason);

/// <param name="Decision"><c>approve</c> or <c>decline</c>.</param>
internal sealed record PostDecision(string? Decision);

/// <param name="State"><c>waiting</c>, <c>approved</c>, <c>declined</c>, <c>used</c> or <c>expired</c>.</param>
/// <param name="AskedBy"><c>person</c>, <c>key:ID</c> or <c>administrator</c>.</param>
internal sealed record ApprovalJson(
    string Id, string Kind, string Subject, string Reason, string State, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, DateTimeOffset? DecidedAt)
{
    public static ApprovalJson Of(ApprovalDetails request) => new(
        request.Id, ApprovalService.NameOf(request.Kind), request.Subject, request.Reason, request.State.ToString().ToLowerInvariant(), request.AskedAs, request.AskedAt,
        request.ExpiresAt, request.DecidedAt);
}

internal sealed record NewApprovalJson(string Id);

/// <summary>Who is behind a pseudonym.</summary>
internal sealed record UnmaskedJson(string Id, string Name, string Email);

/// <summary>Requests that take two people, over HTTP.</summary>
internal static class ApprovalEndpoints
{
    public static void MapApprovalApi(this IEndpointRouteBuilder api)
    {
        var approvals = api.MapGroup("/approvals").WithTags("Trust").Shows(Figures.Nothing);
        approvals.MapGet("", GetApprovals).WithSummary("The caller's requests; everybody's for a steward or auditor");
        approvals.MapPost("", PostRequest).WithSummary("Asks for what a second person has to approve");
        approvals.MapPost("/{id}/decide", PostDecide).WithSummary("Approves or declines another's request: a steward or auditor");
        approvals.MapPost("/{id}/unmask", PostUnmask).Shows(Figures.People, AccessAct.Approval).WithSummary("Who is behind a pseudonym, once, for who asked and was approved");
    }

    internal static async Task<Results<Ok<Page<ApprovalJson>>, ValidationProblem>> GetApprovals(
        ClaimsPrincipal user, ApprovalService approvals, CancellationToken cancellationToken, string? after = null, int limit = Paging.DefaultLimit) =>
        Paging.Problem(limit, after, out var place) is { } problem
            ? problem
            : TypedResults.Ok(Paging.PageOf(
                await approvals.ListAsync(Viewer.From(user)!, place, limit, cancellationToken), limit, ApprovalJson.Of,
                static request => new LatestPlace(request.AskedAt, request.Id).ToString()));

    internal static async Task<Results<Created<NewApprovalJson>, ValidationProblem, ForbidHttpResult>> PostRequest(
        PostApproval body, ClaimsPrincipal user, ApprovalService approvals, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user)!;
        if (ApprovalService.KindOf(body.Kind) is not { } kind)
        {
            return Invalid("kind", "unmask, trace or lift-policy.");
        }

        // Whoever approves is to see what would be taken, so that it is checked first.
        if (kind is ApprovalKind.Export)
        {
            return Invalid("kind", "An export is asked for at /api/v1/exports.");
        }

        if (!approvals.MayAsk(kind, viewer))
        {
            return TypedResults.Forbid();
        }

        return await approvals.AskAsync(kind, body.Subject ?? "", body.Reason ?? "", viewer, cancellationToken) switch
        {
            ({ } id, _) => TypedResults.Created($"/api/v1/approvals/{id}", new NewApprovalJson(id)),
            var (_, problem) => Invalid("reason", problem!),
        };
    }

    internal static async Task<Results<NoContent, NotFound, ForbidHttpResult, Conflict, ValidationProblem>> PostDecide(
        string id, PostDecision body, ClaimsPrincipal user, ApprovalService approvals, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user)!;
        if (!approvals.MayDecide(viewer))
        {
            return TypedResults.Forbid();
        }

        if (body.Decision is not ("approve" or "decline"))
        {
            return Invalid("decision", "approve or decline.");
        }

        return await approvals.DecideAsync(id, body.Decision == "approve", viewer, cancellationToken) switch
        {
            ApprovalOutcome.Done => TypedResults.NoContent(),
            ApprovalOutcome.NoSuchRequest => TypedResults.NotFound(),
            ApprovalOutcome.NotNow => TypedResults.Conflict(),
            _ => TypedResults.Forbid(),
        };
    }

    internal static async Task<Results<Ok<UnmaskedJson>, NotFound>> PostUnmask(
        string id, ClaimsPrincipal user, ApprovalService approvals, PeopleService people, CancellationToken cancellationToken) =>
        await approvals.TakeAsync(id, ApprovalKind.Unmask, Viewer.From(user)!, cancellationToken) is { } approved
        && await people.FindByIdAsync(approved.Subject, cancellationToken) is { } person
            ? TypedResults.Ok(new UnmaskedJson(person.Id, person.Name, person.Email))
            : TypedResults.NotFound();

    private static ValidationProblem Invalid(string member, string problem) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [member] = [problem] });
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PostApproval))]
[JsonSerializable(typeof(PostDecision))]
[JsonSerializable(typeof(Page<ApprovalJson>))]
[JsonSerializable(typeof(NewApprovalJson))]
[JsonSerializable(typeof(UnmaskedJson))]
internal sealed partial class ApprovalJsonContext : JsonSerializerContext;
