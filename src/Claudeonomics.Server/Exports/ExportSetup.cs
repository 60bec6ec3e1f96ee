using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Exports;

/// <summary>Boards as files. See README.md beside this file.</summary>
public static class ExportSetup
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void AddExports(this IServiceCollection services)
    {
        services.AddSingleton<ExportService>();
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ExportJsonContext.Default));
    }

    public static void MapExports(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/v1").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).MapExportApi();
}
