using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Errors;

namespace Claudeonomics.Server.Web.Layout;

/// <summary>Pages that only administrators open. Not a policy, whose refusal has no words for who comes by a wrong link.</summary>
internal static class AdministratorsOnly
{
    public static ValueTask<object?> Refuse(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return Viewer.From(http.User) is { IsAdministrator: true }
            ? next(context)
            : ValueTask.FromResult<object?>(ErrorPages.Forbidden(
                Viewer.From(http.User) is { } viewer ? http.RequestServices.GetRequiredService<RosterIndex>().Viewer(viewer) : null));
    }
}
