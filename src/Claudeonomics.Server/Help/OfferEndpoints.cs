using System.Security.Claims;
using Claudeonomics.Core.People;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Help;

/// <summary>Offers of help for programs: everybody's to read, one's own to write.</summary>
internal static class OfferEndpoints
{
    public static void MapOfferApi(this IEndpointRouteBuilder api)
    {
        var help = api.MapGroup("").WithTags("Help");
        help.MapGet("/help", GetHelp).Shows(Figures.People).WithSummary("Who helps with what");
        help.MapGet("/me/help", GetOwn).Shows(Figures.Own).RequireAuthorization(Access.Person).WithSummary("The caller's own offer");
        help.MapPut("/me/help", PutOwn).Shows(Figures.Own).RequireAuthorization(Access.Person).WithSummary("Publishes what the caller helps with, in place of what was there");
        help.MapDelete("/me/help", DeleteOwn).Shows(Figures.Nothing).RequireAuthorization(Access.Person).WithSummary("Takes the caller's offer back");
        help.MapPut("/help/{person}/helped", PutHelped).Shows(Figures.Nothing).RequireAuthorization(Access.Person).WithSummary("Says that a colleague's help or note helped");
        help.MapDelete("/help/{person}/helped", DeleteHelped).Shows(Figures.Nothing).RequireAuthorization(Access.Person).WithSummary("Takes that back");
        help.MapDelete("/help/{person}", DeleteOffer).Shows(Figures.Nothing).RequireAuthorization(Access.Administrator).WithSummary("Takes down an offer that should not stand there");
    }

    /// <param name="topic">Only offers with this topic.</param>
    internal static async Task<Ok<HelpBoardJson>> GetHelp(string? topic, ClaimsPrincipal user, OfferService offers, CancellationToken cancellationToken) =>
        TypedResults.Ok(HelpBoardJson.Of(await offers.ListAsync(topic, Viewer.From(user)?.PersonId, cancellationToken)));

    internal static async Task<Ok<OwnOfferJson>> GetOwn(ClaimsPrincipal user, OfferService offers, CancellationToken cancellationToken) =>
        TypedResults.Ok(OwnOfferJson.Of(await offers.OwnAsync(Viewer.From(user)!.PersonId!, cancellationToken)));

    internal static async Task<Results<Ok<OwnOfferJson>, ProblemHttpResult, ValidationProblem>> PutOwn(
        PutHelp body, ClaimsPrincipal user, OfferService offers, CancellationToken cancellationToken)
    {
        var own = Viewer.From(user)!.PersonId!;
        var (topics, problem) = HelpTopics.Read((body.Topics ?? []).Select(static topic => topic ?? ""));
        if (problem is not null)
        {
            return Invalid("topics", problem);
        }

        if (SetUpNote.Read(body.Note ?? "") is not { } note)
        {
            return Invalid("note", $"At most {SetUpNote.MostChars} characters of plain text.");
        }

        if (topics.Count == 0 && note.Length == 0)
        {
            return Invalid("topics", "A topic or a note: an offer of nothing helps nobody.");
        }

        return await offers.PublishAsync(own, topics, note, cancellationToken) is HelpOutcome.Done
            ? TypedResults.Ok(OwnOfferJson.Of(await offers.OwnAsync(own, cancellationToken)))
            : NotShown();
    }

    internal static async Task<Results<NoContent, NotFound>> DeleteOwn(ClaimsPrincipal user, OfferService offers, CancellationToken cancellationToken) =>
        await offers.RemoveAsync(Viewer.From(user)!.PersonId!, "self", cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    internal static async Task<Results<NoContent, NotFound>> DeleteOffer(
        string person, ClaimsPrincipal user, OfferService offers, CancellationToken cancellationToken) =>
        await offers.RemoveAsync(person, Access.Actor(user), cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> PutHelped(
        string person, ClaimsPrincipal user, OfferService offers, CancellationToken cancellationToken) =>
        await offers.AcceptAsync(person, Viewer.From(user)!.PersonId!, cancellationToken) switch
        {
            HelpOutcome.Done => TypedResults.NoContent(),
            HelpOutcome.NotShown => NotShown(),
            _ => TypedResults.NotFound(),
        };

    internal static async Task<Results<NoContent, NotFound>> DeleteHelped(
        string person, ClaimsPrincipal user, OfferService offers, CancellationToken cancellationToken) =>
        await offers.TakeBackAsync(person, Viewer.From(user)!.PersonId!, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static ProblemHttpResult NotShown() => TypedResults.Problem(
        "Help is between people who take part, and is offered by name or pseudonym.", statusCode: StatusCodes.Status409Conflict);

    private static ValidationProblem Invalid(string member, string problem) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [member] = [problem] });
}
