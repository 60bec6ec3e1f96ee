using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.People;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.People;
using Claudeonomics.TestShared;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.People;

public sealed class InviteTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));
    private RunningServer _server = null!;

    private InviteService Invites => _server.Services.GetRequiredService<InviteService>();

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Join_WithWhatThePreviewShowed_AddsThePersonWithAKeyOfTheirOwn()
    {
        var token = await InviteAsync();
        var pseudonym = await Invites.SuggestPseudonymAsync(default);
        var preview = InviteService.Appearances("Nia", pseudonym, "Ads").Single(choice => choice.Participation is Participation.Pseudonym);

        var outcome = await Invites.JoinAsync(token, Form("nia@example.com") with { Pseudonym = pseudonym }, default);

        var joined = Assert.IsType<JoinOutcome.Joined>(outcome);
        Assert.Equal(
            ("nia@example.com", "Nia", "Ads", Participation.Pseudonym, pseudonym, true),
            (joined.Person.Email, joined.Person.Name, joined.Person.Team, joined.Person.Participation, joined.Person.Pseudonym, joined.Person.HasPersonalKey));
        var shown = _server.Services.GetRequiredService<IRosterSource>().Current.People.Single();
        Assert.Equal((joined.Person.Id, preview.ShownAs), (shown.Id, shown.ShownAs));
        Assert.NotNull(_server.Services.GetRequiredService<IIngestGate>().Find(joined.Key.Text)!.PersonalIdentity);
    }

    [Fact]
    public async Task Join_EmailOfSomebodyElse_TakesNothingFromThem()
    {
        await _server.PutPersonAsync("boss@example.com", "Boss");
        var token = await InviteAsync();

        Assert.IsType<JoinOutcome.EmailIsTaken>(await Invites.JoinAsync(token, Form("BOSS@example.com"), default));
        Assert.Equal(0, (await Invites.FindAsync(token, default))!.Uses);
    }

    [Fact]
    public async Task Join_ByMoreThanTheInviteIsFor_IsOver()
    {
        var token = await InviteAsync(maxUses: 2);

        Assert.IsType<JoinOutcome.Joined>(await Invites.JoinAsync(token, Form("one@example.com"), default));
        Assert.IsType<JoinOutcome.Joined>(await Invites.JoinAsync(token, Form("two@example.com"), default));
        Assert.IsType<JoinOutcome.InviteIsOver>(await Invites.JoinAsync(token, Form("three@example.com"), default));
        Assert.Null(await Invites.FindAsync(token, default));
    }

    [Fact]
    public async Task Join_AfterTheInviteExpiredOrWasRevoked_IsOver()
    {
        var expiring = await InviteAsync();
        var revoked = await InviteAsync();
        await _server.Admin.DeleteAsync($"/api/v1/invites/{(await Invites.FindAsync(revoked, default))!.Id}");

        Assert.IsType<JoinOutcome.InviteIsOver>(await Invites.JoinAsync(revoked, Form("late@example.com"), default));
        Assert.NotNull(await Invites.FindAsync(expiring, default));
        _clock.Advance(TimeSpan.FromDays(7));
        Assert.IsType<JoinOutcome.InviteIsOver>(await Invites.JoinAsync(expiring, Form("late@example.com"), default));
        Assert.IsType<JoinOutcome.InviteIsOver>(await Invites.JoinAsync(expiring[..^1], Form("late@example.com"), default));
    }

    [Fact]
    public void Problems_OfAForm_NameTheFields()
    {
        var form = new JoinForm("no address", "", "Ads", Participation.Named, "nasty-name");

        Assert.Equal(["email", "name", "pseudonym"], form.Problems().Keys.Order());
    }

    [Theory]
    [InlineData("""{"maxUses":0}""", "maxUses")]
    [InlineData("""{"maxUses":10001}""", "maxUses")]
    [InlineData("""{"days":91}""", "days")]
    [InlineData("""{"days":0}""", "days")]
    public async Task PostInvite_OutOfBounds_IsAProblem(string body, string field)
    {
        using var content = new StringContent(body, null, "application/json");
        var response = await _server.Admin.PostAsync("/api/v1/invites", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await response.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![field]);
    }

    private async Task<string> InviteAsync(int maxUses = 5)
    {
        var response = await _server.Admin.PostAsJsonAsync("/api/v1/invites", new { team = "Ads", maxUses });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var url = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["url"]!;
        return url[(url.LastIndexOf('/') + 1)..];
    }

    private static JoinForm Form(string email) => new(email, "Nia", "Ads", Participation.Pseudonym, null);
}
