using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Account;
using Claudeonomics.Server.Web.Admin;
using Claudeonomics.Server.Web.Adoption;
using Claudeonomics.Server.Web.Approvals;
using Claudeonomics.Server.Web.Assets;
using Claudeonomics.Server.Web.Board;
using Claudeonomics.Server.Web.Connect;
using Claudeonomics.Server.Web.Cost;
using Claudeonomics.Server.Web.Digests;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Exports;
using Claudeonomics.Server.Web.FairPlay;
using Claudeonomics.Server.Web.Goals;
using Claudeonomics.Server.Web.Hall;
using Claudeonomics.Server.Web.Help;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Server.Web.Policy;
using Claudeonomics.Server.Web.Profile;
using Claudeonomics.Server.Web.Purpose;
using Claudeonomics.Server.Web.Shares;
using Claudeonomics.Server.Web.Trust;

namespace Claudeonomics.Server.Web;

/// <summary>The pages. See README.md beside this file.</summary>
public static class WebFeature
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<SiteNotice>();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<RosterIndex>();
        services.AddSingleton<BoardFilters>();
        services.AddSingleton<BoardPages>();
        services.AddSingleton<AdminEndpoints.AdminLists>();
        services.AddExceptionHandler<PageExceptionHandler>();
        return services;
    }

    /// <summary>Board pages that are kept, for viewers who are known: goes before everything that other pages need.</summary>
    public static void UseBoardPages(this IApplicationBuilder app) => app.UseMiddleware<BoardPagesFastPath>();

    /// <summary>Friendly words for what went wrong: before access is judged, whose refusals have none.</summary>
    public static void UseErrorPages(this IApplicationBuilder app) => app.UseWhen(
        static context => !RequestKind.IsForPrograms(context.Request.Path),
        static branch => branch.UseStatusCodePages(ErrorPages.WriteAsync));

    /// <summary>What pages need of the pipeline after who is looking is known: checked forms.</summary>
    public static void UseWeb(this IApplicationBuilder app) => app.UseAntiforgery();

    public static void MapWeb(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        var pages = app.MapGroup("").ExcludeFromDescription().RequireAuthorization().RequireFormToken();
        pages.MapGet("/notice", static () => Page.Of<NoticeLine>([])).AllowAnonymous().Shows(Figures.Nothing);
        pages.MapBoardPages();
        pages.MapPersonPages();
        pages.MapPurposePage();
        pages.MapAdoptionPages();
        pages.MapHallPage();
        pages.MapHelpPages();
        pages.MapGoalPages();
        pages.MapCostPage();
        pages.MapConnectPages();
        pages.MapAccountPages();
        pages.MapDevicePages();
        pages.MapJoinPages();
        pages.MapFairPlayPages();
        pages.MapAdminPages();
        pages.MapImportPages();
        pages.MapIdentityPages();
        pages.MapDigestPages();
        pages.MapPolicyPage();
        pages.MapTrustPages();
        pages.MapAccessPages();
        pages.MapApprovalPages();
        pages.MapSharePages();
        pages.MapExportPages();
    }
}
