using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Server.Help;

namespace Claudeonomics.IntegrationTests.Help;

/// <summary>Kudos from one colleague to another, through the whole server.</summary>
public sealed class KudosTests : IAsyncLifetime
{
    private HelpCompany _company = null!;

    public async ValueTask InitializeAsync()
    {
        _company = await HelpCompany.StartAsync();
        foreach (var name in (string[])["Ann", "Ben", "Cat", "Dan"])
        {
            await _company.AddAsync(name);
        }
    }

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    [Fact]
    public async Task Give_OnceAWeek_IsSeenByTheTwoItIsBetween()
    {
        Assert.Equal(HttpStatusCode.NoContent, await GiveAsync("Ann", "Ben", "taught"));
        Assert.Equal(HttpStatusCode.NoContent, await GiveAsync("Ann", "Ben", "caught"));

        Assert.Equal([("Ben", "caught")], await GivenAsync("Ann"));
        Assert.Equal([("2026-11-16", "caught", "Ann")], await ReceivedAsync("Ben"));
        foreach (var other in (string[])["Cat", "Dan"])
        {
            Assert.Empty(await GivenAsync(other));
            Assert.Empty(await ReceivedAsync(other));
            Assert.DoesNotContain("Caught a mistake before it hurt</strong>", await PageAsync(other, "Ben"), StringComparison.Ordinal);
        }

        // Next week there are new ones, and the earlier stay.
        _company.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Empty(await GivenAsync("Ann"));
        Assert.Equal(HttpStatusCode.NoContent, await GiveAsync("Ann", "Ben", "unstuck"));
        Assert.Equal([("2026-11-23", "unstuck", "Ann"), ("2026-11-16", "caught", "Ann")], await ReceivedAsync("Ben"));
    }

    [Fact]
    public async Task TakeBack_InTheSameWeek_IsAsIfNeverGiven()
    {
        await GiveAsync("Ann", "Ben", "taught");

        Assert.Equal(HttpStatusCode.NotFound, await _company.DeleteAsync("Cat", PathOf("Ben")));
        Assert.Equal(HttpStatusCode.NoContent, await _company.DeleteAsync("Ann", PathOf("Ben")));
        Assert.Equal(HttpStatusCode.NotFound, await _company.DeleteAsync("Ann", PathOf("Ben")));
        Assert.Empty(await ReceivedAsync("Ben"));

        await GiveAsync("Ann", "Ben", "taught");
        _company.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(HttpStatusCode.NotFound, await _company.DeleteAsync("Ann", PathOf("Ben")));
        Assert.Single(await ReceivedAsync("Ben"));
    }

