using System.Globalization;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Access;

namespace Claudeonomics.Server.Trust;

/// <summary>Stands before every route: refuses what may not be shown now, and writes down who was shown figures of people, by the route's mark.</summary>
internal sealed class FigureGate(RequestDelegate next, FigureGuard guard, Roles roles, AccessLog log)
{
    private const int RetryAfterPauseSeconds = 60;
    private const int RetryAfterFullSeconds = 1;

    public Task InvokeAsync(HttpContext context)
    {
        var (mark, viewer) = (ShownFigures.Of(context), Viewer.From(context.User));
        var figures = mark.For(context, roles);
        return guard.Judge(viewer, figures) switch
        {
            Refusal.Paused => Refuse(context, StatusCodes.Status503ServiceUnavailable, RetryAfterPauseSeconds),
            Refusal.Role => Refuse(context, StatusCodes.Status403Forbidden, null),
            _ when !IsWrittenDown(figures, viewer) => next(context),
            // What could not be written down is not shown.
            _ when !log.HasRoom => Refuse(context, StatusCodes.Status503ServiceUnavailable, RetryAfterFullSeconds),
            _ => ShowAsync(context, mark, figures, viewer),
        };
    }

    // One's own is nobody else's look, unless somebody else holds the key.
    private static bool IsWrittenDown(Figures figures, Viewer? viewer) =>
        figures is Figures.People || (figures is Figures.Own && viewer is { IsLent: true, PersonId: not null });

    private async Task ShowAsync(HttpContext context, ShownFigures mark, Figures figures, Viewer? viewer)
    {
        try
        {
            await next(context);
        }
        catch when (context.Response.HasStarted)
        {
            // Whoever breaks off has read what came before.
            WriteDown(context, mark, figures, viewer);
            throw;
        }

        WriteDown(context, mark, figures, viewer);
    }

    private void WriteDown(HttpContext context, ShownFigures mark, Figures figures, Viewer? viewer)
    {
        if (context.Response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified) || Shown.IsWrittenDown(context))
        {
            return;
        }

        var isOwn = figures is Figures.Own;
        var (about, act) = (isOwn ? viewer!.PersonId : mark.PersonIn(context), isOwn && mark.EverybodysFor is not null ? AccessAct.List : mark.Act);
        var look = new Look(
            act, viewer?.LogName ?? Viewer.NobodysName, viewer?.LoggedPerson, context.Request.Path.Value ?? "", context.Request.QueryString.Value ?? "",
            about, Shown.SnapshotOf(context));
        log.Note(look, viewer?.Reader);
        log.NoteFew(viewer, Shown.FewOf(context));
    }

    // Without a body: the pages and the API each have their words for a status.
    private static Task Refuse(HttpContext context, int status, int? retryAfterSeconds)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (retryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Task.CompletedTask;
    }
}
