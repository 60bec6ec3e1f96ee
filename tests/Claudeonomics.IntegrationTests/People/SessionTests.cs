using System.Net;
using System.Net.Sockets;
using System.Text;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Claudeonomics.TestShared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>When sign-ins end, and how their owner sees and ends them.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    private const string Edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";

    // Ahead of the real clock, by which the clients let go of cookies.
    private readonly ManualClock _clock = new(new DateTimeOffset(2040, 11, 21, 8, 20, 0, TimeSpan.Zero));
    private RunningServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync(null);
        await _server.PutPersonAsync("ann@example.com", "Ann", participates: "named");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Session_NotUsed_EndsAfterHalfAnHour()
    {
        using var browser = await SignInWithKeyAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAfterAsync(browser, TimeSpan.FromMinutes(29)));
        Assert.Equal(HttpStatusCode.OK, await StatusAfterAsync(browser, TimeSpan.FromMinutes(29)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAfterAsync(browser, TimeSpan.FromMinutes(30)));
        // A board is answered before the pipeline, and says the same.
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/boards/tokens", Stop)).StatusCode);
    }

    [Fact]
    public async Task Session_UsedAllTheTime_EndsAfterTwelveHours()
    {
        using var browser = await SignInWithKeyAsync();
        for (var quarter = 1; quarter < 48; quarter++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAfterAsync(browser, TimeSpan.FromMinutes(15)));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAfterAsync(browser, TimeSpan.FromMinutes(15)));
    }

    [Fact]
    public async Task Session_ByALink_LastsOverAWeekendAndAWeekAtMost()
    {
        using var over = await SignInWithLinkAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAfterAsync(over, TimeSpan.FromHours(72)));

        using var used = await SignInWithLinkAsync();
        for (var days = 0; days < 6; days += 2)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAfterAsync(used, TimeSpan.FromDays(2)));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAfterAsync(used, TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task Session_OfAPageThatNobodySitsBefore_EndsWithItsStream()
    {
        using var browser = await SignInWithKeyAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/boards/tokens/stream");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var stream = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var reading = ReadToEndAsync(stream);
        _clock.Advance(TimeSpan.FromMinutes(29));
        // What an open page asks for by itself, after each change.
        using var refresh = new HttpRequestMessage(HttpMethod.Get, "/boards/tokens/rows/own");
        refresh.Headers.Add("Asked-By-Itself", "1");
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await browser.SendAsync(refresh, Stop)).StatusCode);
        Assert.False(reading.IsCompleted);

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("event: board", await reading.WaitAsync(TimeSpan.FromSeconds(60), Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAfterAsync(browser, TimeSpan.Zero));
    }

    [Fact]
    public async Task Stream_WithCookiesInTwoLines_EndsWithItsSession()
    {
        using var browser = await SignInWithKeyAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port, Stop);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /api/v1/boards/tokens/stream HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nConnection: close\r\nCookie: other=1\r\nCookie: {CookieOf(browser)}\r\n\r\n"), Stop);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(Stop));
        for (string? line = ""; line != "event: board"; line = await reader.ReadLineAsync(Stop))
        {
            Assert.NotNull(line);
        }

        var rest = reader.ReadToEndAsync(Stop);
        _clock.Advance(TimeSpan.FromHours(12));
        for (var looks = 0; looks < 100 && !rest.IsCompleted; looks++)
        {
            // It looks at its session each time that it would say that it is still there.
            _clock.Advance(TimeSpan.FromSeconds(15));
            await Task.Delay(100, Stop);
        }

        Assert.True(rest.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Uses_AreWrittenDownOnceInFiveMinutes_AndOutliveARestart()
    {
        using var browser = await SignInWithKeyAsync();
        var cookie = CookieOf(browser);
        var register = _server.Services.GetRequiredService<SessionRegister>();
        Assert.Equal(HttpStatusCode.OK, await StatusAfterAsync(browser, TimeSpan.FromMinutes(4)));
        Assert.Empty(register.Unwritten());
        Assert.Equal(HttpStatusCode.OK, await StatusAfterAsync(browser, TimeSpan.FromMinutes(17)));
        Assert.Equal(_clock.GetUtcNow().AddMinutes(-1), Assert.Single(register.Unwritten()).At);
        await Housekeeping.SweepOnceAsync(Stop);
        Assert.Equal(HttpStatusCode.OK, await StatusAfterAsync(browser, TimeSpan.FromMinutes(3)));
        Assert.Empty(register.Unwritten());

        await _server.StopAsync();
        _server = await StartAsync(_server.DataDirectory);
        using var again = WithCookie(cookie);

        // Last used at 8:44 by the memory of before and at 8:40 by what was written down.
        Assert.Equal(HttpStatusCode.OK, await StatusAfterAsync(again, TimeSpan.FromMinutes(25)));
        _clock.Advance(TimeSpan.FromMinutes(30));
        await Housekeeping.SweepOnceAsync(Stop);
        await using var db = _server.Services.GetRequiredService<ControlDatabase>().Read();
        Assert.Empty(db.Sessions);
    }

    [Fact]
    public async Task Terms_ThatBecameShorter_HoldForWhoWasSignedInBefore()
    {
        using var browser = await SignInWithKeyAsync();
        var cookie = CookieOf(browser);
        await _server.StopAsync();
        _server = await StartAsync(_server.DataDirectory, "--Claudeonomics:SignIn:SessionHours=1", "--Claudeonomics:SignIn:IdleMinutes=120");
        using var again = WithCookie(cookie);

        Assert.Equal(HttpStatusCode.OK, await StatusAfterAsync(again, TimeSpan.FromMinutes(59)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAfterAsync(again, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Settings_ShowWhereOneIsSignedIn_AndEndOneOrAllOthers()
    {
        using var here = await SignInWithKeyAsync(Firefox);
        using var there = await SignInWithLinkAsync(Edge);
        using var elsewhere = await SignInWithLinkAsync();
        await _server.PutPersonAsync("ben@example.com");
        using var ben = await SignInWithLinkAsync(email: "ben@example.com");
        await StatusAfterAsync(there, TimeSpan.FromMinutes(25));

        var page = await here.GetStringAsync("/settings", Stop);

        Assert.Contains("Firefox, this one", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">Edge</th>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">another program</th>", page, StringComparison.Ordinal);
        // To the hour: it was a quarter to nine.
        Assert.Contains("<td>21 Nov, 08:00 UTC</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", page, StringComparison.Ordinal);
        using var db = _server.Services.GetRequiredService<ControlDatabase>().Read();
        var (edge, bens) = (db.Sessions.Single(session => session.Browser == "Edge").Id, db.Sessions.Single(session => session.PersonId == db.People.Single(person => person.Name == "Somebody").Id).Id);
        Assert.DoesNotContain(bens, page, StringComparison.Ordinal);

        await PostAsync(here, page, $"/settings/sessions/{bens}/end");
        await PostAsync(here, page, $"/settings/sessions/{edge}/end");
        Assert.Equal("200 401 200 200", await StatusesAsync(here, there, elsewhere, ben));

        await PostAsync(here, page, "/settings/sessions/end-others");
        Assert.Equal("200 401 401 200", await StatusesAsync(here, there, elsewhere, ben));
    }

    [Fact]
    public async Task Settings_ByAKeyThatSomebodyElseMade_NeitherShowNorEndSessions()
    {
        using var ann = await SignInWithLinkAsync();
        using var lent = _server.Browser();
        await SignInAsync(lent, "/signin", ("key", (await _server.PostKeyAsync("read", "ann@example.com")).Key));

        var page = await lent.GetStringAsync("/settings", Stop);
        await PostAsync(lent, page, "/settings/sessions/end-others");

        Assert.DoesNotContain("Where you are signed in", page, StringComparison.Ordinal);
        Assert.Equal("200", await StatusesAsync(ann));
    }

    [Fact]
    public async Task Session_OfWhoLosesARoleOrLeaves_LosesItAtOnce()
    {
        using var browser = await SignInWithLinkAsync();
        async Task<HttpStatusCode> LogAsync() => (await browser.GetAsync("/api/v1/access-log", Stop)).StatusCode;

        await _server.GiveRolesAsync("ann@example.com", "auditor");
        Assert.Equal(HttpStatusCode.OK, await LogAsync());
        await _server.GiveRolesAsync("ann@example.com");
        Assert.Equal(HttpStatusCode.Forbidden, await LogAsync());
        using var body = new StringContent("""{"active":false}""", null, "application/json");
        (await _server.Admin.PutAsync("/api/v1/people/ann@example.com", body, Stop)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Unauthorized, await LogAsync());
    }

    private PeopleHousekeeping Housekeeping => _server.Services.GetServices<IHostedService>().OfType<PeopleHousekeeping>().Single();

    private Task<RunningServer> StartAsync(string? directory, params string[] settings) =>
        // In 2040 the log complains of prices that were announced.
        RunningServer.StartAsync(directory, [.. settings, "--Logging:LogLevel:Claudeonomics.Server.Operations=Error"], builder => builder.Services.AddSingleton<TimeProvider>(_clock));

    private async Task<HttpClient> SignInWithKeyAsync(string? agent = null)
    {
        var browser = Browser(agent);
        await SignInAsync(browser, "/signin", ("key", await _server.OwnKeyAsync("ann@example.com")));
        return browser;
    }

    private async Task<HttpClient> SignInWithLinkAsync(string? agent = null, string email = "ann@example.com")
    {
        var person = await _server.Services.GetRequiredService<PeopleService>().FindAsync(email, Stop);
        var link = await _server.Services.GetRequiredService<SignInService>().CreateLinkAsync(person!.Id, isAdministrator: false, Stop);
        var browser = Browser(agent);
        await SignInAsync(browser, link!.Path);
        return browser;
    }

    private HttpClient Browser(string? agent)
    {
        var browser = _server.Browser();
        if (agent is not null)
        {
            browser.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        }

        return browser;
    }

    private static async Task SignInAsync(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        var page = await browser.GetStringAsync(path, Stop);
        var answer = await PostAsync(browser, page, path, fields);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        // For those who take the cookie elsewhere.
        browser.DefaultRequestHeaders.Add("Test-Cookie", answer.Headers.GetValues("Set-Cookie").First(static value => value.StartsWith("claudeonomics=", StringComparison.Ordinal)).Split(';')[0]);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([.. Forms.TokenIn(page), .. fields.Select(static field => KeyValuePair.Create(field.Name, field.Value))]);
        var answer = await browser.PostAsync(path, form, Stop);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer;
    }

    private static string CookieOf(HttpClient browser) => browser.DefaultRequestHeaders.GetValues("Test-Cookie").Single();

    private HttpClient WithCookie(string cookie)
    {
        var client = _server.Client(null);
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }

    private async Task<HttpStatusCode> StatusAfterAsync(HttpClient browser, TimeSpan time)
    {
        _clock.Advance(time);
        return (await browser.GetAsync("/api/v1/me", Stop)).StatusCode;
    }

    private static async Task<string> StatusesAsync(params HttpClient[] browsers)
    {
        var statuses = new List<int>();
        foreach (var browser in browsers)
        {
            statuses.Add((int)(await browser.GetAsync("/api/v1/me", Stop)).StatusCode);
        }

        return string.Join(' ', statuses);
    }

    private static async Task<string> ReadToEndAsync(HttpResponseMessage response) => await response.Content.ReadAsStringAsync(Stop);
}
