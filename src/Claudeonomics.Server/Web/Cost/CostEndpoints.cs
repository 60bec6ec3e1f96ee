using Claudeonomics.Core.Pricing;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Board;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Web.Cost;

/// <summary>The page about press figures.</summary>
internal static class CostEndpoints
{
    public static void MapCostPage(this IEndpointRouteBuilder app) => app.MapGet("/cost", GetCost).Shows(Figures.Company);

    internal static RazorComponentResult<CostPage> GetCost(HttpContext context, IBoards boards, PriceBook book, TimeProvider clock, RosterIndex roster)
    {
        var snapshot = boards.Get(BoardAddress.Default.QueryOn(boards.Today));
        var figures = new PressFigures(book.Published).Of(
            CostView.PressProvider, CostView.PressModel, CostView.PressDay, CostView.PressTokens);
        return Page.Of<CostPage>(new()
        {
            ["View"] = new CostView(
                [.. figures.OrderBy(static figure => figure.Usd)], snapshot.Population.Sums, snapshot.Population.NaiveCostUsd, snapshot.PriceBook,
                book.Published != book,
                [.. book.UnsettledOn(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))]),
            ["Viewer"] = roster.Viewer(Viewer.From(context.User)!),
        });
    }
}
