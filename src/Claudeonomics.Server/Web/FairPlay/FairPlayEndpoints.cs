using Claudeonomics.Server.Integrity;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.FairPlay;

/// <summary>One's own findings with their evidence, and for a reviewer those that wait.</summary>
internal static class FairPlayEndpoints
{
    public static void MapFairPlayPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/fair-play", GetOwn).Shows(Figures.Own);
        app.MapPost("/fair-play/{id}/explain", PostExplain).Shows(Figures.Nothing);
        app.MapPost("/fair-play/{id}/appeal", PostAppeal).Shows(Figures.Nothing);
        app.MapGet("/fair-play/review", GetReview).Shows(Figures.People, AccessAct.Review);
        app.MapPost("/fair-play/review/{id}", PostDecide).Shows(Figures.Nothing);
    }

    internal static async Task<IResult> GetOwn(HttpContext context, FindingService findings, IntegrityNight night, RosterIndex roster, FigureGuard guard)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        var isDark = guard.Judge(Viewer.From(context.User), Figures.Company) is not Refusal.None;
        return Page.Of<FairPlayPage>(new()
        {
            ["Findings"] = viewer.PersonId is { } id ? await findings.OfPersonAsync(id, context.RequestAborted) : [],
            ["Health"] = isDark ? null : await IntegrityHealth.ReadAsync(findings, night, context.RequestAborted),
            ["Viewer"] = viewer,
        });
    }

    internal static async Task<IResult> PostExplain(
        string id, HttpContext context, FindingService findings, RosterIndex roster, [FromForm] string? reason = null, [FromForm] string? text = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (viewer.PersonId is not { } person || !Explanation.All.Any(explanation => explanation.Name == reason) || text is { Length: > FindingService.MostText }
            || await findings.ExplainAsync(id, person, reason!, string.IsNullOrWhiteSpace(text) ? null : text, context.RequestAborted) is not FindingOutcome.Done)
        {
            return ErrorPages.NotFound(viewer);
        }

        return Results.LocalRedirect("/fair-play");
    }

    internal static async Task<IResult> PostAppeal(
        string id, HttpContext context, FindingService findings, RosterIndex roster, [FromForm] string? text = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (viewer.PersonId is not { } person || text is not { Length: > 0 and <= FindingService.MostText }
            || await findings.AppealAsync(id, person, text, context.RequestAborted) is not FindingOutcome.Done)
        {
            return ErrorPages.NotFound(viewer);
        }

        return Results.LocalRedirect("/fair-play");
    }

    internal static async Task<IResult> GetReview(HttpContext context, FindingService findings, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return viewer.Has(Role.Steward)
            ? Page.Of<ReviewPage>(new() { ["Findings"] = await findings.QueueAsync(context.RequestAborted), ["Viewer"] = viewer })
            : ErrorPages.NotInRole(viewer);
    }

    internal static async Task<IResult> PostDecide(
        string id, HttpContext context, FindingService findings, RosterIndex roster, [FromForm] string? decision = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (!viewer.Has(Role.Steward))
        {
            return ErrorPages.NotInRole(viewer);
        }

        return FindingWords.DecisionOf(decision) is { } decided
            && await findings.DecideAsync(id, decided, FindingWords.Reviewer, viewer.PersonId, context.RequestAborted) is FindingOutcome.Done
            ? Results.LocalRedirect("/fair-play/review")
            : ErrorPages.NotFound(viewer);
    }
}
