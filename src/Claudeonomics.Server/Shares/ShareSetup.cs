using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Shares;

/// <summary>Share links. See README.md beside this file.</summary>
public static class ShareSetup
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void AddShares(this IServiceCollection services)
    {
        services.AddSingleton<ShareService>();
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ShareJsonContext.Default));
    }

    public static void MapShares(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/v1").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).MapShareApi();
}
