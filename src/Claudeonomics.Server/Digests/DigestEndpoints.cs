using System.Security.Claims;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Digests;

/// <summary>Channels of digests over HTTP, for administrators, and the pictures that chats fetch.</summary>
internal static class DigestEndpoints
{
    private const int MostDeliveries = 100;

    public static void MapDigestApi(this IEndpointRouteBuilder api)
    {
        var digests = api.MapGroup("/digests").WithTags("Digests").Shows(Figures.Nothing).RequireAuthorization(Access.Administrator);
        digests.MapGet("", ListChannels).WithSummary("Channels that digests go to, without their addresses");
        digests.MapPost("", PostChannel).WithSummary("Adds a channel; a webhook's secret is in this answer and nowhere else");
        digests.MapDelete("/{id}", DeleteChannel).WithSummary("Removes a channel and its log");
        digests.MapGet("/{id}/preview", GetPreview).Shows(Figures.People, AccessAct.Digest).WithSummary("The body that the channel would get now, about the last whole week")
            .Produces(StatusCodes.Status200OK, contentType: "application/json");
        digests.MapPost("/{id}/test", PostTest).Shows(Figures.People, AccessAct.Digest).WithSummary("Sends the last whole week to the channel, once, now");
        digests.MapGet("/{id}/deliveries", ListDeliveries).WithSummary("What was sent, the latest first");
    }

    public static void MapDigestPictures(this IEndpointRouteBuilder app) =>
        app.MapGet(DigestPictures.Path + "{token}", GetPicture).Shows(Figures.Company).AllowAnonymous().ExcludeFromDescription();

    internal static async Task<Ok<DigestChannelsJson>> ListChannels(DigestService digests, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DigestChannelsJson([.. (await digests.ListAsync(cancellationToken)).Select(DigestChannelJson.Of)]));

    internal static async Task<Results<Created<NewDigestChannelJson>, ValidationProblem>> PostChannel(
        PostDigestChannel body, ClaimsPrincipal user, DigestService digests, CancellationToken cancellationToken)
    {
        var channel = body.ToChannel();
        if (digests.ProblemsOf(channel) is { Count: > 0 } problems)
        {
            return TypedResults.ValidationProblem(problems);
        }

        return await digests.CreateAsync(channel, Access.Actor(user), cancellationToken) is { } made
            ? TypedResults.Created($"/api/v1/digests/{made.Id}", new NewDigestChannelJson(made.Id, made.Secret))
            : TypedResults.ValidationProblem(new Dictionary<string, string[]>
            {
                ["team"] = [$"There is no such team, or there are {DigestService.MostChannels} channels already."],
            });
    }

    internal static async Task<Results<NoContent, NotFound>> DeleteChannel(
        string id, ClaimsPrincipal user, DigestService digests, CancellationToken cancellationToken) =>
        await digests.DeleteAsync(id, Access.Actor(user), cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    internal static async Task<Results<FileContentHttpResult, NoContent, NotFound>> GetPreview(
        string id, DigestService digests, CancellationToken cancellationToken) =>
        await digests.PreviewAsync(id, cancellationToken) switch
        {
            null => TypedResults.NotFound(),
            { Digest: null } => TypedResults.NoContent(),
            { } preview => TypedResults.Bytes(preview.Json, "application/json"),
        };

    internal static async Task<Results<Ok<DigestDeliveryJson>, NotFound>> PostTest(string id, DigestService digests, CancellationToken cancellationToken) =>
        await digests.TestAsync(id, cancellationToken) is { } delivery ? TypedResults.Ok(DigestDeliveryJson.Of(delivery)) : TypedResults.NotFound();

    internal static async Task<Ok<DigestDeliveriesJson>> ListDeliveries(string id, DigestService digests, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DigestDeliveriesJson([.. (await digests.DeliveriesAsync(id, MostDeliveries, cancellationToken)).Select(DigestDeliveryJson.Of)]));

    // Whoever has the address has been sent it; a chat's server signs in nowhere.
    internal static Results<FileContentHttpResult, NotFound> GetPicture(string token, DigestPictures pictures, HttpResponse response)
    {
        if (pictures.Find(token) is not { } png)
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "private, no-store";
        return TypedResults.Bytes(png, "image/png");
    }
}
