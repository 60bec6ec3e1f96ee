using System.Net;
using System.Net.Http.Json;
using Claudeonomics.IntegrationTests.Boards;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>One's line is for members of one's own team who share theirs, and for nobody else.</summary>
public sealed class TeamLinesTests
{
    private const string Page = "/teams/alpha/lines";

    [Fact(Timeout = 300_000)]
    public async Task GetLines_BetweenMembersWhoShare_AreSeenByThemAlone()
    {
        await using var server = await RunningServer.StartAsync(
            configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(SmallCompany.Now, rate: 1, TimeProvider.System)));
        // Six of alpha: p0, p2, ... p10. Of beta: the others.
        await SmallCompany.FillAsync(server);
        foreach (var name in (string[])["p0", "p2", "p1"])
        {
            await ShareAsync(server, name, shares: true);
        }

        var seen = await ReadAsync(server, "p0");
        Assert.Contains(SmallCompany.NameOf("p0"), seen.Body, StringComparison.Ordinal);
        Assert.Contains(SmallCompany.NameOf("p2"), seen.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(SmallCompany.NameOf("p4"), seen.Body, StringComparison.Ordinal);

        // A member who does not share, somebody of another team, a key that somebody else made, an administrator.
        Assert.DoesNotContain(SmallCompany.NameOf("p2"), (await ReadAsync(server, "p4")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(server, "p1")).Status);
        using var lent = server.Client((await server.PostKeyAsync("read", SmallCompany.EmailOf("p0"))).Key);
        Assert.Equal(HttpStatusCode.NotFound, (await lent.GetAsync(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.GetAsync(Page)).StatusCode);

        await ShareAsync(server, "p2", shares: false);
        Assert.DoesNotContain(SmallCompany.NameOf("p2"), (await ReadAsync(server, "p0")).Body, StringComparison.Ordinal);

        // Four of six share: the team's totals less theirs would be the figures of two.
        foreach (var name in (string[])["p2", "p4", "p6"])
        {
            await ShareAsync(server, name, shares: true);
        }

        Assert.Contains("would be theirs", (await ReadAsync(server, "p0")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetLines_OneOfThoseWithUsageDoesNotShare_AreHeldBackWhoeverElseIsThere(bool isBelow)
    {
        await using var server = await RunningServer.StartAsync(
            configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(SmallCompany.Now, rate: 1, TimeProvider.System)));
        if (isBelow)
        {
            // Those of the team below are in its totals, and in none of its lines.
            var alpha = (await server.Admin.PostAsJsonAsync("/api/v1/teams", new { name = "alpha" })).EnsureSuccessStatusCode();
            (await server.Admin.PostAsJsonAsync("/api/v1/teams", new { name = "below", parent = "alpha" })).EnsureSuccessStatusCode();
        }

        for (var person = 0; person < 6; person++)
        {
            await SmallCompany.AddAsync(server, $"p{person}", "named", person == 5 && isBelow ? "below" : "alpha", 1_000, from: 0);
        }

        // Without usage nobody hides anything.
        foreach (var name in (string[])["q0", "q1", "q2"])
        {
            await server.PutPersonAsync(SmallCompany.EmailOf(name), SmallCompany.NameOf(name), "alpha", "named");
        }

        for (var person = 0; person < 5; person++)
        {
            await ShareAsync(server, $"p{person}", shares: true);
        }

        await GamePlay.EventuallyAsync(async () => (await ReadAsync(server, "p0")).Body.Contains("would be theirs", StringComparison.Ordinal));
    }

    private static async Task ShareAsync(RunningServer server, string name, bool shares)
    {
        using var client = server.Client(await server.OwnKeyAsync(SmallCompany.EmailOf(name)));
        (await client.PutAsJsonAsync("/api/v1/me/consent", new { sharesWithTeam = shares })).EnsureSuccessStatusCode();
    }

    private static async Task<(HttpStatusCode Status, string Body)> ReadAsync(RunningServer server, string name)
    {
        using var client = server.Client(await server.OwnKeyAsync(SmallCompany.EmailOf(name)));
        var response = await client.GetAsync(Page);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
