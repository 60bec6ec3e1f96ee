using System.Security.Claims;
using System.Text.Json.Serialization;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Claudeonomics.Server.Shares;

/// <param name="Board">A board's name.</param>
/// <param name="View">Its choices as a query, such as <c>window=30d&amp;by=team</c>; empty for the board as it opens.</param>
/// <param name="Audience">Whom it is for; stands on the page.</param>
/// <param name="Hours">1 to 24; 24 when absent.</param>
internal sealed record PostShare(string? Board, string? View, string? Audience, int? Hours);

/// <param name="Url">The link, shown this once.</param>
internal sealed record NewShareJson(string Id, string Url, DateTimeOffset ExpiresAt);

internal sealed record ShareJson(
    string Id, string Board, string View, string Audience, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt)
{
    public static ShareJson Of(ShareDetails share) =>
        new(share.Id, share.Board, share.View, share.Audience, share.CreatedAt, share.ExpiresAt, share.RevokedAt);
}

/// <summary>Share links over HTTP. Where they lead is a page of the web's.</summary>
internal static class ShareEndpoints
{
    public static void MapShareApi(this IEndpointRouteBuilder api)
    {
        var shares = api.MapGroup("/shares").WithTags("Trust").Shows(Figures.Nothing);
        shares.MapGet("", GetShares).WithSummary("The caller's share links; everybody's for an administrator");
        shares.MapPost("", PostShare).WithSummary("Makes a link to one view of a board, for one audience, for a day at most");
        shares.MapDelete("/{id}", DeleteShare).WithSummary("Revokes a share link, at once");
    }

    internal static async Task<Results<Ok<Page<ShareJson>>, ValidationProblem>> GetShares(
        ClaimsPrincipal user, ShareService shares, CancellationToken cancellationToken, string? after = null, int limit = Paging.DefaultLimit) =>
        Paging.Problem(limit, after, out var place) is { } problem
            ? problem
            : TypedResults.Ok(Paging.PageOf(
                await shares.ListAsync(Viewer.From(user)!, place, limit, cancellationToken), limit, ShareJson.Of,
                static share => new LatestPlace(share.CreatedAt, share.Id).ToString()));

    internal static async Task<Results<Created<NewShareJson>, ValidationProblem>> PostShare(
        PostShare body, ClaimsPrincipal user, HttpRequest request, ShareService shares, CancellationToken cancellationToken)
    {
        var view = body.View ?? "";
        var showsTeams = QueryHelpers.ParseQuery(view).TryGetValue("by", out var by) && by == "team";
        var (made, problem) = await shares.CreateAsync(
            body.Board ?? "", view, showsTeams, body.Audience ?? "", body.Hours ?? ShareService.LongestHours, Viewer.From(user)!, cancellationToken);
        return made is null
            ? TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["share"] = [problem!] })
            : TypedResults.Created(
                $"/api/v1/shares/{made.Id}", new NewShareJson(made.Id, $"{request.Scheme}://{request.Host}{request.PathBase}{made.Path}", made.ExpiresAt));
    }

    internal static async Task<Results<NoContent, NotFound>> DeleteShare(
        string id, ClaimsPrincipal user, ShareService shares, CancellationToken cancellationToken) =>
        await shares.RevokeAsync(id, Viewer.From(user)!, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PostShare))]
[JsonSerializable(typeof(NewShareJson))]
[JsonSerializable(typeof(Page<ShareJson>))]
internal sealed partial class ShareJsonContext : JsonSerializerContext;
