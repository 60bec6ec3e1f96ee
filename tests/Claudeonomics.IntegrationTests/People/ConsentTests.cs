using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.People;

public sealed class ConsentTests
{
    private static readonly ConsentTexts Grown = new(
    [
        .. ConsentTexts.OfProgram.Present,
        new(ConsentPurpose.Ranked, 2, "Being ranked, and listed", "Your row is listed too.", ConsentScope.Ranking | ConsentScope.ListedRow, "Your row is listed too."),
    ]);

    [Theory]
    [InlineData("balanced")]
    [InlineData("strict")]
    public async Task PutPerson_WhereOnlyThePersonOptsIn_IsRefusedAndNamesThePolicy(string policy)
    {
        await using var server = await StartAsync(PrivacyPolicy.Find(policy)!, hasCompanySignIn: true);

        var refused = await server.Admin.PutAsJsonAsync("/api/v1/people/ann@example.com", new { name = "Ann", participates = "named" });
        var withoutIt = await server.PutPersonAsync("ann@example.com", "Ann");
        var invite = await server.Services.GetRequiredService<InviteService>().CreateAsync(TimeSpan.FromDays(1), 1, null, "test", default);
        var joined = Assert.IsType<JoinOutcome.Joined>(await server.Services.GetRequiredService<InviteService>().JoinAsync(
            invite.Path[(invite.Path.LastIndexOf('/') + 1)..], new("ben@example.com", "Ben", null, Participation.Pseudonym, null), default));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains($"policy {policy}", (string?)(await refused.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!["participates"]![0], StringComparison.Ordinal);
        Assert.Equal("no", (string?)withoutIt["participates"]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Services.GetRequiredService<PeopleService>().ImportAsync(
            [new("cleo@example.com", "Cleo", null, Participation.Pseudonym)], "import", default));
        Assert.Equal([joined.Person.Id], Shown(server));
    }

    [Fact]
    public async Task PutPerson_BeforeACompanySignIn_OptsInAndIsWrittenDown()
    {
        await using var server = await StartAsync(PrivacyPolicy.Strict, hasCompanySignIn: false);
        var person = await server.PutPersonAsync("ann@example.com", "Ann", participates: "pseudonym");
        using var ann = server.Client(await server.OwnKeyAsync("ann@example.com"));

        Assert.Equal([(string)person["id"]!], Shown(server));
        var change = Assert.Single((await ann.ReadAsync("/api/v1/me"))["consent"]!["history"]!.AsArray())!;
        Assert.Equal(("no", "pseudonym", "key:bootstrap"), ((string?)change["before"], (string?)change["after"], (string?)change["by"]));
    }

    [Fact]
    public async Task Consents_GivenByOthersOnceOnlyThePersonOptsIn_CountWhenThePersonSaysSo()
    {
        var before = await StartAsync(PrivacyPolicy.Open, hasCompanySignIn: true);
        var person = await before.PutPersonAsync("ann@example.com", "Ann", participates: "named");
        var key = await before.OwnKeyAsync("ann@example.com");
        Assert.Equal([(string)person["id"]!], Shown(before));
        await before.StopAsync();

        await using var server = await StartAsync(PrivacyPolicy.Balanced, hasCompanySignIn: true, before.DataDirectory);
        using var ann = server.Client(key);
        Assert.Empty(Shown(server));
        Assert.Equal("no", (string?)(await ann.ReadAsync("/api/v1/me"))["consent"]!["participates"]);
        using var lent = server.Client((await server.PostKeyAsync("read", "ann@example.com")).Key);
        Assert.Equal(HttpStatusCode.BadRequest, (await lent.PutAsJsonAsync("/api/v1/me/consent", new { participates = "named" })).StatusCode);
        Assert.Empty(Shown(server));
        await PutConsentAsync(ann, new { participates = "named" });
        Assert.Equal([(string)person["id"]!], Shown(server));
    }

    [Fact]
    public async Task PutConsent_ToTheTeam_IsByItselfAndEndsWithTakingPart()
    {
        await using var server = await StartAsync(PrivacyPolicy.Open, hasCompanySignIn: false);
        await server.PutPersonAsync("ann@example.com", "Ann", participates: "private");
        using var ann = server.Client(await server.OwnKeyAsync("ann@example.com"));

        var shared = await PutConsentAsync(ann, new { sharesWithTeam = true });
        Assert.Equal(("private", true), ((string?)shared["participates"], (bool)shared["sharesWithTeam"]!));
        Assert.Equal(["ranked", "team"], shared["purposes"]!.AsArray().Where(purpose => purpose!["given"] is not null).Select(purpose => (string?)purpose!["purpose"]));
        var gone = await PutConsentAsync(ann, new { participates = "no", sharesWithTeam = true });
        Assert.Equal(("no", false), ((string?)gone["participates"], (bool)gone["sharesWithTeam"]!));
        var back = await PutConsentAsync(ann, new { participates = "named" });
        Assert.False((bool)back["sharesWithTeam"]!);
    }

    [Fact]
    public async Task PutConsent_AfterATextGrew_IsAskedAgainAndHoldsForWhatWasRead()
    {
        var before = await StartAsync(PrivacyPolicy.Open, hasCompanySignIn: false);
        var person = await before.PutPersonAsync("ann@example.com", "Ann", participates: "private");
        var key = await before.OwnKeyAsync("ann@example.com");
        await before.StopAsync();

        await using var server = await StartAsync(PrivacyPolicy.Open, hasCompanySignIn: false, before.DataDirectory, Grown);
        using var ann = server.Client(key);
        var asked = (await ann.ReadAsync("/api/v1/me"))["consent"]!;
        Assert.Equal(("private", "2.1.1.1", true), ((string?)asked["participates"], (string?)asked["edition"], (bool)asked["purposes"]![0]!["asksAgain"]!));
        Assert.Empty(Shown(server));

        var unread = await ann.PutAsJsonAsync("/api/v1/me/consent", new { participates = "private", edition = "1.1.1.1" });
        Assert.Equal(HttpStatusCode.Conflict, unread.StatusCode);
        Assert.Empty(Shown(server));

        var agreed = await PutConsentAsync(ann, new { participates = "private", edition = "2.1.1.1" });
        Assert.Equal(("pseudonym", false, 2), ((string?)agreed["participates"], (bool)agreed["purposes"]![0]!["asksAgain"]!, (int)agreed["purposes"]![0]!["given"]!["version"]!));
        Assert.Equal([(string)person["id"]!], Shown(server));
    }

    [Fact]
    public async Task PostPseudonym_IsAnotherOneAndTheOneBeforeIsFree()
    {
        await using var server = await StartAsync(PrivacyPolicy.Open, hasCompanySignIn: false);
        await server.PutPersonAsync("ann@example.com", "Ann", participates: "pseudonym");
        using var ann = server.Client(await server.OwnKeyAsync("ann@example.com"));
        var before = (string)(await ann.ReadAsync("/api/v1/me"))["person"]!["pseudonym"]!;
        using var note = new StringContent("""{"topics":["reviews"],"note":"how I do it"}""", null, "application/json");
        (await ann.PutAsync("/api/v1/me/help", note)).EnsureSuccessStatusCode();

        var response = await ann.PostAsync("/api/v1/me/pseudonym", null);

        var after = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["pseudonym"]!;
        Assert.NotEqual(before, after);
        Assert.Equal([after], server.Services.GetRequiredService<IRosterSource>().Current.People.Select(person => person.ShownAs));
        Assert.Empty((await server.Admin.ReadAsync("/api/v1/help"))["offers"]!.AsArray());
    }

    private static async Task<JsonNode> PutConsentAsync(HttpClient client, object consent)
    {
        var response = await client.PutAsJsonAsync("/api/v1/me/consent", consent);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static IEnumerable<string> Shown(RunningServer server) => server.Services.GetRequiredService<IRosterSource>().Current.People
        .Where(person => person.Participation is Participation.Named or Participation.Pseudonym).Select(person => person.Id);

    private static Task<RunningServer> StartAsync(PrivacyPolicy policy, bool hasCompanySignIn, string? dataDirectory = null, ConsentTexts? texts = null) =>
        RunningServer.StartAsync(
            dataDirectory, configure: builder => builder.Services.AddSingleton(new OptIn(policy, texts ?? ConsentTexts.OfProgram, hasCompanySignIn)));
}
