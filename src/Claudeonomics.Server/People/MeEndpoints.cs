using System.Security.Claims;
using System.Text.Json.Serialization;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Advice;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.People;

/// <summary>The caller's own working pattern. What is absent stays as it is.</summary>
/// <param name="WorkingDays">Days a week, 0.5 to 7.</param>
/// <param name="TimeZone">Such as <c>Europe/Berlin</c>; empty for the company's.</param>
/// <param name="QuietHours">Such as <c>22:00-07:00</c>; empty for none.</param>
internal sealed record PutPattern(double? WorkingDays, string? TimeZone, string? QuietHours);

internal sealed record PatternJson(double WorkingDays, string? TimeZone, string? QuietHours);

/// <param name="Own">Null for who does not take part.</param>
internal sealed record OwnBoardJson(string Board, WindowJson Window, OwnStandingJson? Own);

/// <param name="Boards">The own row on every board, over the default window.</param>
internal sealed record MeJson(PersonJson Person, ConsentJson Consent, IReadOnlyList<OwnBoardJson> Boards, AdviceJson Advice);

/// <summary>What belongs to the caller: who they are, where they stand, what they used, how they take part.</summary>
internal static class MeEndpoints
{
    public static void MapMeApi(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("Me").Shows(Figures.Own);
        me.MapGet("", GetMe).RequireAuthorization(Access.Own).WithSummary("The caller's own row on every board, advice and consent");
        me.MapConsentApi();
        me.MapRightsApi();
        me.MapPut("/pattern", PutPattern).RequireAuthorization(Access.Person).WithSummary("The caller's own working days, time zone and quiet hours");
        me.MapGet("/usage", GetUsage).RequireAuthorization(Access.Own).WithSummary("The caller's own sums");
        me.MapGet("/activity", GetActivity).RequireAuthorization(Access.Own)
            .WithSummary("What the caller's agents reported besides tokens, by company day");
        api.MapGet("/people/{email}/usage", GetUsageOf).WithTags("People").WithSummary("A person's sums: for themselves").Shows(Figures.Own);
    }

    internal static async Task<Results<Ok<MeJson>, NotFound>> GetMe(
        ClaimsPrincipal user, PeopleService people, OptIn optIn, IBoards boards, IAdvice advice, CancellationToken cancellationToken)
    {
        if (await people.FindByIdAsync(Viewer.From(user)!.PersonId!, cancellationToken) is not { } person)
        {
            return TypedResults.NotFound();
        }

        var window = BoardWindows.Of(BoardWindows.Default, boards.Today)!.Value;
        var own = BoardNames.All.Select(board => new OwnBoardJson(
            board, WindowJson.Of(window),
            boards.StandingOf(new(board, window, BoardSubject.Person, UsageFilter.All, Team: null, Limit: 1), person.Id) is { } standing
                ? OwnStandingJson.Of(standing, BoardSubject.Person)
                : null));
        return TypedResults.Ok(new MeJson(PersonJson.OfOwn(person), ConsentJson.Of(person, optIn, await people.ConsentHistoryAsync(person.Id, cancellationToken)), [.. own],
            AdviceJson.Of(await advice.OfPersonAsync(person.Id, cancellationToken))));
    }

    internal static async Task<Results<Ok<PatternJson>, ValidationProblem, NotFound>> PutPattern(
        PutPattern body, ClaimsPrincipal user, PeopleService people, CancellationToken cancellationToken)
    {
        var change = new PersonChange(WorkingDaysPerWeek: body.WorkingDays, TimeZone: body.TimeZone, QuietHours: body.QuietHours);
        if (change.Problems() is { Count: > 0 } problems)
        {
            return TypedResults.ValidationProblem(problems);
        }

        return await ChangeAsync(change, user, people, cancellationToken) is { } person
            ? TypedResults.Ok(new PatternJson(person.WorkingDaysPerWeek, person.TimeZone, person.QuietHours))
            : TypedResults.NotFound();
    }

    private static async Task<PersonDetails?> ChangeAsync(PersonChange change, ClaimsPrincipal user, PeopleService people, CancellationToken cancellationToken) =>
        await people.FindByIdAsync(Viewer.From(user)!.PersonId!, cancellationToken) is { } known
            ? (await people.PutAsync(known.Email, change, OptIn.Actor(user), cancellationToken))?.Person
            : null;

    internal static Results<Ok<UsageJson>, ValidationProblem, NotFound, ForbidHttpResult> GetUsage(
        [AsParameters] UsageParameters parameters, ClaimsPrincipal user, RosterSource roster, IUsageReader usage, IBoards boards) =>
        parameters.Answer(roster.OrdinalOf(Viewer.From(user)!.PersonId!), usage, boards.Today);

    /// <param name="from">First company day; 30 days back when absent.</param>
    /// <param name="to">The day after the last; tomorrow when absent.</param>
    internal static Results<Ok<ActivityJson>, ValidationProblem, NotFound> GetActivity(
        DateOnly? from, DateOnly? to, ClaimsPrincipal user, RosterSource roster, IUsageReader usage, IBoards boards, RuleBook rules)
    {
        if (roster.OrdinalOf(Viewer.From(user)!.PersonId!) is not { } person)
        {
            return TypedResults.NotFound();
        }

        return UsageParameters.TryReadDays(from, to, boards.Today, out var days, out var problem)
            ? TypedResults.Ok(ActivityJson.Of(days, usage.Activity(new UsageSubject.Person(person), days), rules))
            : problem;
    }

    /// <remarks>What somebody did hour by hour is theirs. Who sets people up does not get to see it; a read key for a person, whose making is
    /// written down, does.</remarks>
    internal static async Task<Results<Ok<UsageJson>, ValidationProblem, NotFound, ForbidHttpResult>> GetUsageOf(
        string email, [AsParameters] UsageParameters parameters, ClaimsPrincipal user, PeopleService people, RosterSource roster,
        IUsageReader usage, IBoards boards, CancellationToken cancellationToken)
    {
        var person = await people.FindAsync(email, cancellationToken);
        return person is null || person.Id != Viewer.From(user)!.PersonId
            ? TypedResults.Forbid()
            : parameters.Answer(roster.OrdinalOf(person.Id), usage, boards.Today);
    }
}
