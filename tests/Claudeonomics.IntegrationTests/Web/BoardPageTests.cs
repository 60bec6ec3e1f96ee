using System.Net;
using Claudeonomics.Core.Text;
using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>The board in a browser: with script, without, and as it changes.</summary>
public sealed class BoardPageTests(PagesFixture pages) : IClassFixture<PagesFixture>
{
    private const string FirstNames = "[...document.querySelectorAll('.list tr[data-id]')].slice(0, 12).map(row => row.dataset.id).join(' ')";

    [Fact(Timeout = 120_000)]
    public async Task Use_SomebodyOvertakes_RowMovesAndNumbersFollow()
    {
        await using var host = await PagesHost.StartAsync();
        await using var browser = await ChromiumBrowser.StartAsync();
        await using var context = await browser.SignedInAsync(host, SampleCompany.Viewer);
        var page = await context.NewPageAsync();
        await page.GotoAsync(host.Address.ToString());
        await page.WaitForSelectorAsync(".live:not([hidden])");
        var before = await page.EvaluateAsync<string>(FirstNames);
        var tokens = await page.InnerTextAsync("[data-live=tokens-exact]");

        host.Company.Use("p9", 300_000_000_000);

        await UntilAsync(page, "() => document.querySelector('.list tr[data-id]').dataset.id === 'p9'");
        await UntilAsync(page, "before => document.querySelector('[data-live=tokens-exact]').textContent !== before", tokens);
        Assert.Equal("p9 p1 p2 p3 p4 p5 p6 p7 p8 p10 p11 p12", await page.EvaluateAsync<string>(FirstNames));
        Assert.Equal("p1 p2 p3 p4 p5 p6 p7 p8 p9 p10 p11 p12", before);
        Assert.Equal("1", await page.InnerTextAsync("#r-p9 .rank"));
        await Assertions.Expect(page.Locator("#r-p9 .score")).ToHaveTextAsync(
            Figure.Tokens(host.Company.TokensOf("p9")).ToString(), new() { IgnoreCase = false });
    }

    [Fact(Timeout = 120_000)]
    public async Task Use_TeamGrows_TeamsBesideFollow()
    {
        const string teams = "document.querySelector('.beside tbody').innerText";
        await using var host = await PagesHost.StartAsync();
        await using var browser = await ChromiumBrowser.StartAsync();
        await using var context = await browser.SignedInAsync(host, SampleCompany.Viewer);
        var page = await context.NewPageAsync();
        await page.GotoAsync(host.Address.ToString());
        await page.WaitForSelectorAsync(".live:not([hidden])");
        var before = await page.EvaluateAsync<string>(teams);

        host.Company.Use("p9", 300_000_000_000);

        await UntilAsync(page, $"before => {teams} !== before", before);
        var live = await page.EvaluateAsync<string>(teams);
        await page.ReloadAsync();
        Assert.Equal(await page.EvaluateAsync<string>(teams), live);
    }

    [Fact(Timeout = 120_000)]
    public async Task Stream_RefusedForAWhile_IsTriedUntilItIsBack()
    {
        await using var open = await pages.OpenAsync("/purpose");
        await open.Page.RouteAsync("**/stream**", static route => route.FulfillAsync(new() { Status = 502 }));
        await open.Page.GotoAsync(pages.Host.Address.ToString());
        await Assertions.Expect(open.Page.Locator(".live")).ToHaveTextAsync("not connected, trying again");

        await open.Page.UnrouteAsync("**/stream**");

        await Assertions.Expect(open.Page.Locator(".live")).ToHaveTextAsync("live", new() { Timeout = 30_000 });
    }