    [Fact]
    public async Task Give_WithoutBothTakingPart_IsRefused()
    {
        await _company.AddAsync("Pia", "private");
        await _company.AddAsync("Nat", "no");

        Assert.Equal(HttpStatusCode.NotFound, await GiveAsync("Ann", "Ann", "taught"));
        Assert.Equal(HttpStatusCode.NotFound, await GiveAsync("Ann", "Pia", "taught"));
        Assert.Equal(HttpStatusCode.NotFound, await GiveAsync("Ann", "Nat", "taught"));
        Assert.Equal(HttpStatusCode.NotFound, await _company.PutAsync("Ann", "/api/v1/kudos/nobody", new { reason = "taught" }));
        Assert.Equal(HttpStatusCode.Conflict, await GiveAsync("Nat", "Ann", "taught"));
        Assert.Equal(HttpStatusCode.BadRequest, await GiveAsync("Ann", "Ben", "brilliant"));

        // Who takes part privately may say thank you, and is not named.
        Assert.Equal(HttpStatusCode.NoContent, await GiveAsync("Pia", "Ann", "taught"));
        Assert.Equal([("2026-11-16", "taught", null)], await ReceivedAsync("Ann"));
        Assert.DoesNotContain("Pia", await PageAsync("Ann", "Ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Give_ToOrFromDeclaredAutomation_IsRefused()
    {
        await _company.AddAsync("Robot");
        var declared = await _company.Server.Admin.PutAsJsonAsync("/api/v1/people/robot@corp.example", new { automation = true }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, declared.StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, await GiveAsync("Ann", "Robot", "taught"));
        Assert.Equal(HttpStatusCode.Conflict, await GiveAsync("Robot", "Ann", "taught"));
        Assert.Equal(HttpStatusCode.Conflict, await _company.PutAsync("Robot", "/api/v1/me/help", new { topics = new[] { "tests" } }));
    }

    [Fact]
    public async Task Give_MoreThanAWeekHas_IsRefused()
    {
        for (var i = 0; i < KudosService.MostPerWeek; i++)
        {
            await _company.AddAsync($"P{i}");
            Assert.Equal(HttpStatusCode.NoContent, await GiveAsync("Ann", $"P{i}", "shared"));
        }

        Assert.Equal(HttpStatusCode.Conflict, await GiveAsync("Ann", "Ben", "shared"));
        Assert.Equal(HttpStatusCode.NoContent, await GiveAsync("Ann", "P0", "taught"));
        await _company.DeleteAsync("Ann", PathOf("P0"));
        Assert.Equal(HttpStatusCode.NoContent, await GiveAsync("Ann", "Ben", "shared"));
    }

    [Fact]
    public async Task Withdraw_GiverOrRecipient_IsGoneFromEveryAnswer()
    {
        await GiveAsync("Ann", "Ben", "taught");
        await GiveAsync("Cat", "Ben", "caught");
        await GiveAsync("Ben", "Dan", "shared");

        await _company.TakePartAsync("Ann", "no");
        Assert.Equal([("2026-11-16", "caught", "Cat")], await ReceivedAsync("Ben"));
        Assert.Empty(await GivenAsync("Ann"));

        await _company.TakePartAsync("Ben", "no");
        Assert.Empty(await ReceivedAsync("Ben"));
        Assert.Empty(await ReceivedAsync("Dan"));
        Assert.Empty(await GivenAsync("Cat"));

        // Who is back is back, and who was erased is not.
        await _company.TakePartAsync("Ben", "named");
        Assert.Equal([("2026-11-16", "shared", "Ben")], await ReceivedAsync("Dan"));
        Assert.Equal(HttpStatusCode.NoContent, (await _company.Server.Admin.DeleteAsync("/api/v1/people/cat@corp.example", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Empty(await ReceivedAsync("Ben"));
    }

    [Fact]
    public async Task Appearance_ChangedAfterwards_DoesNotTellWhoThePseudonymIs()
    {
        await GiveAsync("Ann", "Ben", "taught");
        await _company.TakePartAsync("Ann", "pseudonym");

        Assert.Equal([("2026-11-16", "taught", null)], await ReceivedAsync("Ben"));
        Assert.DoesNotContain(_company.Ids["Ann"], await PageAsync("Ben", "Ben"), StringComparison.Ordinal);

        // Given anew it is from the pseudonym.
        await GiveAsync("Ann", "Ben", "taught");
        var from = (await ReceivedAsync("Ben")).Single().From;
        Assert.NotNull(from);
        Assert.NotEqual("Ann", from);
    }

    [Fact]
    public async Task Score_ThankedByThree_HasAPartForHelpingOnceEnoughSaidIt()
    {
        await _company.UseAsync("Ann");
        await GiveAsync("Ben", "Ann", "taught");
        await GiveAsync("Cat", "Ann", "taught");
        await _company.EventuallyAsync(async () => (await HelpingAsync()) is not null);
        Assert.Equal("not measured: fewer than 3 people of the company thanked anybody in these days", (string?)(await HelpingAsync())!["formula"]);
        Assert.Null((await HelpingAsync())!["points"]);

        await GiveAsync("Dan", "Ben", "caught");

        // 50 * (1 - exp(-2 / 2)).
        await _company.EventuallyAsync(async () => (double?)(await HelpingAsync())?["points"] == 31.6);
        Assert.Equal([2, 0, 2], (await HelpingAsync())!["inputs"]!.AsArray().Select(static input => (int)input!["value"]!));

        await _company.DeleteAsync("Dan", PathOf("Ben"));
        await _company.EventuallyAsync(async () => (await HelpingAsync()) is { } helping && helping["points"] is null);
    }

    [Fact]
    public async Task Page_OfAColleague_GivesAndTakesBack()
    {
        Assert.Contains("They see it from you as “Ann”.", WebUtility.HtmlDecode(await PageAsync("Ann", "Ben")), StringComparison.Ordinal);

        var given = await _company.PostFormAsync("Ann", PageOf("Ben"), $"{PageOf("Ben")}/kudos", ("reason", "lightened"));

        Assert.Contains("This week you gave kudos: “Made a hard day easier”", WebUtility.HtmlDecode(await given.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Contains("Made a hard day easier</strong>", await PageAsync("Ben", "Ben"), StringComparison.Ordinal);

        var back = await _company.PostFormAsync("Ann", PageOf("Ben"), $"{PageOf("Ben")}/kudos/back");

        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Empty(await ReceivedAsync("Ben"));

        // Without the page's token nothing is given.
        using var form = new FormUrlEncodedContent([new("reason", "taught")]);
        Assert.Equal(HttpStatusCode.BadRequest, (await _company["Ann"].PostAsync($"{PageOf("Ben")}/kudos", form, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Empty(await ReceivedAsync("Ben"));
    }

    private string PathOf(string name) => $"/api/v1/kudos/{_company.Ids[name]}";

    private string PageOf(string name) => $"/people/{_company.Ids[name]}";

    private Task<string> PageAsync(string viewer, string of) => _company[viewer].GetStringAsync(PageOf(of));

    private Task<HttpStatusCode> GiveAsync(string from, string to, string reason) => _company.PutAsync(from, PathOf(to), new { reason });

    private async Task<List<(string Name, string Reason)>> GivenAsync(string by) =>
        [.. (await _company.ReadAsync(by, "/api/v1/kudos"))["given"]!.AsArray().Select(static given => ((string)given!["person"]!["name"]!, (string)given["reason"]!))];

    private async Task<List<(string Week, string Reason, string? From)>> ReceivedAsync(string by) =>
        [.. (await _company.ReadAsync(by, "/api/v1/kudos"))["received"]!.AsArray()
            .Select(static got => ((string)got!["week"]!, (string)got["reason"]!, (string?)got["from"]?["name"]))];

    private async Task<JsonNode?> HelpingAsync() =>
        (await _company.ExplainAsync("Ann", "score"))?["parts"]!.AsArray().Single(static part => (string?)part!["name"] == "help");
}
