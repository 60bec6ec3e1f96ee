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

/// <param name="Kind"><c>email</c>, <c>account</c> or <c>installation</c>.</param>
/// <param name="Value">As agents send it; the address of commits is an <c>email</c>.</param>
/// <param name="From">First company day; absent for all of the past.</param>
/// <param name="Until">The day after the last; absent for all of the future.</param>
internal sealed record PostAlias(string? Kind, string? Value, DateOnly? From, DateOnly? Until);

/// <param name="Retired">Whether what is claimed under it from now on waits.</param>
internal sealed record AliasJson(
    int Number, [property: JsonConverter(typeof(IdentityKindConverter))] IdentityKind Kind, string Value, DateOnly? From, DateOnly? Until, bool Retired)
{
    public static AliasJson Of(Alias alias) => new(
        alias.Number, alias.Kind, alias.Value, alias.From == DateOnly.MinValue ? null : alias.From, alias.Until == DateOnly.MaxValue ? null : alias.Until, alias.IsRetired);
}

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
        identities.MapPut("/{number:int}/aside", PutAside).WithSummary("Says that an identity is nobody's and need not be asked about");
        identities.MapDelete("/{number:int}/aside", DeleteAside).WithSummary("Puts an identity back into the queue");
        var aliases = api.MapGroup("/people/{email}/aliases").WithTags("Identities").Shows(Figures.Nothing).RequireAuthorization(Access.Administrator);
        aliases.MapGet("", ListAliases).WithSummary("What a person is known under besides their own keys");
        aliases.MapPost("", PostAlias).WithSummary("Says that a person is known under an e-mail, an account or an installation, also for the past");
    }

    internal static async Task<Results<Ok<Page<UnresolvedJson>>, ValidationProblem>> ListUnresolved(
        IdentityService identities, CancellationToken cancellationToken, int after = 0, int limit = Paging.DefaultLimit) =>
        Paging.Problem(limit) is { } problem
            ? problem
            : TypedResults.Ok(Paging.PageOf(
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

    internal static async Task<Results<NoContent, NotFound>> PutAside(
        int number, ClaimsPrincipal user, IdentityService identities, CancellationToken cancellationToken) =>
        await identities.SetAsideAsync(number, isAside: true, Access.Actor(user), cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    internal static async Task<Results<NoContent, NotFound>> DeleteAside(
        int number, ClaimsPrincipal user, IdentityService identities, CancellationToken cancellationToken) =>
        await identities.SetAsideAsync(number, isAside: false, Access.Actor(user), cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    internal static async Task<Results<Ok<Page<AliasJson>>, NotFound>> ListAliases(
        string email, IdentityService identities, CancellationToken cancellationToken) =>
        await identities.ListAliasesAsync(email, cancellationToken) is { } aliases
            ? TypedResults.Ok(new Page<AliasJson>([.. aliases.Select(AliasJson.Of)], Next: null))
            : TypedResults.NotFound();

    internal static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> PostAlias(
        string email, PostAlias body, ClaimsPrincipal user, IdentityService identities, CancellationToken cancellationToken)
    {
        var (from, until) = (body.From ?? DateOnly.MinValue, body.Until ?? DateOnly.MaxValue);
        if (until <= from)
        {
            return PeopleEndpoints.Invalid("until", "Must come after from.");
        }

        if (IdentityClaims.KindOf(body.Kind) is not { } kind || !IdentityClaims.IsFit(kind, body.Value))
        {
            return PeopleEndpoints.Invalid("value", "An e-mail, or an account's or installation's id of at most 320 bytes without spaces; kind is email, account or installation.");
        }

        return await identities.AddAliasAsync(kind, body.Value!, email, from, until, Access.Actor(user), cancellationToken) switch
        {
            LinkOutcome.NoSuchPerson => TypedResults.NotFound(),
            LinkOutcome.IsSomebodys => PeopleEndpoints.Invalid("value", "Somebody else is in the directory under this e-mail."),
            LinkOutcome.NoNumberLeft => PeopleEndpoints.Invalid("value", "The company's identity numbers are used up."),
            LinkOutcome.IsPersonal => Personal(),
            _ => TypedResults.NoContent(),
        };
    }

    private static ProblemHttpResult Personal() => TypedResults.Problem(
        "This identity is what a person's own keys write as; it cannot become anybody else's.", statusCode: StatusCodes.Status409Conflict);
}
