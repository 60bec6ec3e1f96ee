using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>Confirming a command line's code, in a browser, over the real directory of people.</summary>
public sealed class DevicePageTests(PagesFixture pages) : IClassFixture<PagesFixture>
{
    private DeviceSignInService Devices => pages.Host.Services.GetRequiredService<DeviceSignInService>();

    [Fact(Timeout = 120_000)]
    public async Task Code_TypedAndConfirmed_LetsTheDeviceInAndListsItsKey()
    {
        var (person, codes) = await BeginAsync("eva@corp.example", "eva's <laptop>");
        await using var own = await pages.OpenAsync("/device", viewer: person);
        Assert.Empty(await own.SeriousViolationsAsync());
        await own.Page.FillAsync("#code", codes.UserCode.ToLowerInvariant());
        await own.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();

        Assert.Equal("Connect eva's <laptop>?", await own.Page.InnerTextAsync("h1"));
        Assert.Contains(codes.UserCode, await own.Page.InnerTextAsync(".standfirst"), StringComparison.Ordinal);
        Assert.Empty(await own.SeriousViolationsAsync());
        Assert.IsType<DevicePollOutcome.Pending>(await Devices.PollAsync(codes.DeviceCode, default));
        await own.Page.GetByRole(AriaRole.Button, new() { Name = "Connect it" }).ClickAsync();

        Assert.Equal("eva's <laptop> is connected", await own.Page.InnerTextAsync("h1"));
        Assert.IsType<DevicePollOutcome.SignedIn>(await Devices.PollAsync(codes.DeviceCode, default));
        await own.GoAsync(new Uri(pages.Host.Address, "/settings"));
        await Assertions.Expect(own.Page.Locator("table.rows")).ToContainTextAsync("eva's <laptop>");
        Assert.Empty(own.Complaints);
    }

    [Fact(Timeout = 120_000)]
    public async Task Code_InTheAddress_IsStillOnlyAQuestion()
    {
        var (person, codes) = await BeginAsync("finn@corp.example", "desktop");
        await using var own = await pages.OpenAsync($"/device?code={codes.UserCode}", viewer: person);
        Assert.IsType<DevicePollOutcome.Pending>(await Devices.PollAsync(codes.DeviceCode, default));

        await own.Page.GetByRole(AriaRole.Button, new() { Name = "Turn it away" }).ClickAsync();
        Assert.Equal("desktop was turned away", await own.Page.InnerTextAsync("h1"));
        Assert.IsType<DevicePollOutcome.Denied>(await Devices.PollAsync(codes.DeviceCode, default));
    }

    [Fact(Timeout = 120_000)]
    public async Task Code_ThatNobodyWaitsUnder_SaysSo()
    {
        var (person, _) = await BeginAsync("gil@corp.example", "desktop");
        await using var own = await pages.OpenAsync("/device?code=BBBB-BBBB", viewer: person);
        Assert.Contains("No device waits under this code", await own.Page.InnerTextAsync(".problem"), StringComparison.Ordinal);
        Assert.Empty(await own.SeriousViolationsAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task Page_ForAnAdministratorWithoutARow_OffersNothing()
    {
        var (_, codes) = await BeginAsync("hal@corp.example", "desktop");
        await using var admin = await pages.OpenAsync($"/device?code={codes.UserCode}", viewer: "admin");
        Assert.Equal(0, await admin.Page.Locator("main form").CountAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task Confirmation_SentByAnotherSitesForm_DecidesNothing()
    {
        var (person, codes) = await BeginAsync("ida@corp.example", "desktop");
        await using var own = await pages.OpenAsync("/device", viewer: person);
        // What a forged form could send: the cookie comes along, the form's token does not.
        await own.Page.SetContentAsync(
            $"<form method='post' action='{pages.Host.Address}device'><input name='code' value='{codes.UserCode}'><input name='decision' value='allow'><button>Win</button></form>");
        await own.Page.GetByRole(AriaRole.Button, new() { Name = "Win" }).ClickAsync();

        Assert.Equal("This form is too old", await own.Page.InnerTextAsync("h1"));
        Assert.IsType<DevicePollOutcome.Pending>(await Devices.PollAsync(codes.DeviceCode, default));
    }

    private async Task<(string Person, DeviceCodes Codes)> BeginAsync(string email, string device)
    {
        var people = pages.Host.Services.GetRequiredService<PeopleService>();
        var (person, _) = (await people.PutAsync(email, new(Name: email.Split('@')[0]), "test", TestContext.Current.CancellationToken))!.Value;
        return (person.Id, (await Devices.BeginAsync(device, knownDevice: null, TestContext.Current.CancellationToken))!);
    }
}
