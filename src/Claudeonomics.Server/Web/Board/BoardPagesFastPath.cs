using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Board;

/// <summary>Answers board pages of viewers who are known already, before routing and sign-in: the board is the page that everybody keeps
/// open. Whatever is not as usual takes the ordinary way.</summary>
internal sealed class BoardPagesFastPath(RequestDelegate next, BoardPages pages, RosterIndex roster, IViewerGate gate)
{
    private const string Boards = "/boards/";

    public Task InvokeAsync(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && BoardOf(context.Request.Path.Value) is { } board && gate.Find(context) is { } viewer
            ? BoardAnswer.WriteAsync(context, board, roster.Viewer(viewer), pages)
            : next(context);

    private static string? BoardOf(string? path)
    {
        if (path == "/")
        {
            return BoardNames.Tokens;
        }

        return path is not null && path.StartsWith(Boards, StringComparison.Ordinal)
            ? BoardText.Find(path[Boards.Length..])?.Board
            : null;
    }
}
