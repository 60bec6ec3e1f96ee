using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Hall;

/// <summary>The hall of fame: seasons that are over, as far as participants let others see them.</summary>
internal static class HallEndpoints
{
    public static void MapHallPage(this IEndpointRouteBuilder app)
    {
        app.MapGet("/seasons", GetHall).Shows(Figures.People);
        app.MapGet("/league", GetLeague).Shows(Figures.People);
    }

    internal static IResult GetHall(HttpContext context, ISeasons seasons, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return Page.Of<HallPage>(new()
        {
            ["Seasons"] = seasons.All.Select(season => (season, seasons.HallOf(season.Month))).ToList(),
            ["Own"] = viewer.PersonId is { } person ? seasons.Of(person) : [],
            ["HasLeague"] = viewer.PersonId is { } id && seasons.LeagueOf(id) is not null,
            ["Viewer"] = viewer,
        });
    }

    internal static IResult GetLeague(HttpContext context, LeagueService leagues, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return Page.Of<LeaguePage>(new() { ["League"] = viewer.PersonId is { } person ? leagues.Of(person) : null, ["Viewer"] = viewer });
    }
}
