using System.Collections.Concurrent;
using System.Text;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Assets;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Claudeonomics.Server.Web.Board;

/// <summary>Board pages as bytes: rendered once per snapshot, whoever asks.</summary>
internal sealed class BoardPages(IBoards boards, BoardFilters filters, PageRenderer renderer, ViewMarks marks)
{
    // What a few hundred people look at in the same second. Past it the page is rendered for whoever asks, which costs
    // about ten milliseconds and keeps memory below 64 bodies of half a megabyte.
    private const int MostAddresses = 64;

    // Of a query, so that an address is no way to fill the memory; the longest that a page links to is some 200 characters.
    private const int LongestQuery = 512;

    // Own rows kept with a snapshot; past it they are rendered for whoever asks.
    private const int MostViewers = 10_000;

    private static readonly MarkupString ViewerPlace = (MarkupString)"<!--place:viewer-->";
    private static readonly MarkupString OwnPlace = (MarkupString)"<!--place:own-->";

    // By path and query as they were asked for: reading an address costs more than finding its page.
    private readonly ConcurrentDictionary<(string Path, string Query), Rendered> _pages = new();

    /// <summary>A page that is kept whole, the viewer's parts too, and still true; <see langword="null"/> when there is something to render.</summary>
    public ViewerPage? Find(string path, string query, PageViewer viewer) =>
        _pages.TryGetValue((path, query), out var page) && IsCurrent(page) && page.Own.TryGetValue(viewer, out var own) && own.Slot == marks.CurrentSlot ? own : null;

    /// <summary>The page of an address at this moment, with the viewer's corner of the masthead and their own place.</summary>
    public async Task<ViewerPage> GetAsync(string board, HttpRequest request, PageViewer viewer)
    {
        var page = Get(board, request);
        // Before the mark is made: a page that is rendered across its end is made anew by the next reader.
        var slot = marks.CurrentSlot;
        if (page.Own.TryGetValue(viewer, out var kept) && kept.Slot == slot)
        {
            return kept;
        }

        var body = await page.Body.Value;
        var own = body.With(
        [
            Encoding.UTF8.GetBytes(await renderer.RenderAsync<ViewerMenu>(new() { ["Viewer"] = viewer })),
            viewer.PersonId is { } person && page.Address.By is BoardSubject.Person && page.Address.Search is null
                ? Encoding.UTF8.GetBytes(await RenderOwnAsync(page, person))
                : [],
        ]);
        // The viewer's parts may differ without the snapshot: the checksum tells.
        var fresh = new ViewerPage(
            own, new($"{WebAssets.Version}-{page.Snapshot.Sequence}-{own.Checksum:x8}"), page.Snapshot.Sequence, FewOf(page), slot);
        if (page.Own.Count < MostViewers || kept is not null)
        {
            page.Own[viewer] = fresh;
        }

        return fresh;
    }

    private Rendered Get(string board, HttpRequest request)
    {
        var asked = (request.Path.Value ?? "", request.QueryString.Value ?? "");
        if (_pages.TryGetValue(asked, out var page) && IsCurrent(page))
        {
            return page;
        }

        var address = BoardAddress.From(board, request.Query).Under(boards.Policy);
        var today = boards.Today;
        var snapshot = boards.Get(address.QueryOn(today));
        var fresh = new Rendered(address, today, snapshot, new(() => RenderAsync(address, snapshot)));
        if (address.Search is null && asked.Item2.Length <= LongestQuery && (page is not null || _pages.Count < MostAddresses))
        {
            _pages[asked] = fresh;
        }
        else if (_pages.Count >= MostAddresses)
        {
            // Yesterday's windows and forgotten filters go all at once: what is still looked at comes back with its next reader.
            _pages.Clear();
        }

        return fresh;
    }

    private bool IsCurrent(Rendered page) => page.Day == boards.Today && ReferenceEquals(boards.Get(page.Snapshot.Query), page.Snapshot);

    private Task<string> RenderOwnAsync(Rendered page, string person) => boards.StandingOf(page.Snapshot.Query, person) is { } own
        ? renderer.RenderAsync<OwnPlace>(new() { ["Own"] = own, ["Text"] = BoardText.Find(page.Address.Board)! })
        : page.Address.Board == BoardNames.Fleet ? Task.FromResult("")
        : renderer.RenderAsync<NoPlace>(new() { ["Person"] = person });

    private async Task<PageBody> RenderAsync(BoardAddress address, BoardSnapshot snapshot)
    {
        var teams = address.By is BoardSubject.Person ? boards.Get(snapshot.Query with { Subject = BoardSubject.Team }) : null;
        var html = await renderer.RenderAsync<BoardPage>(new()
        {
            ["View"] = new BoardView(address, snapshot, teams, filters.Current, boards.Policy.Step),
            ["Viewer"] = Place(ViewerPlace),
            ["Own"] = Place(OwnPlace),
        });
        return new(html.Split([ViewerPlace.Value, OwnPlace.Value], StringSplitOptions.None));
    }

    private static RenderFragment Place(MarkupString mark) => builder => builder.AddContent(0, mark);

    // Whom a page singles out: a search that leaves a few does, as a list of a few.
    private static IReadOnlyList<string> FewOf(Rendered page)
    {
        var shown = page.Snapshot.Query.Subject is BoardSubject.Person ? BoardTable.Searched(page.Snapshot.Standings, page.Address.Search) : [];
        return shown.Count <= Shown.FewRows ? [.. shown.Select(static standing => standing.Id)] : [];
    }

    /// <summary>A page for one viewer, and its name.</summary>
    /// <param name="Snapshot">Sequence of the board that is shown.</param>
    /// <param name="Few">Whom it singles out: the people in a list of at most <see cref="Shown.FewRows"/>.</param>
    /// <param name="Slot">The time that its imprint tells.</param>
    internal sealed record ViewerPage(PageBody.ViewerBody Body, EntityTag Tag, long Snapshot, IReadOnlyList<string> Few, int Slot);

    private sealed record Rendered(BoardAddress Address, DateOnly Day, BoardSnapshot Snapshot, Lazy<Task<PageBody>> Body)
    {
        public ConcurrentDictionary<PageViewer, ViewerPage> Own { get; } = new();
    }
}
