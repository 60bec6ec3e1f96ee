using Claudeonomics.Core.People;
using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>Administration, joining and settings, over the real directory of people.</summary>
public sealed class AccountPageTests(PagesFixture pages) : IClassFixture<PagesFixture>
{
    private PeopleService People => pages.Host.Services.GetRequiredService<PeopleService>();

    [Fact(Timeout = 120_000)]
    public async Task Invite_MadeByAnAdministrator_LetsSomebodyJoinAsTheyChoose()
    {
        await using var admin = await pages.OpenAsync("/admin", viewer: "admin");
        await admin.Page.GetByLabel("Team").First.FillAsync("Platform");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Make an invite" }).ClickAsync();
        var link = new Uri(await admin.Page.InnerTextAsync(".made pre"));
        Assert.Empty(await admin.SeriousViolationsAsync());
        Assert.Empty(admin.Complaints);

        await using var guest = await pages.OpenAsync(link.PathAndQuery, viewer: "");
        Assert.Equal("Platform", await guest.Page.InputValueAsync("#team"));
        Assert.Empty(await guest.SeriousViolationsAsync());
        await guest.Page.FillAsync("#name", "Ana Ortega");
        await guest.Page.FillAsync("#email", "ana@corp.example");
        await guest.Page.GetByRole(AriaRole.Radio, new() { Name = "By name" }).CheckAsync();
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();

        var key = await guest.Page.InnerTextAsync(".copy pre >> nth=0");
        Assert.StartsWith("cn_ingest_", key, StringComparison.Ordinal);
        Assert.Contains(key, await guest.Page.InnerTextAsync("pre[aria-label='Settings for Claude Code']"), StringComparison.Ordinal);
        var ana = await People.FindAsync("ana@corp.example", TestContext.Current.CancellationToken);
        Assert.Equal(("Ana Ortega", Participation.Named, "Platform", true), (ana!.Name, ana.Participation, ana.Team, ana.HasPersonalKey));
    }

    [Fact(Timeout = 120_000)]
    public async Task Join_SameEmailAgain_SaysSoAndKeepsWhatWasEntered()
    {
        await People.PutAsync("ben@corp.example", new(Name: "Ben"), "test", TestContext.Current.CancellationToken);
        var invite = await pages.Host.Services.GetRequiredService<InviteService>()
            .CreateAsync(InviteService.DefaultLifetime, 5, null, "test", TestContext.Current.CancellationToken);
        await using var guest = await pages.OpenAsync(invite.Path, viewer: "");
        await guest.Page.FillAsync("#name", "Ben Again");
        await guest.Page.FillAsync("#email", "ben@corp.example");
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();

        Assert.Contains("is here already", await guest.Page.InnerTextAsync("#email-problem"), StringComparison.Ordinal);
        Assert.Equal("Ben Again", await guest.Page.InputValueAsync("#name"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Settings_OtherAppearanceChosen_IsKept()
    {
        var (person, _) = (await People.PutAsync(
            "cleo@corp.example", new(Name: "Cleo", Participation: Participation.Named), "test", TestContext.Current.CancellationToken))!.Value;
        await using var own = await pages.OpenAsync("/settings", viewer: person.Id);
        Assert.Empty(await own.SeriousViolationsAsync());
        await own.Page.GetByRole(AriaRole.Radio, new() { Name = "Privately" }).CheckAsync();
        await own.Page.FillAsync("#working-days", "2.5");
        await own.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Assertions.Expect(own.Page.GetByText("Saved.")).ToBeVisibleAsync();
        var saved = await People.FindByIdAsync(person.Id, TestContext.Current.CancellationToken);
        Assert.Equal((Participation.Private, 2.5), (saved!.Participation, saved.WorkingDaysPerWeek));
    }

    [Fact(Timeout = 120_000)]
    public async Task Settings_KeyRevoked_StaysListedAsRevoked()
    {
        var (person, _) = (await People.PutAsync("dana@corp.example", new(Name: "Dana"), "test", TestContext.Current.CancellationToken))!.Value;
        await using var own = await pages.OpenAsync("/connect", viewer: person.Id);
        await own.Page.GetByRole(AriaRole.Button, new() { Name = "Make a fresh key" }).ClickAsync();
        await Assertions.Expect(own.Page.Locator(".copy pre").First).ToContainTextAsync("cn_ingest_");

        await own.GoAsync(new Uri(pages.Host.Address, "/settings"));
        await own.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(own.Page.Locator("table.rows")).ToContainTextAsync("revoked");
        Assert.False((await People.FindByIdAsync(person.Id, TestContext.Current.CancellationToken))!.HasPersonalKey);
    }

    [Fact(Timeout = 120_000)]
    public async Task Admin_WithoutTheRight_IsAFriendlyRefusal()
    {
        await using var open = await pages.OpenAsync("/admin");
        Assert.Equal("This page is for administrators", await open.Page.InnerTextAsync("h1"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Invite_FieldsThatAreEmptyOrNoNumbers_AreTheUsualOnesOrRefusedInWords()
    {
        await using var admin = await pages.OpenAsync("/admin", viewer: "admin");
        await admin.Page.Locator("form[action='/admin/invites'] input[name=days]").FillAsync("");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Make an invite" }).ClickAsync();
        Assert.Contains("/join/", await admin.Page.InnerTextAsync(".made pre"), StringComparison.Ordinal);

        await admin.Page.EvaluateAsync("document.querySelector('form[action=\"/admin/invites\"] input[name=uses]').type = 'text'");
        await admin.Page.Locator("form[action='/admin/invites'] input[name=uses]").FillAsync("many");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Make an invite" }).ClickAsync();
        await Assertions.Expect(admin.Page.Locator(".problem")).ToContainTextAsync("An invite lasts 1 to 90 days");
    }

    [Fact(Timeout = 120_000)]
    public async Task Join_TextsThatWereReworded_AreReadAgainFirst()
    {
        var invite = await pages.Host.Services.GetRequiredService<InviteService>()
            .CreateAsync(InviteService.DefaultLifetime, 5, null, "test", TestContext.Current.CancellationToken);
        await using var guest = await pages.OpenAsync(invite.Path, viewer: "");
        await guest.Page.FillAsync("#name", "Dora");
        await guest.Page.FillAsync("#email", "dora@corp.example");
        await guest.Page.EvaluateAsync("document.querySelector('input[name=edition]').value = 'earlier'");
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();

        await Assertions.Expect(guest.Page.Locator(".problem")).ToContainTextAsync("worded anew");
        Assert.Null(await People.FindAsync("dora@corp.example", TestContext.Current.CancellationToken));
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Assertions.Expect(guest.Page.Locator("h1")).ToHaveTextAsync("Point your agent here");
    }

    [Fact(Timeout = 120_000)]
    public async Task Link_UsedUpOrInvented_SaysThatItIsOver()
    {
        await using var open = await pages.OpenAsync("/signin/cn_signin_invented", viewer: "");
        Assert.Equal("This link is over", await open.Page.InnerTextAsync("h1"));
    }
}