    [Fact(Timeout = 120_000)]
    public async Task Stream_AfterTheSessionEnded_SaysSoAndNothingOfAnotherPageIsPutIn()
    {
        await using var open = await pages.OpenAsync("/");
        await open.Page.WaitForSelectorAsync("table[data-filled]");
        await open.Page.RouteAsync("**/stream**", static route => route.FulfillAsync(new() { Status = 401 }));
        await open.Page.RouteAsync("**/rows/*", route => route.FulfillAsync(new()
        {
            Status = 302, Headers = new Dictionary<string, string> { ["Location"] = $"{pages.Host.Address}signin" },
        }));
        await open.Page.ReloadAsync();

        await Assertions.Expect(open.Page.Locator(".live")).ToContainTextAsync("signed out");
        await Assertions.Expect(open.Page.Locator(".live a")).ToHaveAttributeAsync("href", "/signin?returnUrl=%2F");
        await open.Page.Locator(".list .opener").First.ClickAsync();
        await Assertions.Expect(open.Page.Locator(".list .opener").First).ToHaveAttributeAsync("aria-expanded", "false");
        Assert.Equal(0, await open.Page.Locator("table.board form, table.board h1, table.board header").CountAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task Use_LessMotionAsked_NothingMoves()
    {
        await using var host = await PagesHost.StartAsync();
        await using var browser = await ChromiumBrowser.StartAsync();
        await using var context = await browser.SignedInAsync(host, SampleCompany.Viewer, new() { ReducedMotion = ReducedMotion.Reduce });
        var page = await context.NewPageAsync();
        await page.GotoAsync(host.Address.ToString());
        await page.WaitForSelectorAsync(".live:not([hidden])");
        await page.EvaluateAsync("window.animations = 0; const animate = Element.prototype.animate; Element.prototype.animate = function (...rest) { window.animations++; return animate.apply(this, rest); }; 0");

        host.Company.Use("p9", 300_000_000_000);

        await UntilAsync(page, "() => document.querySelector('.list tr[data-id]').dataset.id === 'p9'");
        Assert.Equal(0, await page.EvaluateAsync<int>("window.animations"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Stream_FirstBoard_FillsRowsAsTheServerDrewThem()
    {
        const string rows = "[...document.querySelectorAll('.list tr[data-id]')].map(row => { const copy = row.cloneNode(true); copy.querySelector('.more').replaceChildren(); return copy.outerHTML.replaceAll(/>\\s+</g, '><'); }).join('\\n')";
        foreach (var path in (string[])["/", "/boards/score", "/boards/consistency", "/boards/focus", "/boards/cost", "/boards/breadth", "/boards/cache"])
        {
            await using var still = await pages.OpenAsync(path, new() { JavaScriptEnabled = true });
            // The server's own words, read by the same parser but not yet touched by script.
            var drawn = await still.Page.EvaluateAsync<string>(
                $$"""async () => { const text = await (await fetch(location)).text(); const document = new DOMParser().parseFromString(text, 'text/html'); return {{rows}}; }""");
            await still.Page.WaitForSelectorAsync(".live:not([hidden])");
            // The first board fills every row anew, which its marks survive only by being the same.
            await UntilAsync(still.Page, "() => document.getElementById('board').dataset.filled === 'yes'");
            Assert.Equal(drawn.Split('\n'), (await still.Page.EvaluateAsync<string>(rows)).Split('\n'));
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Keys_SearchArrowsEnter_FindAndOpenARowInPlace()
    {
        await using var open = await pages.OpenAsync("/");
        var page = open.Page;
        await page.Keyboard.PressAsync("/");
        Assert.Equal("q", await page.EvaluateAsync<string>("document.activeElement.id"));

        await page.Keyboard.TypeAsync("priya");
        await UntilAsync(page, "() => [...document.querySelectorAll('.list tr[data-id]:not([hidden]) .who a')].every(link => link.textContent.startsWith('Priya'))");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".list .opened");
        Assert.Contains("Tokens by bucket", await page.InnerTextAsync(".list .opened"), StringComparison.Ordinal);
        Assert.Equal("true", await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-expanded')"));

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".list .opened")).ToHaveCountAsync(0);
    }

    [Fact(Timeout = 120_000)]
    public async Task Search_InTheAddress_IsKeptByAReloadAndCanBeChanged()
    {
        const string names = "[...document.querySelectorAll('.list tr[data-id]:not([hidden]) .who a')].map(link => link.textContent.split(' ')[0])";
        await using var open = await pages.OpenAsync("/?window=7d");
        var page = open.Page;
        await page.FillAsync("#q", "priya");
        await UntilAsync(page, "() => location.search === '?window=7d&q=priya'");

        // What the server found has no other rows: another search is another page.
        await page.ReloadAsync();
        Assert.Equal(["Priya"], (await page.EvaluateAsync<string[]>(names)).Distinct());
        await page.FillAsync("#q", "mei");
        await page.PressAsync("#q", "Enter");
        await page.WaitForURLAsync("**/?window=7d&q=mei");
        Assert.Equal(["Mei"], (await page.EvaluateAsync<string[]>(names)).Distinct());
        await page.GetByRole(AriaRole.Link, new() { Name = "Show them all" }).ClickAsync();
        await page.WaitForURLAsync("**/?window=7d");
        Assert.Equal(250, await page.Locator(".list tr[data-id]").CountAsync());
    }

    [Theory(Timeout = 120_000)]
    [InlineData("Shift+Tab", 1280)]
    [InlineData("ArrowUp", 390)]
    [InlineData("Shift+Tab", 320)]
    public async Task Keys_UpTheList_FocusIsNeverBehindOnesOwnPlace(string key, int width)
    {
        await using var open = await pages.OpenAsync("/", new() { ViewportSize = new() { Width = width, Height = 700 }, ReducedMotion = ReducedMotion.Reduce });
        await open.Page.EvaluateAsync("document.querySelectorAll('.list .opener')[40].focus()");
        for (var press = 0; press < 30; press++)
        {
            await open.Page.Keyboard.PressAsync(key);
            Assert.True(await open.Page.EvaluateAsync<bool>(
                "() => document.activeElement.getBoundingClientRect().top >= document.querySelector('tbody.own').getBoundingClientRect().bottom"), $"press {press}");
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData("/")]
    [InlineData("/boards/score")]
    [InlineData("/?by=team")]
    public async Task Row_OpenedAt320Pixels_NeverScrollsSideways(string path)
    {
        await using var open = await pages.OpenAsync(path, new() { ViewportSize = new() { Width = 320, Height = 700 } });
        await open.Page.Locator(".list .opener").First.ClickAsync();
        await open.Page.WaitForSelectorAsync(".list .opened");

        Assert.Equal(0, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Names_FromRightToLeft_LeaveTheirTeamsAndCountsWhereTheyAre()
    {
        await using var open = await pages.OpenAsync("/");
        var page = open.Page;
        await page.EvaluateAsync("() => { const who = document.querySelector('.list .who'); who.querySelector('a').textContent = 'محمد'; who.querySelector('.team').textContent = '12 people'; }");

        Assert.True(await page.EvaluateAsync<bool>(
            "() => { const who = document.querySelector('.list .who'); return who.querySelector('a').getBoundingClientRect().right <= who.querySelector('.team').getBoundingClientRect().left; }"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Keys_QuestionMark_ShowsAllKeysUntilEscape()
    {
        await using var open = await pages.OpenAsync("/");
        await open.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await open.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact(Timeout = 120_000)]
    public async Task Choice_ByKeyboard_ChangesTheAddressAndTheBoard()
    {
        await using var open = await pages.OpenAsync("/");
        var page = open.Page;
        await page.Locator(".sentence .choice summary", new() { HasText = "any agent" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/?agent=*");
        Assert.DoesNotContain("any agent", await page.InnerTextAsync(".sentence .choice:nth-of-type(3) summary"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Board_WithoutScript_ShowsFiltersSearchesAndLeadsOn()
    {
        await using var open = await pages.OpenAsync("/", new() { JavaScriptEnabled = false });
        var page = open.Page;
        Assert.Equal(250, await page.Locator(".list tr[data-id]").CountAsync());

        await page.Locator(".sentence summary", new() { HasText = "the last 30 days" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "the last 7 days" }).ClickAsync();
        Assert.EndsWith("/?window=7d", page.Url, StringComparison.Ordinal);

        await page.FillAsync("#q", "priya");
        await page.PressAsync("#q", "Enter");
        Assert.Contains("window=7d", page.Url, StringComparison.Ordinal);
        Assert.All(await page.Locator(".list .who a").AllInnerTextsAsync(), name => Assert.StartsWith("Priya", name, StringComparison.Ordinal));

        await page.Locator(".list .who a").First.ClickAsync();
        Assert.StartsWith("Priya", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Numbers_InScriptAndOnTheServer_ReadTheSame()
    {
        await using var open = await pages.OpenAsync("/");
        var module = await open.Page.EvaluateAsync<string>("document.querySelector('script[src$=\"page.js\"]').src.replace('page.js', 'format.js')");
        long[] counts = [0, 7, 999, 1_000, 1_234, 9_994, 9_995, 59_500, 99_949, 99_950, 999_499, 999_500, 1_005_000, 1_945_000_000, 281_034_551_902, 60_104_332_118_090];
        double[] dollars = [0, 0.004, 0.06562, 0.995, 12.3, 99.994, 99.995, 1730.5, 9999.4, 9999.5, 251_100, 57_412_345.67];
        double[] shares = [0, 0.0004, 0.244, 0.245, 0.9999, 1];

        var script = await open.Page.EvaluateAsync<string[]>(
            """
            async ([module, counts, dollars, shares]) => {
                const format = await import(module);
                const read = figure => figure.digits + figure.unit;
                return [...counts.map(format.count), ...dollars.map(format.dollars), ...shares.map(format.percent)].map(read);
            }
            """,
            new object[] { module, counts, dollars, shares });

        Assert.Equal(
            [
                .. counts.Select(count => Figure.Count(count).ToString()),
                .. dollars.Select(amount => Figure.Dollars((decimal)amount).ToString()),
                .. shares.Select(share => Figure.Percent(share).ToString()),
            ],
            script);
    }

    [Fact(Timeout = 120_000)]
    public async Task Get_SameBoardTwoViewers_DiffersInTheirOwnPartsOnly()
    {
        using var client = new HttpClient { BaseAddress = pages.Host.Address };
        var first = await TextAsync(client, "p1204");
        var second = await TextAsync(client, "p700");

        Assert.Contains("/people/p1204", first, StringComparison.Ordinal);
        Assert.DoesNotContain("/people/p1204", second, StringComparison.Ordinal);
        Assert.Equal(WithoutOwnParts(first), WithoutOwnParts(second));
    }

    [Fact(Timeout = 120_000)]
    public async Task Get_ByTheOrdinaryWay_IsTheSamePage()
    {
        using var client = new HttpClient { BaseAddress = pages.Host.Address };
        Assert.Equal(WithoutOwnParts(await TextAsync(client, "p1204")), WithoutOwnParts(await TextAsync(client, "admin")));
    }

    [Fact(Timeout = 120_000)]
    public async Task Get_NothingChanged_IsNotSentAgain()
    {
        using var client = new HttpClient { BaseAddress = pages.Host.Address };
        using var first = await client.SendAsync(Request("p1204"), TestContext.Current.CancellationToken);
        using var again = Request("p1204");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(again, TestContext.Current.CancellationToken);
        using var other = Request("p700");
        other.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var third = await client.SendAsync(other, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first.StatusCode, second.StatusCode, third.StatusCode));
    }

    [Fact(Timeout = 120_000)]
    public async Task Get_WithGzip_UnpacksToTheSamePage()
    {
        using var plain = new HttpClient { BaseAddress = pages.Host.Address };
        using var packed = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip }) { BaseAddress = pages.Host.Address };
        Assert.Equal(await TextAsync(plain, "p1204"), await TextAsync(packed, "p1204"));
    }

    // Playwright's own waiting evaluates text inside the page, which the content security policy forbids.
    private static async Task UntilAsync(IPage page, string condition, object? argument = null)
    {
        while (!await page.EvaluateAsync<bool>(condition, argument))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static HttpRequestMessage Request(string viewer) => new(HttpMethod.Get, "/") { Headers = { { "Cookie", $"viewer={viewer}" } } };

    private static async Task<string> TextAsync(HttpClient client, string viewer)
    {
        using var request = Request(viewer);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static string WithoutOwnParts(string page)
    {
        var menu = page.IndexOf("<svg class=\"imprint\"", StringComparison.Ordinal);
        page = page.Remove(menu, page.IndexOf("</details>", menu, StringComparison.Ordinal) - menu);
        var own = page.IndexOf("<tbody class=\"own\"", StringComparison.Ordinal);
        const string end = "</tbody>";
        return own < 0 ? page : page.Remove(own, page.IndexOf(end, own, StringComparison.Ordinal) + end.Length - own);
    }
}
