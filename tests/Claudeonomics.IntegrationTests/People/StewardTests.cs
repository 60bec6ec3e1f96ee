using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>The role of who reviews fair play: given to a person, and nobody's by being an administrator.</summary>
public sealed class StewardTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await _server.PutPersonAsync("ann@example.com");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Steward_GivenAndTaken_CountsAtOnceAndForThatPersonOnly()
    {
        await _server.PutPersonAsync("ben@example.com");
        var keys = new[]
        {
            RunningServer.AdminKey, (await _server.PostKeyAsync("read", "ann@example.com")).Key, (await _server.PostKeyAsync("read", "ben@example.com")).Key,
            (await _server.PostKeyAsync("ingest", "ann@example.com")).Key, (await _server.SignInDeviceAsync("ann@example.com")).Key,
        };
        Assert.Equal("403 403 403 403 403", await StatusesAsync(keys));

        Assert.True((bool)(await PutAsync(new { steward = true }))["steward"]!);
        Assert.Equal("403 200 403 403 403", await StatusesAsync(keys));
        using var ann = _server.Client(keys[1]);
        Assert.Contains("what waits for you", await ann.GetStringAsync("/fair-play/review"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await ann.PostAsJsonAsync("/api/v1/findings/nosuch/decide", new { decision = "no" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.PostAsJsonAsync("/api/v1/findings/nosuch/decide", new { decision = "dismiss" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _server.Admin.GetAsync("/fair-play/review")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ann.GetAsync("/api/v1/people")).StatusCode);

        // A change of something else leaves the role alone.
        Assert.True((bool)(await PutAsync(new { workingDays = 4 }))["steward"]!);
        Assert.False((bool)(await PutAsync(new { steward = false }))["steward"]!);
        Assert.Equal("403 403 403 403 403", await StatusesAsync(keys));
    }

    [Theory]
    [InlineData("/audit")]
    [InlineData("/pause")]
    [InlineData("/fair-play/review")]
    public async Task PageOfARole_WithoutTheRole_SaysWhoseItIs(string path)
    {
        using var ann = _server.Client((await _server.PostKeyAsync("read", "ann@example.com")).Key);

        var refused = await ann.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Forbidden, "text/html"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.Contains("Not in your role", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_SentAfterTheSessionEnded_SaysThatNothingWasChanged()
    {
        using var nobody = _server.Browser();
        using var form = new FormUrlEncodedContent([new("participation", "no")]);

        var refused = await nobody.PostAsync("/settings", form, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, "text/html"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.Contains("You are signed out", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steward_WhoIsErased_IsNoneAnyMore()
    {
        await PutAsync(new { steward = true });
        var key = (await _server.PostKeyAsync("read", "ann@example.com")).Key;

        (await _server.Admin.DeleteAsync("/api/v1/people/ann@example.com")).EnsureSuccessStatusCode();

        Assert.Equal("401", await StatusesAsync([key]));
    }

    [Fact]
    public async Task Automation_DeclaredAndTakenBack_HasItsDate()
    {
        Assert.Null((await PutAsync(new { workingDays = 5 }))["automationDeclaredAt"]);

        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var declared = await PutAsync(new { automation = true });
        Assert.True((bool)declared["automation"]!);
        var at = (DateTimeOffset)declared["automationDeclaredAt"]!;
        Assert.InRange(at, before, DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Equal(at, (DateTimeOffset)(await PutAsync(new { automation = true }))["automationDeclaredAt"]!);

        var taken = await PutAsync(new { automation = false });
        Assert.Equal((false, null), ((bool)taken["automation"]!, taken["automationDeclaredAt"]));
    }

    private async Task<JsonNode> PutAsync(object change)
    {
        var response = await _server.Admin.PutAsJsonAsync("/api/v1/people/ann@example.com", change);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private async Task<string> StatusesAsync(IEnumerable<string> keys)
    {
        var statuses = new List<int>();
        foreach (var key in keys)
        {
            using var client = _server.Client(key);
            statuses.Add((int)(await client.GetAsync("/api/v1/findings/queue")).StatusCode);
        }

        return string.Join(' ', statuses);
    }
}
