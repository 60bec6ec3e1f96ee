using System.Globalization;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Trust;

/// <summary>Stands before every route, and refuses what may not be shown now, by the route's mark.</summary>
internal sealed class FigureGate(RequestDelegate next, FigureGuard guard)
{
    private const int RetryAfterSeconds = 60;

    public Task InvokeAsync(HttpContext context) => guard.Judge(Viewer.From(context.User), ShownFigures.Of(context).For(context)) switch
    {
        Refusal.None => next(context),
        Refusal.Paused => Refuse(context, StatusCodes.Status503ServiceUnavailable),
        _ => Refuse(context, StatusCodes.Status403Forbidden),
    };

    // Without a body: the pages and the API each have their words for a status.
    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        return Task.CompletedTask;
    }
}
