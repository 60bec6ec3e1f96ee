using Claudeonomics.Server.Web.Assets;
using Claudeonomics.Server.Web.Board;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web;

/// <summary>The pages. See README.md beside this file.</summary>
public static class WebFeature
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<RosterIndex>();
        services.AddSingleton<BoardPages>();
        return services;
    }

    public static void MapWeb(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        var pages = app.MapGroup("").ExcludeFromDescription().RequireAuthorization();
        pages.MapBoardPages();
    }
}
