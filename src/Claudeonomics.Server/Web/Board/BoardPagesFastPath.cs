using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Board;

/// <summary>Answers board pages that are kept whole, before anything else sees the request: the board is the page that everybody keeps open.
/// Whatever is not as usual takes the ordinary way.</summary>
internal sealed class BoardPagesFastPath(RequestDelegate next, BoardPages pages, RosterIndex roster, IViewerGate gate, FigureGuard guard)
{
    private const string Boards = "/boards/";

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.Value is { } path
        && (path == "/" || path.StartsWith(Boards, StringComparison.Ordinal))
        && HttpMethods.IsGet(context.Request.Method)
        && gate.Find(context) is { } viewer
        && guard.Judge(viewer, Figures.People) is Refusal.None
        && pages.Find(path, context.Request.QueryString.Value ?? "", roster.Viewer(viewer)) is { } page
            ? BoardAnswer.WriteAsync(context, page)
            : next(context);
}
