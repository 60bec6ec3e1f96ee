using System.Security.Claims;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Help;

/// <summary>Kudos for programs: one's own, given and got. Nobody reads anybody else's.</summary>
internal static class KudosEndpoints
{
    public static void MapKudosApi(this IEndpointRouteBuilder api)
    {
        var kudos = api.MapGroup("/kudos").WithTags("Help").Shows(Figures.Own).RequireAuthorization(Access.Person);
        kudos.MapGet("", GetKudos).WithSummary("What the caller gave this week, and what they got");
        kudos.MapPut("/{person}", PutKudos).WithSummary("Gives a colleague this week's kudos, or another reason for them");
        kudos.MapDelete("/{person}", DeleteKudos).WithSummary("Takes this week's kudos back");
    }

    internal static async Task<Ok<KudosJson>> GetKudos(ClaimsPrincipal user, KudosService kudos, CancellationToken cancellationToken)
    {
        var own = Viewer.From(user)!.PersonId!;
        return TypedResults.Ok(new KudosJson(
            kudos.Week, [.. KudosChoice.All.Select(static choice => new KudosReasonJson(choice.Name, choice.Text))],
            [.. (await kudos.GivenAsync(own, cancellationToken))
                .Select(static given => new GivenKudosJson(new(given.PersonId, given.Name), KudosChoice.Of(given.Reason).Name, given.Day))],
            [.. (await kudos.ReceivedAsync(own, cancellationToken)).Select(static received => new ReceivedKudosJson(
                received.Week, KudosChoice.Of(received.Reason).Name, received.From is var (id, name) ? new(id, name) : null))]));
    }

    /// <param name="person">Id of a colleague whom others see.</param>
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult, ValidationProblem>> PutKudos(
        string person, PutKudos body, ClaimsPrincipal user, KudosService kudos, CancellationToken cancellationToken)
    {
        if (KudosChoice.Named(body.Reason) is not { } reason)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>
            {
                ["reason"] = [$"One of {string.Join(", ", KudosChoice.All.Select(static choice => choice.Name))}."],
            });
        }

        return await kudos.GiveAsync(Viewer.From(user)!.PersonId!, person, reason, cancellationToken) switch
        {
            KudosOutcome.Done => TypedResults.NoContent(),
            KudosOutcome.NotTakingPart => TypedResults.Problem("Kudos are between people who take part.", statusCode: StatusCodes.Status409Conflict),
            KudosOutcome.TooMany => TypedResults.Problem(
                $"You gave {KudosService.MostPerWeek} this week: kudos for everybody would say nothing.", statusCode: StatusCodes.Status409Conflict),
            _ => TypedResults.NotFound(),
        };
    }

    internal static async Task<Results<NoContent, NotFound>> DeleteKudos(
        string person, ClaimsPrincipal user, KudosService kudos, CancellationToken cancellationToken) =>
        await kudos.TakeBackAsync(Viewer.From(user)!.PersonId!, person, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();
}
