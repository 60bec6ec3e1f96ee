using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Claudeonomics.Core.People;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>What people are known under besides their own keys, and the queue of what is nobody's.</summary>
public sealed class AliasTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("email", "ann@old-name.example", IdentityClaimKind.Email)]
    [InlineData("email", "583231+ann@users.noreply.github.com", IdentityClaimKind.Email)]
    [InlineData("account", "user_01AbCdEf", IdentityClaimKind.Account)]
    [InlineData("installation", "5f0c1b9e", IdentityClaimKind.Installation)]
    public async Task Alias_BeforeOrAfterItWasClaimed_IsThePersons(string kind, string value, IdentityClaimKind claim)
    {
        var ann = (string?)(await _server.PutPersonAsync("ann@corp.example"))["id"];
        await _server.PutPersonAsync("bob@corp.example");
        var claimedBefore = NumberOf("seen.before@corp.example");
        Assert.Empty(OwnersOf(claimedBefore));

        Assert.Equal(HttpStatusCode.NoContent, await PostAliasAsync("ann@corp.example", new { kind, value }));
        Assert.Equal(HttpStatusCode.NoContent, await PostAliasAsync("ann@corp.example", new { kind = "email", value = "Seen.Before@corp.example" }));

        Assert.Equal([(ann, DateOnly.MinValue, DateOnly.MaxValue)], OwnersOf(NumberOf(value, claim)));
        Assert.Equal([(ann, DateOnly.MinValue, DateOnly.MaxValue)], OwnersOf(claimedBefore));
        var listed = (await _server.Admin.ReadAsync("/api/v1/people/ann@corp.example/aliases"))["items"]!.AsArray();
        Assert.Contains(listed, alias => (string?)alias!["kind"] == kind && (string?)alias["value"] == value && !(bool)alias["retired"]!);
    }

    [Fact]
    public async Task Alias_HandedOnInTheMiddle_IsEachOnesForTheirDays()
    {
        var ann = (string?)(await _server.PutPersonAsync("ann@corp.example"))["id"];
        var bob = (string?)(await _server.PutPersonAsync("bob@corp.example"))["id"];
        var day = new DateOnly(2026, 11, 10);

        await PostAliasAsync("ann@corp.example", new { kind = "account", value = "team-laptop" });
        await PostAliasAsync("bob@corp.example", new { kind = "account", value = "team-laptop", from = day });

        Assert.Equal([(ann, DateOnly.MinValue, day), (bob, day, DateOnly.MaxValue)], OwnersOf(NumberOf("team-laptop", IdentityClaimKind.Account)));
    }

    [Theory]
    [InlineData("email", "bob@corp.example", 400)]
    [InlineData("email", "no-mail", 400)]
    [InlineData("account", "two words", 400)]
    [InlineData("account", "", 400)]
    [InlineData("device", "x", 400)]
    public async Task Alias_ThatCannotBe_IsRefused(string kind, string value, int status)
    {
        await _server.PutPersonAsync("ann@corp.example");
        await _server.PutPersonAsync("bob@corp.example");

        Assert.Equal(status, (int)await PostAliasAsync("ann@corp.example", new { kind, value }));
        Assert.Equal(HttpStatusCode.NotFound, await PostAliasAsync("nobody@corp.example", new { kind = "email", value = "x@corp.example" }));
    }

    [Fact]
    public async Task Alias_OfSomebodyWithAKeyOfTheirOwn_CountsUntilThenAndWaitsAfter()
    {
        var ann = (string?)(await _server.PutPersonAsync("ann@corp.example"))["id"];
        await PostAliasAsync("ann@corp.example", new { kind = "account", value = "user_01" });
        var before = NumberOf("user_01", IdentityClaimKind.Account);

        await _server.PostKeyAsync("ingest", "ann@corp.example");
        var after = NumberOf("user_01", IdentityClaimKind.Account);

        Assert.Equal([(ann, DateOnly.MinValue, DateOnly.MaxValue)], OwnersOf(before));
        Assert.Empty(OwnersOf(after));
        var waiting = Assert.Single(await QueueAsync());
        Assert.Equal((after, "ann@corp.example"), ((int)waiting["number"]!, (string?)waiting["waitsFor"]));
    }

    [Fact]
    public async Task Queue_SetAside_AsksNoMoreUntilItIsPutBackOrGiven()
    {
        await _server.PutPersonAsync("ann@corp.example");
        var number = NumberOf("ci@corp.example");

        Assert.Equal(HttpStatusCode.NoContent, (await _server.Admin.PutAsync($"/api/v1/identities/{number}/aside", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.Admin.PutAsync($"/api/v1/identities/{number}/aside", null)).StatusCode);
        Assert.Empty(await QueueAsync());
        Assert.Equal(number, NumberOf("CI@corp.example"));
        Assert.Empty(await QueueAsync());

        Assert.Equal(HttpStatusCode.NoContent, (await _server.Admin.DeleteAsync($"/api/v1/identities/{number}/aside")).StatusCode);
        Assert.Single(await QueueAsync());
        await _server.Admin.PutAsync($"/api/v1/identities/{number}/aside", null);
        await PostAliasAsync("ann@corp.example", new { kind = "email", value = "ci@corp.example" });
        Assert.Single(OwnersOf(number));
        await _server.Admin.DeleteAsync($"/api/v1/identities/{number}/person");
        Assert.Single(await QueueAsync());
    }

    private async Task<HttpStatusCode> PostAliasAsync(string person, object body) =>
        (await _server.Admin.PostAsJsonAsync($"/api/v1/people/{person}/aliases", body)).StatusCode;

    private async Task<IReadOnlyList<JsonNode>> QueueAsync() =>
        [.. (await _server.Admin.ReadAsync("/api/v1/identities/unresolved"))["items"]!.AsArray().OfType<JsonNode>()];

    private int NumberOf(string value, IdentityClaimKind kind = IdentityClaimKind.Email) =>
        _server.Services.GetRequiredService<IIngestGate>().NumberOf(kind, Encoding.UTF8.GetBytes(value))!.Value;

    private IReadOnlyList<(string? Person, DateOnly From, DateOnly Until)> OwnersOf(int number)
    {
        var roster = _server.Services.GetRequiredService<IRosterSource>().Current;
        return [.. roster.Links.Where(link => link.Identity == number).OrderBy(link => link.From)
            .Select(link => ((string?)roster.People[link.Person].Id, link.From, link.Until))];
    }
}
