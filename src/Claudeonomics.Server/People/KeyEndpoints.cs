using System.Security.Claims;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.People;

/// <summary>Keys over HTTP: an administrator makes any, a signed-in person some for themselves.</summary>
internal static class KeyEndpoints
{
    public static void MapKeyApi(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys").Shows(Figures.Nothing);
        keys.MapGet("", ListKeys).WithSummary("Keys without their secrets: one's own, or all for an administrator");
        keys.MapPost("", PostKey).WithSummary("Makes a key; its text is in this answer and nowhere else");
        keys.MapDelete("/{id}", DeleteKey).WithSummary("Revokes a key, at once");
    }

    internal static async Task<Results<Ok<Page<KeyJson>>, ValidationProblem, ForbidHttpResult>> ListKeys(
        ClaimsPrincipal user, KeyService keys, CancellationToken cancellationToken, string? after = null, int limit = Paging.DefaultLimit)
    {
        var viewer = Viewer.From(user)!;
        if (!viewer.IsAdministrator && viewer.PersonId is null)
        {
            return TypedResults.Forbid();
        }

        return Paging.Problem(limit) is { } problem
            ? problem
            : TypedResults.Ok(Paging.PageOf(
                await keys.ListAsync(viewer.IsAdministrator ? null : viewer.PersonId, after, limit, cancellationToken), limit, KeyJson.Of, key => key.Id));
    }

    internal static async Task<Results<Created<NewKeyJson>, ValidationProblem, ForbidHttpResult>> PostKey(
        PostKey body, ClaimsPrincipal user, PeopleService people, KeyService keys, AccessLog log, CancellationToken cancellationToken)
    {
        if (body.Kind is not { } kind || kind is KeyKind.Device)
        {
            return PeopleEndpoints.Invalid("kind", "ingest, read, admin or scim; a device gets its key by signing in.");
        }

        if (kind is KeyKind.Scim && body.Person is not null)
        {
            return PeopleEndpoints.Invalid("person", "A key of kind scim is the directory's, and nobody's own.");
        }

        var owner = body.Person is null ? null : await people.FindAsync(body.Person, cancellationToken);
        var viewer = Viewer.From(user)!;
        if (!viewer.IsAdministrator && !MayMakeOwn(user, viewer, kind, owner))
        {
            return TypedResults.Forbid();
        }

        if (body.Person is not null && owner is null)
        {
            return PeopleEndpoints.Invalid("person", "There is nobody with this e-mail.");
        }

        if (owner is { IsActive: false })
        {
            return PeopleEndpoints.Invalid("person", "The directory says that they have left.");
        }

        // What an administrator who is a person too makes for somebody else is not that person's own doing.
        var by = Access.Actor(user) is var actor && actor == Access.Self && owner?.Id != viewer.PersonId ? Viewer.AdministratorRole : actor;
        if (await keys.CreateAsync(kind, owner?.Id, by, cancellationToken) is not { } key)
        {
            return PeopleEndpoints.Invalid("person", "The company's identity numbers are used up.");
        }

        // A key of nobody's that writes or reads boards is nobody else's.
        if (owner is not null || kind is KeyKind.Admin)
        {
            log.NoteMade(user, $"makes a key, {kind.ToString().ToLowerInvariant()} {key.Id}", owner?.Id);
        }

        return TypedResults.Created($"/api/v1/keys/{key.Id}", new NewKeyJson(key.Id, key.Text));
    }

    internal static async Task<Results<NoContent, NotFound, ForbidHttpResult>> DeleteKey(
        string id, ClaimsPrincipal user, KeyService keys, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user)!;
        if (!viewer.IsAdministrator && viewer.PersonId is null)
        {
            return TypedResults.Forbid();
        }

        return await keys.RevokeAsync(id, viewer.IsAdministrator ? null : viewer.PersonId, Access.Actor(user), cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
    }

    // A read key sees and does not make keys that do more than it may; who is signed in at a browser may, for themselves.
    private static bool MayMakeOwn(ClaimsPrincipal user, Viewer viewer, KeyKind kind, PersonDetails? owner) =>
        kind is KeyKind.Ingest or KeyKind.Read && owner is not null && owner.Id == viewer.PersonId && !viewer.IsLent && user.HasClaim(claim => claim.Type == SignIn.SessionClaim);
}
