using System.Collections.Concurrent;
using System.Text;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Claudeonomics.Server.Web.Board;

/// <summary>Board pages as bytes: rendered once per snapshot, whoever asks.</summary>
internal sealed class BoardPages(IBoards boards, BoardFilters filters, PageRenderer renderer)
{
    // What a few hundred people look at in the same second. Past it the page is rendered for whoever asks, which costs
    // about ten milliseconds and keeps memory below 64 bodies of half a megabyte.
    private const int MostAddresses = 64;

    // Own rows kept with a snapshot; past it they are rendered for whoever asks.
    private const int MostViewers = 10_000;

    private static readonly MarkupString ViewerPlace = (MarkupString)"<!--place:viewer-->";
    private static readonly MarkupString OwnPlace = (MarkupString)"<!--place:own-->";

    private readonly ConcurrentDictionary<BoardAddress, Rendered> _pages = new();

    /// <summary>The page of an address at this moment.</summary>
    public Rendered Get(BoardAddress address)
    {
        var snapshot = boards.Get(address.QueryOn(boards.Today));
        if (_pages.TryGetValue(address, out var page) && ReferenceEquals(page.Snapshot, snapshot))
        {
            return page;
        }

        var fresh = new Rendered(address, snapshot, new(() => RenderAsync(address, snapshot)));
        if (address.Search is null && (_pages.ContainsKey(address) || _pages.Count < MostAddresses))
        {
            _pages[address] = fresh;
        }
        else if (_pages.Count >= MostAddresses)
        {
            // Yesterday's windows and forgotten filters go all at once: what is still looked at comes back with its next reader.
            _pages.Clear();
        }

        return fresh;
    }

    /// <summary>The page with the viewer's corner of the masthead and their own place.</summary>
    public async ValueTask<PageBody.ViewerPage> ForAsync(Rendered page, PageViewer viewer)
    {
        var key = viewer.PersonId ?? "";
        if (page.Own.TryGetValue(key, out var kept))
        {
            return kept;
        }

        var body = await page.Body.Value;
        var fresh = body.With(
        [
            Encoding.UTF8.GetBytes(await renderer.RenderAsync<ViewerMenu>(new() { ["Viewer"] = viewer })),
            viewer.PersonId is { } person && page.Address.By is BoardSubject.Person && page.Address.Search is null
                ? Encoding.UTF8.GetBytes(await RenderOwnAsync(page, person))
                : [],
        ]);
        if (page.Own.Count < MostViewers)
        {
            page.Own[key] = fresh;
        }

        return fresh;
    }

    private Task<string> RenderOwnAsync(Rendered page, string person) => boards.StandingOf(page.Snapshot.Query, person) is { } own
        ? renderer.RenderAsync<OwnPlace>(new() { ["Own"] = own, ["Text"] = BoardText.Find(page.Address.Board)! })
        : renderer.RenderAsync<NoPlace>(new() { ["Person"] = person });

    private async Task<PageBody> RenderAsync(BoardAddress address, BoardSnapshot snapshot)
    {
        var teams = address.By is BoardSubject.Person ? boards.Get(snapshot.Query with { Subject = BoardSubject.Team }) : null;
        var html = await renderer.RenderAsync<BoardPage>(new()
        {
            ["View"] = new BoardView(address, snapshot, teams, filters.Current),
            ["Viewer"] = Place(ViewerPlace),
            ["Own"] = Place(OwnPlace),
        });
        return new(html.Split([ViewerPlace.Value, OwnPlace.Value], StringSplitOptions.None));
    }

    private static RenderFragment Place(MarkupString mark) => builder => builder.AddContent(0, mark);

    /// <summary>One snapshot's page.</summary>
    internal sealed record Rendered(BoardAddress Address, BoardSnapshot Snapshot, Lazy<Task<PageBody>> Body)
    {
        public ConcurrentDictionary<string, PageBody.ViewerPage> Own { get; } = new(StringComparer.Ordinal);
    }
}
