using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Approvals;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Exports;

/// <summary>Takes boards out as files: asked for with a reason, approved by a second person, made once, and traceable. See README.md beside this file.</summary>
public sealed class ExportService(
    ApprovalService approvals, ExportCopies copies, IBoards boards, IRosterSource roster, FigureGuard guard, AccessLog log, TimeProvider clock)
{
    /// <summary>Asks for a copy of a board.</summary>
    /// <param name="board">One of <see cref="BoardNames.All"/>.</param>
    /// <param name="view">The board's choices as a query; empty for the board as it opens.</param>
    /// <returns>The request's id, or what is wrong.</returns>
    public async Task<(string? Id, string? Problem)> AskAsync(string board, string view, string reason, Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        var choices = view.Trim().TrimStart('?');
        return Read(board, choices, out var problem) is not { } query ? (null, problem)
            : ProblemOf(query.Subject, viewer) is { } refused ? (null, refused)
            : await approvals.AskAsync(ApprovalKind.Export, choices.Length == 0 ? board : $"{board}?{choices}", reason, viewer, cancellationToken);
    }

    /// <summary>What would be taken by a request of one's own that was approved; <see langword="null"/> when it cannot be used now.</summary>
    public async Task<BoardSubject?> ApprovedAsync(string id, Viewer viewer, CancellationToken cancellationToken) =>
        await approvals.FindApprovedAsync(id, ApprovalKind.Export, viewer, cancellationToken) is { } approved ? Read(approved.Subject)?.Subject : null;

    /// <summary>Makes the copy that was approved: the board as it is now, once.</summary>
    /// <param name="subject">What it must be of.</param>
    /// <param name="format">One of <see cref="ExportFile.Formats"/>.</param>
    /// <returns><see langword="null"/> when nothing such was approved for the viewer, or it was taken, or they may not see it any more.</returns>
    public async Task<ExportFile?> MakeAsync(string id, BoardSubject subject, string format, Viewer viewer, CancellationToken cancellationToken)
    {
        if (await approvals.FindApprovedAsync(id, ApprovalKind.Export, viewer, cancellationToken) is not { } asked
            || Read(asked.Subject) is not { } query || query.Subject != subject || ProblemOf(subject, viewer) is not null
            || await approvals.TakeAsync(id, ApprovalKind.Export, viewer, cancellationToken) is not { } taken)
        {
            return null;
        }

        var snapshot = boards.Get(query);
        var (board, view) = PartsOf(taken.Subject);
        var copy = await copies.RegisterAsync(
            new()
            {
                ApprovalId = id, AskedAs = taken.AskedAs, AskedByPersonId = taken.AskedByPersonId, ApprovedByPersonId = taken.DecidedByPersonId, Board = board, View = view,
                Format = format, Snapshot = snapshot.Sequence, MadeAt = clock.GetUtcNow(),
            },
            cancellationToken);
        log.Note(new(AccessAct.Export, viewer.LogName, viewer.LoggedPerson, $"takes copy {copy} of {board}", "?" + view, About: null, snapshot.Sequence));
        using var code = copies.CodeOf(copy);
        return ExportFile.Of(ExportTable.Of(snapshot, boards.Policy, code, copies.NamesTaken), snapshot, copy, format);
    }

    // Whoever is told about nobody by themselves takes nobody out; and an administrator is nobody on a board.
    private string? ProblemOf(BoardSubject subject, Viewer viewer) =>
        subject is BoardSubject.Team ? null
        : viewer.LoggedPerson is null ? "People are taken out by somebody with a row of their own; take the teams: by=team."
        : guard.Judge(viewer, Figures.People) is Refusal.Role ? "Whoever leads a team or looks after money takes out teams: by=team."
        : null;

    private BoardQuery? Read(string subject)
    {
        var (board, view) = PartsOf(subject);
        return Read(board, view, out _);
    }

    private BoardQuery? Read(string board, string view, out string problem) => BoardViews.Read(board, view, roster.Current, boards.Policy, boards.Today, out problem);

    // tokens?window=7d&by=team
    private static (string Board, string View) PartsOf(string subject)
    {
        var parts = subject.Split('?', 2);
        return (parts[0], parts.Length == 1 ? "" : parts[1]);
    }
}
