using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Diagnostics;

namespace Claudeonomics.Server.Web.Errors;

/// <summary>Says on a page that something failed. The middleware has logged it; programs get their problem details from elsewhere.</summary>
internal sealed class PageExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (RequestKind.IsForPrograms(httpContext.Request.Path))
        {
            return false;
        }

        var viewer = Viewer.From(httpContext.User) is { } known
            ? httpContext.RequestServices.GetRequiredService<RosterIndex>().Viewer(known)
            : null;
        await ErrorPages.Failed(viewer).ExecuteAsync(httpContext);
        return true;
    }
}
