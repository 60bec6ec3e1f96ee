using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Advice;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Help;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Drawing;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Help;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Profile;

/// <summary>People's pages: one's own in full, others' as far as they appear.</summary>
internal static class PersonEndpoints
{
    public static void MapPersonPages(this IEndpointRouteBuilder app) => app.MapGet("/people/{id}", GetPerson);

    internal static async Task<IResult> GetPerson(
        string id, HttpContext context, IBoards boards, IUsageReader usage, IAdvice advice, RosterIndex roster, CompanyCalendar calendar, KudosService kudos,
        string? span = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (roster.VisiblePerson(id, viewer) is not { } person)
        {
            return ErrorPages.NotFound(viewer);
        }

        return Page.Of<PersonPage>(new()
        {
            ["View"] = PersonView.Of(person, id == viewer.PersonId, ChartSpan.Of(span), boards, usage, roster, calendar),
            ["Advice"] = id == viewer.PersonId ? await advice.OfPersonAsync(id, context.RequestAborted) : null,
            ["Kudos"] = await KudosView.ReadAsync(id, viewer, roster, kudos, context.RequestAborted),
            ["Viewer"] = viewer,
        });
    }
}
