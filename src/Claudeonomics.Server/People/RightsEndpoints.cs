using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People.Rights;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.People;

/// <summary>What somebody has a right to: everything that is kept about them, and that it goes.</summary>
internal static class RightsEndpoints
{
    // Hours and conversations are kept as long as raw facts, days 13 months and the one that is running.
    private const int HourDays = 62;
    private const int Days = 400;
    private static readonly JsonSerializerOptions ForPeople = new(JsonSerializerOptions.Web) { WriteIndented = true };

    public static void MapRightsApi(this RouteGroupBuilder me)
    {
        me.MapGet("/export", GetExport).RequireAuthorization(Access.Person).WithSummary("Everything that is kept about the caller, as one document");
        me.MapDelete("", DeleteMe).RequireAuthorization(Access.Person).WithSummary("Erases the caller, who says so by their e-mail in confirm");
    }

    internal static Results<FileContentHttpResult, NotFound, ForbidHttpResult> GetExport(
        ClaimsPrincipal user, HttpContext context, ControlDatabase control, RosterSource roster, IUsageReader usage, IBoards boards, RuleBook rules)
    {
        var viewer = Viewer.From(user)!;
        if (viewer.IsLent)
        {
            // Whoever made the key may be the one who asks.
            return TypedResults.Forbid();
        }

        if (roster.OrdinalOf(viewer.PersonId!) is not { } ordinal)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        using var db = control.Read();
        var document = new JsonObject
        {
            ["about"] = "Everything that this server keeps about you. Times are UTC, days are the company's. Hashes of secrets and ids of other people are left out.",
            ["directory"] = KeptRows.Of(db, viewer.PersonId!),
            ["usage"] = UsageOf(new UsageSubject.Person(ordinal), usage, rules, boards.Today),
        };
        return TypedResults.File(
            JsonSerializer.SerializeToUtf8Bytes(document, ForPeople), "application/json",
            string.Create(CultureInfo.InvariantCulture, $"claudeonomics-{boards.Today:yyyy-MM-dd}.json"));
    }

    /// <param name="confirm">The caller's own e-mail: nobody is erased by a slip.</param>
    internal static async Task<Results<NoContent, ValidationProblem, NotFound, ForbidHttpResult>> DeleteMe(
        ClaimsPrincipal user, PeopleService people, CancellationToken cancellationToken, string? confirm = null)
    {
        var viewer = Viewer.From(user)!;
        if (viewer.IsLent)
        {
            return TypedResults.Forbid();
        }

        if (await people.FindByIdAsync(viewer.PersonId!, cancellationToken) is not { } person)
        {
            return TypedResults.NotFound();
        }

        if (EmailAddress.Key(confirm ?? "") != EmailAddress.Key(person.Email))
        {
            return PeopleEndpoints.Invalid("confirm", "Your own e-mail, as this server has it.");
        }

        await people.EraseAsync(person.Email, Access.Self, cancellationToken);
        return TypedResults.NoContent();
    }

    private static JsonObject UsageOf(UsageSubject subject, IUsageReader usage, RuleBook rules, DateOnly today)
    {
        var (hours, days) = (DayRange.LastDays(today, HourDays), DayRange.LastDays(today, Days));
        return new()
        {
            ["byDay"] = Node(days, "day", UsageGrouping.Day),
            ["byHour"] = Node(hours, "hour", UsageGrouping.Hour),
            ["byConversation"] = Node(hours, "conversation", UsageGrouping.Conversation),
            ["activity"] = JsonSerializer.SerializeToNode(ActivityJson.Of(hours, usage.Activity(subject, hours), rules), PeopleJson.Default.ActivityJson),
        };

        JsonNode? Node(DayRange range, string by, UsageGrouping grouping) => JsonSerializer.SerializeToNode(
            UsageJson.Of(range, by, usage.Rows(subject, range, grouping, UsageFilter.All)), PeopleJson.Default.UsageJson);
    }
}
