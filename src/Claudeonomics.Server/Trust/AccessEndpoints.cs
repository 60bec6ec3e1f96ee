using System.Security.Claims;
using System.Text.Json.Serialization;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Trust;

/// <param name="Act"><c>list</c>, <c>person</c>, <c>digest</c>, <c>export</c>, <c>share</c>, <c>approval</c>, <c>pause</c>, <c>audit</c>, <c>review</c>, <c>access</c> or <c>alarm</c>.</param>
/// <param name="By">By name; a key, channel or link by its id.</param>
/// <param name="ByEmail">Of the person who looked; never the id that stands on boards, which would say who is behind a pseudonym.</param>
/// <param name="About">Id of the person who was looked at.</param>
/// <param name="AboutShownAs">As others see them; null for who does not appear or is gone.</param>
internal sealed record AccessLineJson(
    DateTimeOffset At, string Act, string By, string? ByEmail, string? About, string? AboutShownAs, string What, long? Snapshot, int Count);

/// <param name="Next">What to ask <c>before</c> for the next page; null on the last. A page may be short while there is more.</param>
internal sealed record AccessLogJson(IReadOnlyList<AccessLineJson> Items, string? Next);

/// <param name="By">As others see them, or by role.</param>
internal sealed record LookJson(DateTimeOffset At, string By, string Act, string What, int Count);

internal sealed record LooksJson(IReadOnlyList<LookJson> Items);

internal sealed record AlarmJson(DateTimeOffset At, string By, int People);

internal sealed record AlarmsJson(IReadOnlyList<AlarmJson> Items);

/// <summary>The access log over HTTP.</summary>
internal static class AccessEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    public static void MapAccessApi(this IEndpointRouteBuilder api)
    {
        // What it shows is who looked, and nobody's figures: a pause does not keep auditors from it.
        var access = api.MapGroup("/access-log").WithTags("Trust").Shows(Figures.Nothing);
        access.MapGet("", GetLog).RequireAuthorization(Access.Auditor).WithSummary("Who looked at what, the latest first");
        access.MapGet("/head", GetHead).RequireAuthorization(Access.AuditorOrAdministrator)
            .WithSummary("The signed head of the log as it is now, to be kept elsewhere");
        access.MapPost("/verify", PostVerify).RequireAuthorization(Access.AuditorOrAdministrator).WithSummary("Reads the whole chain of the log");
        api.MapGet("/alarms", GetAlarms).WithTags("Trust").Shows(Figures.Nothing).RequireAuthorization(Access.AuditorOrAdministrator)
            .WithSummary("Who read the figures of many people one by one, since start");
        api.MapGet("/me/looked-at", GetLooks).WithTags("Me").Shows(Figures.Own).RequireAuthorization(Access.Own)
            .WithSummary("Who looked at the caller, by name or role");
    }

    /// <param name="act">Only this.</param>
    /// <param name="by">Only a person by e-mail, or <c>key:ID</c> and the like.</param>
    /// <param name="about">Only about a person by id.</param>
    /// <param name="before">Where the page before ended.</param>
    internal static async Task<Results<Ok<AccessLogJson>, ValidationProblem>> GetLog(
        ClaimsPrincipal user, AccessReader reader, AccessNames names, AccessLog log, CancellationToken cancellationToken,
        string? act = null, string? by = null, string? about = null, string? before = null, int limit = DefaultLimit)
    {
        AccessAct? wanted = Enum.TryParse<AccessAct>(act, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
        AccessPlace? place = AccessPlace.Parse(before);
        if (limit is < 1 or > MaxLimit || (act is not null && wanted is null) || (before is not null && place is null))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>
            {
                ["limit"] = [$"limit is 1 to {MaxLimit}, act one that there is, before what a page said."],
            });
        }

        var whose = by is null ? null : await names.WhoseAsync(by, cancellationToken);
        var page = await reader.ReadAsync(new(wanted, whose, about), place, limit, cancellationToken);
        log.Note(AccessAct.Audit, Viewer.From(user), "access log");
        var items = new List<AccessLineJson>();
        foreach (var line in page.Lines)
        {
            var (name, email) = await names.NameOfAsync(line.ByPerson, line.By, cancellationToken);
            items.Add(new(
                line.At, NameOf(line.Act), name, email, line.About,
                line.About is { } person ? names.ShownAs(person) : null, line.What, line.Snapshot, line.Count));
        }

        return TypedResults.Ok(new AccessLogJson(items, page.Next?.ToString()));
    }

    internal static async Task<Results<Ok<SignedHead>, NoContent>> GetHead(AccessLog log, CancellationToken cancellationToken) =>
        await log.SignHeadAsync(cancellationToken) is { } head ? TypedResults.Ok(head) : TypedResults.NoContent();

    internal static async Task<Ok<AccessLogVerificationWire>> PostVerify(AccessReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(AccessLogVerificationWire.Of(await reader.VerifyAsync(cancellationToken)));

    internal static async Task<Ok<AlarmsJson>> GetAlarms(BulkAlarm alarm, AccessNames names, CancellationToken cancellationToken)
    {
        var items = new List<AlarmJson>();
        foreach (var raised in alarm.Latest)
        {
            items.Add(new(raised.At, (await names.NameOfAsync(raised.ByPerson, raised.By, cancellationToken)).Name, raised.People));
        }

        return TypedResults.Ok(new AlarmsJson(items));
    }

    internal static async Task<Ok<LooksJson>> GetLooks(
        ClaimsPrincipal user, AccessReader reader, AccessNames names, CancellationToken cancellationToken, int limit = DefaultLimit)
    {
        var lines = await reader.AboutAsync(Viewer.From(user)!.PersonId!, Math.Clamp(limit, 1, MaxLimit), cancellationToken);
        return TypedResults.Ok(new LooksJson([.. lines.Select(line => new LookJson(line.At, names.LookerOf(line), NameOf(line.Act), line.What, line.Count))]));
    }

    internal static string NameOf(AccessAct act) => act.ToString().ToLowerInvariant();
}
