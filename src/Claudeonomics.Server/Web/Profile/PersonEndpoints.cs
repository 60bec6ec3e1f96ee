using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Advice;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Help;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Drawing;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Help;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Profile;

/// <summary>People's pages: one's own in full, others' as far as they appear.</summary>
internal static class PersonEndpoints
{
    public static void MapPersonPages(this IEndpointRouteBuilder app) => app.MapGet("/people/{id}", GetPerson).ShowsPerson("id");

    internal static async Task<IResult> GetPerson(
        string id, HttpContext context, IBoards boards, IUsageReader usage, IAdvice advice, RosterIndex roster, CompanyCalendar calendar, KudosService kudos,
        PeopleService people, string? span = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (roster.VisiblePerson(id, viewer) is not { } person)
        {
            return ErrorPages.NotFound(viewer);
        }

        var isOwn = id == viewer.PersonId;
        return Page.Of<PersonPage>(new()
        {
            ["Advice"] = isOwn ? await advice.OfPersonAsync(id, context.RequestAborted) : null,
            ["View"] = PersonView.Of(
                person, isOwn, ChartSpan.Of(span), boards, usage, roster, isOwn ? await ZoneOfAsync(id, people, calendar, context.RequestAborted) : calendar.Zone),
            ["Kudos"] = await KudosView.ReadAsync(id, viewer, roster, kudos, context.RequestAborted),
            ["Viewer"] = viewer,
        });
    }

    private static async Task<TimeZoneInfo> ZoneOfAsync(string id, PeopleService people, CompanyCalendar calendar, CancellationToken cancellationToken) =>
        calendar.ZoneOr((await people.FindByIdAsync(id, cancellationToken))?.TimeZone);
}
