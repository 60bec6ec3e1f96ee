using System.Net;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.People;

namespace Claudeonomics.IntegrationTests.Help;

/// <summary>Set-up notes, topics and accepted help, through the whole server.</summary>
public sealed class OfferTests : IAsyncLifetime
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
    public async Task Publish_TopicsAndNote_AreListedByTopic()
    {
        Assert.Equal(HttpStatusCode.OK, await PublishAsync("Ann", ["tests", " Code  review "], "Plan mode first,\r\nthen <b>small</b> steps."));
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await PublishAsync("Ben", ["Tests"], ""));

        var board = await _company.ReadAsync("Cat", "/api/v1/help");
        Assert.Equal([("Code review", 1), ("Tests", 2)], board["topics"]!.AsArray().Select(static topic => ((string)topic!["topic"]!, (int)topic["people"]!)));
        Assert.Equal(["Ben", "Ann"], NamesOf(board));
        Assert.Equal("Plan mode first,\nthen <b>small</b> steps.", (string?)board["offers"]![1]!["note"]);
        Assert.Equal(["Ann"], NamesOf(await _company.ReadAsync("Cat", "/api/v1/help?topic=CODE%20REVIEW")));
        Assert.Empty(NamesOf(await _company.ReadAsync("Cat", "/api/v1/help?topic=cooking")));

        // What was written is text to every browser.
        var page = await _company["Cat"].GetStringAsync("/help?topic=tests");
        Assert.Contains("&lt;b&gt;small&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>small</b>", page, StringComparison.Ordinal);

        // Publishing again replaces, and withdrawing removes.
        await PublishAsync("Ann", ["prompts"], "");
        Assert.Equal(["Ben"], NamesOf(await _company.ReadAsync("Cat", "/api/v1/help?topic=tests")));
        Assert.Equal(HttpStatusCode.NoContent, await _company.DeleteAsync("Ann", "/api/v1/me/help"));
        Assert.Equal(HttpStatusCode.NotFound, await _company.DeleteAsync("Ann", "/api/v1/me/help"));
        Assert.Equal(["Ben"], NamesOf(await _company.ReadAsync("Cat", "/api/v1/help")));
    }

    [Fact]
    public async Task Publish_WhatIsNotFit_IsRefused()
    {
        await _company.AddAsync("Pia", "private");
        await _company.AddAsync("Nat", "no");

        Assert.Equal(HttpStatusCode.BadRequest, await PublishAsync("Ann", ["<script>"], ""));
        Assert.Equal(HttpStatusCode.BadRequest, await PublishAsync("Ann", [], " "));
        Assert.Equal(HttpStatusCode.BadRequest, await PublishAsync("Ann", ["tests"], new('a', 2_001)));
        Assert.Equal(HttpStatusCode.Conflict, await PublishAsync("Pia", ["tests"], ""));
        Assert.Equal(HttpStatusCode.Conflict, await PublishAsync("Nat", ["tests"], ""));
        Assert.Empty(NamesOf(await _company.ReadAsync("Ann", "/api/v1/help")));
    }

    [Fact]
    public async Task Appearance_ChangedAfterwards_HidesTheWordsUntilTheyArePublishedAgain()
    {
        await PublishAsync("Ann", ["tests"], "How I do it");

        await _company.TakePartAsync("Ann", "pseudonym");
        Assert.Empty(NamesOf(await _company.ReadAsync("Ben", "/api/v1/help")));
        Assert.Equal((false, "How I do it"), Own(await _company.ReadAsync("Ann", "/api/v1/me/help")));
        Assert.Equal(HttpStatusCode.NotFound, await HelpedAsync("Ben", "Ann"));
        Assert.Contains("Not shown", await _company["Ann"].GetStringAsync("/help"), StringComparison.Ordinal);

        await PublishAsync("Ann", ["tests"], "How I do it");
        var name = NamesOf(await _company.ReadAsync("Ben", "/api/v1/help")).Single();
        Assert.NotEqual("Ann", name);

        await _company.TakePartAsync("Ann", "no");
        Assert.Empty(NamesOf(await _company.ReadAsync("Ben", "/api/v1/help")));
        Assert.Equal((false, "How I do it"), Own(await _company.ReadAsync("Ann", "/api/v1/me/help")));
    }

    [Fact]
    public async Task Helped_ByThree_MakesAMentor()
    {
        await _company.UseAsync("Ann");
        await PublishAsync("Ann", ["tests"], "");
        Assert.Equal(HttpStatusCode.NotFound, await HelpedAsync("Ann", "Ann"));
        Assert.Equal(HttpStatusCode.NotFound, await HelpedAsync("Ben", "Cat"));
        Assert.Equal(HttpStatusCode.NoContent, await HelpedAsync("Ben", "Ann"));
        Assert.Equal(HttpStatusCode.NoContent, await HelpedAsync("Ben", "Ann"));
        Assert.Equal(HttpStatusCode.NoContent, await HelpedAsync("Cat", "Ann"));

        // Two are too few to be a number; each knows of themselves, and she of both.
        Assert.Equal((null, true), Offer(await _company.ReadAsync("Ben", "/api/v1/help")));
        Assert.Equal((null, false), Offer(await _company.ReadAsync("Dan", "/api/v1/help")));
        Assert.Equal(2, (int)(await _company.ReadAsync("Ann", "/api/v1/me/help"))["helped"]!);
        await _company.EventuallyAsync(async () => (await MentorAsync()) is not null);
        Assert.Equal("notYetJudged", (string?)(await MentorAsync())!["conditions"]![0]!["verdict"]);

        Assert.Equal(HttpStatusCode.NoContent, await HelpedAsync("Dan", "Ann"));
        Assert.Equal((3, true), Offer(await _company.ReadAsync("Dan", "/api/v1/help")));
        await _company.EventuallyAsync(async () => (bool?)(await MentorAsync())?["awarded"] == true);
        await _company.EventuallyAsync(async () => (await _company.ReadAsync("Ben", "/api/v1/boards/tokens"))["standings"]![0]!["recognitions"]!.AsArray().Any(static title => (string?)title == "mentor"));

        // Who takes it back, or stops taking part, is not counted.
        Assert.Equal(HttpStatusCode.NoContent, await _company.DeleteAsync("Dan", $"/api/v1/help/{_company.Ids["Ann"]}/helped"));
        await _company.TakePartAsync("Cat", "no");
        Assert.Equal(1, (int)(await _company.ReadAsync("Ann", "/api/v1/me/help"))["helped"]!);
        await _company.EventuallyAsync(async () => (bool?)(await MentorAsync())?["awarded"] == false);
    }

    [Fact]
    public async Task Remove_ByAnAdministrator_TakesDownWhatShouldNotStandThere()
    {
        await PublishAsync("Ann", ["tests"], "Something rude");
        Assert.Equal(HttpStatusCode.Forbidden, await _company.DeleteAsync("Ben", $"/api/v1/help/{_company.Ids["Ann"]}"));
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await _company.Server.Admin.DeleteAsync($"/api/v1/help/{_company.Ids["Ann"]}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Empty(NamesOf(await _company.Server.Admin.ReadAsync("/api/v1/help")));
    }

    [Fact]
    public async Task Page_Forms_PublishAndSayThatItHelped()
    {
        var published = await _company.PostFormAsync("Ann", "/help", "/help", ("topics", "tests, prompts"), ("note", "Small steps"));
        Assert.Contains("Small steps", await published.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var wrong = await _company.PostFormAsync("Ann", "/help", "/help", ("topics", "a@b"), ("note", "Kept while it is put right"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("Kept while it is put right", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await _company.PostFormAsync("Ben", "/help", $"/help/{_company.Ids["Ann"]}/helped");
        Assert.Contains("This helped you.", await _company["Ben"].GetStringAsync("/help"), StringComparison.Ordinal);
        await _company.PostFormAsync("Ben", "/help", $"/help/{_company.Ids["Ann"]}/helped/back");
        Assert.Contains(">Helped me<", await _company["Ben"].GetStringAsync("/help"), StringComparison.Ordinal);
        await _company.PostFormAsync("Ann", "/help", "/help/withdraw");
        Assert.Empty(NamesOf(await _company.ReadAsync("Ben", "/api/v1/help")));
    }

    private Task<HttpStatusCode> PublishAsync(string by, string[] topics, string note) => _company.PutAsync(by, "/api/v1/me/help", new { topics, note });

    private Task<HttpStatusCode> HelpedAsync(string by, string helper) => _company.PutAsync(by, $"/api/v1/help/{_company.Ids[helper]}/helped", null);

    private static List<string> NamesOf(JsonNode board) => [.. board["offers"]!.AsArray().Select(static offer => (string)offer!["person"]!["name"]!)];

    private static (int? Helped, bool HelpedMe) Offer(JsonNode board) => ((int?)board["offers"]![0]!["helped"], (bool)board["offers"]![0]!["helpedMe"]!);

    private static (bool Shown, string Note) Own(JsonNode own) => ((bool)own["shown"]!, (string)own["note"]!);

    private async Task<JsonNode?> MentorAsync() =>
        (await _company.ExplainAsync("Ann", "tokens"))?["titles"]!.AsArray().Single(static title => (string?)title!["title"] == "mentor");
}
