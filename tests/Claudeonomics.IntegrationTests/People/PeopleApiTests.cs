using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;

namespace Claudeonomics.IntegrationTests.People;

public sealed class PeopleApiTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task PutPerson_NewThenChanged_KeepsWhatIsNotNamed()
    {
        var created = await Server.Admin.PutAsJsonAsync("/api/v1/people/Ann@Example.com",
            new { name = "Ann L.", team = "Platform", participates = true, timeZone = "Europe/Berlin", workingDays = 4.5 });
        var changed = await Server.Admin.PutAsJsonAsync("/api/v1/people/ann%40example.com", new { participates = "pseudonym" });
        var read = await Server.Admin.ReadAsync("/api/v1/people/ANN@example.com");

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/api/v1/people/Ann%40Example.com", created.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(
            ("Ann@Example.com", "Ann L.", "Platform", "platform", "pseudonym", "Europe/Berlin", 4.5, false),
            ((string?)read["email"], (string?)read["name"], (string?)read["team"], (string?)read["teamId"], (string?)read["participates"],
                (string?)read["timeZone"], (double)read["workingDays"]!, (bool)read["hasPersonalKey"]!));

        // What stands on boards, beside the e-mail, would say who is behind it.
        Assert.Equal((null, null), (read["pseudonym"], read["id"]));
        using var ann = Server.Client(await Server.OwnKeyAsync("ann@example.com"));
        var own = await ann.ReadAsync("/api/v1/people/ann@example.com");
        Assert.Matches("^[a-z]+-[a-z]+$", (string?)own["pseudonym"]);
        Assert.Matches("^[a-z2-7]{12}$", (string?)own["id"]);
    }

    [Theory]
    [InlineData("nobody", """{"name":"A"}""", "email")]
    [InlineData("a@b@c", """{"name":"A"}""", "email")]
    [InlineData("new@example.com", """{}""", "name")]
    [InlineData("new@example.com", """{"name":" "}""", "name")]
    [InlineData("new@example.com", """{"name":"\u200b\u200d"}""", "name")]
    [InlineData("new@example.com", """{"name":"A\u202egnp.exe"}""", "name")]
    [InlineData("new@example.com", """{"name":"A","team":"\u2067Ads"}""", "team")]
    [InlineData("new@example.com", """{"name":"A","timeZone":"Mars/Olympus"}""", "timeZone")]
    [InlineData("new@example.com", """{"name":"A","workingDays":8}""", "workingDays")]
    [InlineData("new@example.com", """{"name":"A","team":"line\nbreak"}""", "team")]
    public async Task PutPerson_WrongValue_IsAProblemThatNamesTheField(string email, string body, string field)
    {
        using var content = new StringContent(body, null, "application/json");
        var response = await Server.Admin.PutAsync($"/api/v1/people/{Uri.EscapeDataString(email)}", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.NotNull(problem["errors"]![field]);

        // Which value it is has been said: the sentence for requests that could not be read is not for these.
        Assert.Null(problem["detail"]);
    }

    [Theory]
    [InlineData("""{"name":"A","participates":"loudly"}""")]
    [InlineData("""{"name":"A","participates":3}""")]
    [InlineData("""{"name":""")]
    [InlineData("""{"name":"A","workingdays":3,"Team":"B","works":4}""")]
    public async Task PutPerson_UnreadableBody_IsAProblem(string body)
    {
        using var content = new StringContent(body, null, "application/json");
        var response = await Server.Admin.PutAsync("/api/v1/people/unreadable@example.com", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("not known here", (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Server.Admin.GetAsync("/api/v1/people/unreadable@example.com")).StatusCode);
    }

    [Fact]
    public async Task ListPeople_InPages_GivesEverybodyOnce()
    {
        for (var i = 0; i < 5; i++)
        {
            await Server.PutPersonAsync($"page{i}@list.example");
        }

        var seen = new List<string>();
        for (string? after = "page"; after is not null;)
        {
            var page = await Server.Admin.ReadAsync($"/api/v1/people?limit=2&after={Uri.EscapeDataString(after)}");
            seen.AddRange(page["items"]!.AsArray().Select(person => (string)person!["email"]!));
            after = (string?)page["next"];
        }

        Assert.Equal([0, 1, 2, 3, 4], seen.Where(email => email.EndsWith("@list.example", StringComparison.Ordinal)).Select(email => email[4] - '0'));
        Assert.Equal(HttpStatusCode.BadRequest, (await Server.Admin.GetAsync("/api/v1/people?limit=0")).StatusCode);
    }

    [Fact]
    public async Task GetPerson_WithReadKeys_ShowsOnlyOneself()
    {
        await Server.PutPersonAsync("self@example.com");
        await Server.PutPersonAsync("other@example.com");
        using var self = Server.Client((await Server.PostKeyAsync("read", "self@example.com")).Key);

        Assert.Equal(HttpStatusCode.OK, (await self.GetAsync("/api/v1/people/self@example.com")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await self.GetAsync("/api/v1/people/other@example.com")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await self.GetAsync("/api/v1/people/no.such@example.com")).StatusCode);
    }

    [Fact]
    public async Task Teams_MovedInATree_RefuseToStandBelowThemselves()
    {
        await Server.Admin.PostAsJsonAsync("/api/v1/teams", new { name = "Engineering" });
        await Server.Admin.PostAsJsonAsync("/api/v1/teams", new { name = "Search & Ads", parent = "engineering" });

        var upsideDown = await Server.Admin.PutAsJsonAsync("/api/v1/teams/engineering", new { parent = "search-ads" });
        var renamed = await Server.Admin.PutAsJsonAsync("/api/v1/teams/search-ads", new { name = "Search" });
        var taken = await Server.Admin.PutAsJsonAsync("/api/v1/teams/search-ads", new { name = "engineering" });

        Assert.Equal(HttpStatusCode.BadRequest, upsideDown.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
        Assert.Equal("""{"id":"search-ads","name":"Search","parent":"engineering","members":0}""", await renamed.Content.ReadAsStringAsync());
    }
}
