using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Web.Layout;

/// <summary>A component as an answer.</summary>
internal static class Page
{
    public static RazorComponentResult<TComponent> Of<TComponent>(Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where TComponent : IComponent => new(parameters) { PreventStreamingRendering = true, StatusCode = status };
}
