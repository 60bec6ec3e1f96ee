using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Web.Trust;

/// <summary>A line of the access log in words.</summary>
/// <param name="About">Who was looked at, as others see them; <see langword="null"/> for nobody by themselves.</param>
public sealed record AccessRow(AccessLine Line, string By, string? About);

/// <summary>What an auditor asked for.</summary>
/// <param name="By">An e-mail, or <c>key:ID</c> and the like.</param>
public sealed record AuditFilter(AccessAct? Act, string? By, string? About);

/// <summary>Who looked: for the person, and for auditors.</summary>
internal static class AccessPages
{
    private const int MostShown = 100;

    public static void MapAccessPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/looked-at", GetLooks).Shows(Figures.Own);
        app.MapGet("/audit", GetAudit).RequireAuthorization(Access.AuditorOrAdministrator).Shows(Figures.Nothing);
    }

    internal static async Task<IResult> GetLooks(HttpContext context, AccessReader reader, AccessNames names, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return viewer.PersonId is not { } own
            ? ErrorPages.NotFound(viewer)
            : Page.Of<LookedAtPage>(new()
            {
                ["Rows"] = (await reader.AboutAsync(own, MostShown, context.RequestAborted)).Select(line => new AccessRow(line, names.LookerOf(line), About: null)).ToList(),
                ["Viewer"] = viewer,
            });
    }

    /// <param name="act">As the API names it.</param>
    /// <param name="by">An e-mail, or <c>key:ID</c> and the like.</param>
    /// <param name="about">A person's id.</param>
    /// <param name="before">Where the page before ended.</param>
    internal static async Task<IResult> GetAudit(
        HttpContext context, AccessReader reader, AccessNames names, AccessLog log, BulkAlarm alarm, RosterIndex roster,
        string? act = null, string? by = null, string? about = null, string? before = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        var cancellation = context.RequestAborted;
        var filter = new AuditFilter(
            Enum.TryParse<AccessAct>(act, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null, Given(by), Given(about));
        var alarms = new List<(DateTimeOffset At, string By, int People)>();
        foreach (var raised in alarm.Latest)
        {
            alarms.Add((raised.At, (await names.NameOfAsync(raised.ByPerson, raised.By, cancellation)).Name, raised.People));
        }

        AccessPage? page = null;
        var rows = new List<AccessRow>();
        if (viewer.Has(Role.Auditor))
        {
            var whose = filter.By is null ? null : await names.WhoseAsync(filter.By, cancellation);
            page = await reader.ReadAsync(new(filter.Act, whose, filter.About), AccessPlace.Parse(before), MostShown, cancellation);
            log.Note(AccessAct.Audit, Viewer.From(context.User), "access log");
            foreach (var line in page.Lines)
            {
                rows.Add(new(
                    line, (await names.NameOfAsync(line.ByPerson, line.By, cancellation)).Name,
                    line.About is { } person ? names.ShownAs(person) ?? "somebody who does not appear" : null));
            }
        }

        return Page.Of<AuditPage>(new()
        {
            ["Alarms"] = alarms,
            ["Rows"] = page is null ? null : rows,
            ["Next"] = page?.Next?.ToString(),
            ["Filter"] = filter,
            ["Viewer"] = viewer,
        });
    }

    private static string? Given(string? word) => string.IsNullOrWhiteSpace(word) ? null : word.Trim();
}
