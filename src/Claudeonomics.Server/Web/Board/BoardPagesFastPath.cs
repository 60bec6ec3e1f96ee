using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Access;

namespace Claudeonomics.Server.Web.Board;

/// <summary>Answers board pages that are kept whole, before anything else sees the request: the board is the page that everybody keeps open.
/// Whatever is not as usual takes the ordinary way.</summary>
internal sealed class BoardPagesFastPath(RequestDelegate next, BoardPages pages, RosterIndex roster, IViewerGate gate, FigureGuard guard, AccessLog log)
{
    private const string Boards = "/boards/";

    public Task InvokeAsync(HttpContext context)
    {
        var query = context.Request.QueryString.Value ?? "";
        if (context.Request.Path.Value is not { } path
            || (path != "/" && !path.StartsWith(Boards, StringComparison.Ordinal))
            || !HttpMethods.IsGet(context.Request.Method)
            || gate.Find(context) is not { } viewer
            || guard.Judge(viewer, Figures.People) is not Refusal.None
            || !log.HasRoom
            || pages.Find(path, query, roster.Viewer(viewer)) is not { } page)
        {
            return next(context);
        }

        log.Note(new(AccessAct.List, viewer.LogName, viewer.LoggedPerson, path, query, About: null, page.Snapshot));
        log.NoteFew(viewer, page.Few);
        return BoardAnswer.WriteAsync(context, page);
    }
}
