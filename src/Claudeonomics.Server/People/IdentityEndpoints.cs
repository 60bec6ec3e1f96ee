using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.People;

/// <param name="Kind"><c>email</c>, <c>account</c> or <c>installation</c>.</param>
/// <param name="WaitsFor">E-mail of who may be meant and has a key of their own.</param>
internal sealed record UnresolvedJson(
    int Number, [property: JsonConverter(typeof(IdentityKindConverter))] IdentityKind Kind, string Value, DateTimeOffset RegisteredAt, string? WaitsFor)
{
    public static UnresolvedJson Of(UnresolvedIdentity identity) =>
        new(identity.Number, identity.Kind, identity.Value, identity.RegisteredAt, identity.WaitsFor);
}

/// <param name="Person">E-mail.</param>
/// <param name="From">First company day; absent for all of the past.</param>
/// <param name="Until">The day after the last; absent for all of the future.</param>
internal sealed record PutOwner(string? Person, DateOnly? From, DateOnly? Until);

internal sealed class IdentityKindConverter() : JsonStringEnumConverter<IdentityKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>Claims that are nobody's, over HTTP.</summary>
internal static class IdentityEndpoints
{
    public static void MapIdentityApi(this IEndpointRouteBuilder api)
    {
        var identities = api.MapGroup("/identities").WithTags("Identities").Shows(Figures.Nothing).RequireAuthorization(Access.Administrator);
        identities.MapGet("/unresolved", ListUnresolved).WithSummary("Claims that are nobody's: unknown e-mails, accounts, installations");
        identities.MapPut("/{number:int}/person", PutPerson).WithSummary("Gives an identity to a person, also for the past");
        identities.MapDelete("/{number:int}/person", DeletePerson).WithSummary("Makes an identity nobody's again");
    }

    internal static async Task<Results<Ok<Page<UnresolvedJson>>, ValidationProblem>> ListUnresolved(
        IdentityService identities, CancellationToken cancellationToken, int after = 0, int limit = Paging.DefaultLimit) =>
        Paging.Problem(limit) is { } problem
            ? problem
            : TypedResults.Ok(Page<UnresolvedJson>.Of(
                await identities.ListUnresolvedAsync(after, limit, cancellationToken), limit, UnresolvedJson.Of,
                identity => identity.Number.ToString(CultureInfo.InvariantCulture)));

    internal static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> PutPerson(
        int number, PutOwner body, ClaimsPrincipal user, IdentityService identities, CancellationToken cancellationToken)
    {
        var (from, until) = (body.From ?? DateOnly.MinValue, body.Until ?? DateOnly.MaxValue);
        if (until <= from)
        {
            return PeopleEndpoints.Invalid("until", "Must come after from.");
        }

        return await identities.LinkAsync(number, body.Person ?? "", from, until, Access.Actor(user), cancellationToken) switch
        {
            LinkOutcome.NoSuchPerson => PeopleEndpoints.Invalid("person", "There is nobody with this e-mail."),
            LinkOutcome.NoSuchIdentity => TypedResults.NotFound(),
            LinkOutcome.IsPersonal => Personal(),
            _ => TypedResults.NoContent(),
        };
    }

    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> DeletePerson(
        int number, ClaimsPrincipal user, IdentityService identities, CancellationToken cancellationToken) =>
        await identities.UnlinkAsync(number, Access.Actor(user), cancellationToken) switch
        {
            LinkOutcome.NoSuchIdentity => TypedResults.NotFound(),
            LinkOutcome.IsPersonal => Personal(),
            _ => TypedResults.NoContent(),
        };

    private static ProblemHttpResult Personal() => TypedResults.Problem(
        "This identity is what a person's own keys write as; it cannot become anybody else's.", statusCode: StatusCodes.Status409Conflict);
}
