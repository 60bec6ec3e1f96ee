using System.Security.Claims;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.People;

/// <summary>The directory over HTTP.</summary>
internal static class PeopleEndpoints
{
    public static void MapPeopleApi(this IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/people").WithTags("People").Shows(Figures.Nothing);
        people.MapGet("", ListPeople).RequireAuthorization(Access.Administrator).WithSummary("People by e-mail");
        people.MapPut("/{email}", PutPerson).RequireAuthorization(Access.Administrator).WithSummary("Creates or changes a person");
        people.MapGet("/{email}", GetPerson).WithSummary("A person: for themselves and an administrator");
        people.MapDelete("/{email}/accounts", ForgetAccounts).RequireAuthorization(Access.Administrator)
            .WithSummary("Lets go of the accounts with which a person signs in at a provider, and ends their sessions");
        people.MapDelete("/{email}", ErasePerson).RequireAuthorization(Access.Administrator)
            .WithSummary("Erases a person; totals stay, nothing leads to them any more");
    }

    internal static async Task<Results<Ok<Page<PersonJson>>, ValidationProblem>> ListPeople(
        PeopleService people, CancellationToken cancellationToken, string? after = null, int limit = Paging.DefaultLimit) =>
        Paging.Problem(limit) is { } problem
            ? problem
            : TypedResults.Ok(Paging.PageOf(await people.ListAsync(after, limit, cancellationToken), limit, PersonJson.Of, person => person.Email));

    internal static async Task<Results<Ok<PersonJson>, Created<PersonJson>, ValidationProblem>> PutPerson(
        string email, PutPerson body, ClaimsPrincipal user, PeopleService people, OptIn optIn, AccessLog log, CancellationToken cancellationToken)
    {
        if (!EmailAddress.IsValid(email))
        {
            return Invalid("email", "Not an e-mail address.");
        }

        var change = body.ToChange((await people.FindAsync(email, cancellationToken))?.Roles ?? []);
        if (body.Roles?.Except(RoleNames.All.Select(static role => role.Name)).FirstOrDefault() is { } unknown)
        {
            return Invalid("roles", $"'{unknown}' is none of {string.Join(", ", RoleNames.All.Select(static role => role.Name))}.");
        }

        if (change.Problems() is { Count: > 0 } problems)
        {
            return TypedResults.ValidationProblem(problems);
        }

        if (change.Participation is { } asked && optIn.Problem(asked, Access.Actor(user)) is { } refusal)
        {
            return Invalid("participates", refusal);
        }

        if (await people.PutAsync(email, change, Access.Actor(user), cancellationToken) is not var (person, isNew))
        {
            return Invalid("name", "Required for a new person.");
        }

        if (change.Roles is { } roles)
        {
            log.NoteRoles(user, roles, person.Id);
        }

        return isNew
            ? TypedResults.Created($"/api/v1/people/{Uri.EscapeDataString(person.Email)}", PersonJson.Of(person))
            : TypedResults.Ok(PersonJson.Of(person));
    }

    internal static async Task<Results<Ok<PersonJson>, NotFound, ForbidHttpResult>> GetPerson(
        string email, ClaimsPrincipal user, PeopleService people, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user)!;
        var person = await people.FindAsync(email, cancellationToken);
        if (!viewer.IsAdministrator && (person is null || person.Id != viewer.PersonId))
        {
            // Whether there is such a person is not for others to learn.
            return TypedResults.Forbid();
        }

        return person is null ? TypedResults.NotFound() : TypedResults.Ok(person.Id == viewer.LoggedPerson ? PersonJson.OfOwn(person) : PersonJson.Of(person));
    }

    internal static async Task<Results<NoContent, NotFound>> ErasePerson(
        string email, ClaimsPrincipal user, PeopleService people, CancellationToken cancellationToken) =>
        await people.EraseAsync(email, Access.Actor(user), cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    internal static async Task<Results<NoContent, NotFound>> ForgetAccounts(
        string email, ClaimsPrincipal user, SignInService signIn, CancellationToken cancellationToken) =>
        await signIn.ForgetAccountsAsync(email, Access.Actor(user), cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    internal static ValidationProblem Invalid(string field, string problem) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [problem] });
}
