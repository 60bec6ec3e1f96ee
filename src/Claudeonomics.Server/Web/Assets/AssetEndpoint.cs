using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Claudeonomics.Server.Web.Assets;

/// <summary>Serves <see cref="WebAssets"/>.</summary>
internal static class AssetEndpoint
{
    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        app.MapGet("/assets/{version}/{name}", GetAsset).AllowAnonymous().ExcludeFromDescription().Shows(Figures.Nothing);
        app.MapGet("/favicon.ico", static (HttpContext context) => GetAsset(WebAssets.Version, "favicon.svg", context))
            .AllowAnonymous().ExcludeFromDescription().Shows(Figures.Nothing);
    }

    internal static Results<FileContentHttpResult, NotFound> GetAsset(string version, string name, HttpContext context)
    {
        if (WebAssets.Find(name) is not { } asset)
        {
            return TypedResults.NotFound();
        }

        // A page of the release before may still ask for its version: it gets today's file, and must not keep it.
        context.Response.Headers.CacheControl =
            version == WebAssets.Version ? "public, max-age=31536000, immutable" : "no-store";
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (asset.Brotli is { } brotli && AcceptsBrotli(context.Request))
        {
            context.Response.Headers.ContentEncoding = "br";
            return TypedResults.Bytes(brotli, asset.ContentType);
        }

        return TypedResults.Bytes(asset.Body, asset.ContentType);
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(static coding => coding.Value == "br" && coding.Quality is not 0);
}
