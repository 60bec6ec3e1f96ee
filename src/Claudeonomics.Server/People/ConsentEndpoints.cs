using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.People;

/// <summary>How the caller takes part, and under which pseudonym.</summary>
internal static class ConsentEndpoints
{
    public static void MapConsentApi(this RouteGroupBuilder me)
    {
        me.MapPut("/consent", PutConsent).RequireAuthorization(Access.Person).WithSummary("Takes part, or does not; from the next second on");
        me.MapPost("/pseudonym", PostPseudonym).RequireAuthorization(Access.Person).WithSummary("Gives the caller another pseudonym; the one before is anybody's again");
    }

    internal static async Task<Results<Ok<ConsentJson>, ValidationProblem, ProblemHttpResult, NotFound>> PutConsent(
        PutConsent body, ClaimsPrincipal user, PeopleService people, OptIn optIn, CancellationToken cancellationToken)
    {
        if (body is { Participates: null, SharesStreak: null, SharesWithTeam: null })
        {
            return PeopleEndpoints.Invalid("participates", "no, private, pseudonym or named.");
        }

        if (body.Edition is { } read && read != optIn.Texts.Edition)
        {
            return TypedResults.Problem(
                "The texts have changed since they were read; nothing was changed. Read them again in GET /api/v1/me.", statusCode: StatusCodes.Status409Conflict);
        }

        if (body.Participates is { } asked && optIn.Problem(asked, OptIn.Actor(user)) is { } refusal)
        {
            return PeopleEndpoints.Invalid("participates", refusal);
        }

        return await ChangeAsync(
            new(Participation: body.Participates, SharesStreak: body.SharesStreak, SharesWithTeam: body.SharesWithTeam), user, people, optIn, cancellationToken) is { } consent
            ? TypedResults.Ok(consent)
            : TypedResults.NotFound();
    }

    internal static async Task<Results<Ok<ConsentJson>, NotFound>> PostPseudonym(
        ClaimsPrincipal user, PeopleService people, OptIn optIn, CancellationToken cancellationToken) =>
        await ChangeAsync(new(HasNewPseudonym: true), user, people, optIn, cancellationToken) is { } consent ? TypedResults.Ok(consent) : TypedResults.NotFound();

    private static async Task<ConsentJson?> ChangeAsync(
        PersonChange change, ClaimsPrincipal user, PeopleService people, OptIn optIn, CancellationToken cancellationToken) =>
        await people.FindByIdAsync(Viewer.From(user)!.PersonId!, cancellationToken) is { } known
            && await people.PutAsync(known.Email, change, OptIn.Actor(user), cancellationToken) is var (person, _)
            ? ConsentJson.Of(person, optIn, await people.ConsentHistoryAsync(person.Id, cancellationToken))
            : null;
}
