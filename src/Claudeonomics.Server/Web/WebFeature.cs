using Claudeonomics.Server.Web.Assets;
using Claudeonomics.Server.Web.Board;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web;

/// <summary>The pages. See README.md beside this file.</summary>
public static class WebFeature
{
    /// <summary>Everything a page loads is ours: no other origin, no inline script or style.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<CompanyToday>();
        services.AddSingleton<RosterIndex>();
        services.AddSingleton<BoardPages>();
        return services;
    }

    public static void MapWeb(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        var pages = app.MapGroup("").ExcludeFromDescription().RequireAuthorization().AddEndpointFilter(AddPageHeaders);
        pages.MapBoardPages();
    }

    private static ValueTask<object?> AddPageHeaders(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
