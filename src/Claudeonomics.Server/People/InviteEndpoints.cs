using System.Security.Claims;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.People;

/// <param name="Team">Name of the team it proposes.</param>
/// <param name="MaxUses">How many people may join with it; 100 when absent.</param>
/// <param name="Days">How long it is valid, 1 to 90; 7 when absent.</param>
internal sealed record PostInvite(string? Team, int? MaxUses, int? Days);

/// <param name="Url">The link, shown this once.</param>
internal sealed record NewInviteJson(string Id, string Url, DateTimeOffset ExpiresAt);

internal sealed record InviteJson(
    string Id, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int MaxUses, int Uses, string? Team, DateTimeOffset? RevokedAt)
{
    public static InviteJson Of(InviteDetails invite) =>
        new(invite.Id, invite.CreatedAt, invite.ExpiresAt, invite.MaxUses, invite.Uses, invite.Team, invite.RevokedAt);
}

/// <summary>Invites over HTTP; joining is a page.</summary>
internal static class InviteEndpoints
{
    public static void MapInviteApi(this IEndpointRouteBuilder api)
    {
        var invites = api.MapGroup("/invites").WithTags("Invites").Shows(Figures.Nothing).RequireAuthorization(Access.Administrator);
        invites.MapGet("", ListInvites).WithSummary("Invites without their links");
        invites.MapPost("", PostInvite).WithSummary("Makes a link with which people add themselves");
        invites.MapDelete("/{id}", DeleteInvite).WithSummary("Revokes an invite, at once");
    }

    internal static async Task<Results<Ok<Page<InviteJson>>, ValidationProblem>> ListInvites(
        InviteService invites, CancellationToken cancellationToken, string? after = null, int limit = Paging.DefaultLimit) =>
        Paging.Problem(limit) is { } problem
            ? problem
            : TypedResults.Ok(Paging.PageOf(
                await invites.ListAsync(after, limit, cancellationToken), limit, InviteJson.Of, invite => invite.Id));

    internal static async Task<Results<Created<NewInviteJson>, ValidationProblem>> PostInvite(
        PostInvite body, ClaimsPrincipal user, HttpRequest request, InviteService invites, CancellationToken cancellationToken)
    {
        var uses = body.MaxUses ?? InviteService.DefaultUses;
        if (uses is < 1 or > InviteService.MostUses)
        {
            return PeopleEndpoints.Invalid("maxUses", $"1 to {InviteService.MostUses}.");
        }

        var days = body.Days ?? InviteService.DefaultLifetime.Days;
        if (days < 1 || days > InviteService.LongestLifetime.Days)
        {
            return PeopleEndpoints.Invalid("days", $"1 to {InviteService.LongestLifetime.Days}.");
        }

        if (body.Team is not null && !Names.IsFit(body.Team, TeamService.MaxNameChars))
        {
            return PeopleEndpoints.Invalid("team", Names.Rule(TeamService.MaxNameChars));
        }

        var invite = await invites.CreateAsync(TimeSpan.FromDays(days), uses, body.Team, Access.Actor(user), cancellationToken);
        return TypedResults.Created($"/api/v1/invites/{invite.Id}",
            new NewInviteJson(invite.Id, SignInEndpoints.Absolute(request, invite.Path), invite.ExpiresAt));
    }

    internal static async Task<Results<NoContent, NotFound>> DeleteInvite(string id, InviteService invites, CancellationToken cancellationToken) =>
        await invites.RevokeAsync(id, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();
}
