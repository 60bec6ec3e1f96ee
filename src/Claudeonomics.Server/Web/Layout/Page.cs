using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Web.Layout;

/// <summary>A component as an answer.</summary>
internal static class Page
{
    /// <summary>For answers that hold a secret, or stand at an address that is one.</summary>
    /// <remarks>The value that the antiforgery token of a form sets too: with any other it warns that it overrides ours.</remarks>
    public static void NeverKeep(HttpResponse response) => response.Headers.CacheControl = "no-cache, no-store";

    public static RazorComponentResult<TComponent> Of<TComponent>(Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where TComponent : IComponent => new(parameters) { PreventStreamingRendering = true, StatusCode = status };
}
