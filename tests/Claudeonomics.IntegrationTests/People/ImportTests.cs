using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>Tables of people and teams: looked at first, done whole or not at all.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task People_NewAndKnown_AreAddedAndChangedAsPreviewed()
    {
        await _server.PutPersonAsync("ann@corp.example", "Ann", team: "Search", participates: "named");
        await _server.PutPersonAsync("bob@corp.example", "Bob", team: "Ads");
        const string Table =
            """
            email,name,team,working_days,employee_number,active
            Ann@corp.example,Ann Abel,Search,,1001,
            bob@corp.example,Bob,ads,5,,
            "cid@corp.example","Cid, the ""new"" one",Infra,2.5,1003,
            dan@corp.example,Dan,,,,no

            """;

        var (_, preview) = await ImportAsync(Table, apply: false);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.Admin.GetAsync("/api/v1/people/cid@corp.example")).StatusCode);
        var (status, report) = await ImportAsync(Table, apply: true);

        Assert.Equal((HttpStatusCode.OK, true, 2, 1, 1), (status, (bool)report["isApplied"]!, (int)report["added"]!, (int)report["changed"]!, (int)report["unchanged"]!));
        Assert.Equal(preview["lines"]!.ToJsonString(), report["lines"]!.ToJsonString());
        Assert.Equal("name: Ann becomes Ann Abel, employee number: 1001", (string?)report["lines"]![0]!["what"]);
        var ann = await _server.Admin.ReadAsync("/api/v1/people/ann@corp.example");
        var cid = await _server.Admin.ReadAsync("/api/v1/people/cid@corp.example");
        Assert.Equal(("Ann Abel", "Search", "named"), ((string?)ann["name"], (string?)ann["team"], (string?)ann["participates"]));
        Assert.Equal(("Cid, the \"new\" one", "Infra", 2.5, "1003", "no"), ((string?)cid["name"], (string?)cid["team"], (double)cid["workingDays"]!, (string?)cid["employeeNumber"], (string?)cid["participates"]));
        Assert.False((bool)(await _server.Admin.ReadAsync("/api/v1/people/dan@corp.example"))["active"]!);
        Assert.Equal(4, (int)(await ImportAsync(Table, apply: true)).Report["unchanged"]!);
    }

    [Fact]
    public async Task People_WithWrongLines_ChangeNothingAndSayWhichLines()
    {
        var (status, report) = await ImportAsync(
            "email;name;team;time_zone;working_days;active\n" +
            "ok@corp.example;Ok;Search;;4,5;\n" +
            "no-mail;X;;;;\n" +
            "new@corp.example;;;;;\n" +
            "mars@corp.example;Y;;Mars/Olympus;9;\n" +
            "\n" +
            "OK@corp.example;Twice;;;;\n" +
            "much@corp.example;Z;;;;;;;\n" +
            "maybe@corp.example;Z;;;;perhaps\n",
            apply: true);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, false), (status, (bool)report["isApplied"]!));
        Assert.Equal([3, 5, 5, 7, 8, 9], report["problems"]!.AsArray().Select(problem => (int)problem!["line"]!));
        Assert.Equal("OK@corp.example is on line 2 already.", (string?)report["problems"]![3]!["problem"]);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.Admin.GetAsync("/api/v1/people/ok@corp.example")).StatusCode);

        // Who is new and has no name is found when everything else is right.
        var (_, nameless) = await ImportAsync("email,name\nnew@corp.example,\n", apply: true);
        Assert.Equal("new@corp.example is new and needs a name.", (string?)nameless["problems"]![0]!["problem"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("name,team\nAnn,Search\n")]
    [InlineData("email,name,participates\nann@corp.example,Ann,named\n")]
    [InlineData("email,name,name\nann@corp.example,Ann,Ann\n")]
    [InlineData("email,name\n\"ann@corp.example,Ann\n")]
    public async Task File_ThatIsNoSuchTable_IsRefusedAtItsFirstLine(string table)
    {
        var (status, report) = await ImportAsync(table, apply: true);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 1), (status, (int)report["problemCount"]!));
        Assert.InRange((int)report["problems"]![0]!["line"]!, 1, 2);
    }

    [Fact]
    public async Task Teams_BelowEachOther_BecomeATree()
    {
        await _server.PutPersonAsync("ann@corp.example", "Ann", team: "Search");

        var (status, report) = await ImportAsync("\uFEFFteam,parent\nRanking,Search\nSearch,Engineering\nEngineering,\n", apply: true);

        Assert.Equal((HttpStatusCode.OK, 2, 1), (status, (int)report["added"]!, (int)report["changed"]!));
        var teams = (await _server.Admin.ReadAsync("/api/v1/teams"))["items"]!.AsArray().ToDictionary(team => (string)team!["name"]!, team => (string?)team!["parent"]);
        Assert.Equal((null, "engineering", "search"), (teams["Engineering"], teams["Search"], teams["Ranking"]));
    }

    [Theory]
    [InlineData("team,parent\nA,B\nB,A\n", 2)]
    [InlineData("team,parent\nA,A\n", 1)]
    [InlineData("team,parent\nA,Nowhere\n", 1)]
    public async Task Teams_ThatAreNoTree_ChangeNothing(string table, int problems)
    {
        var (status, report) = await ImportAsync(table, apply: true);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, problems), (status, (int)report["problemCount"]!));
        Assert.Empty((await _server.Admin.ReadAsync("/api/v1/teams"))["items"]!.AsArray());
    }

    [Fact]
    public async Task People_ByTheThousand_AreOneChange()
    {
        var table = "email,name,team\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"p{i}@corp.example,Person {i},Team {i % 40}\n"));

        var (_, report) = await ImportAsync(table, apply: true);
        var (_, again) = await ImportAsync(table.Replace("Team 7\n", "Team 8\n", StringComparison.Ordinal), apply: true);

        Assert.Equal((5_000, 200), ((int)report["added"]!, report["lines"]!.AsArray().Count));
        Assert.Equal((0, 125, 4_875), ((int)again["added"]!, (int)again["changed"]!, (int)again["unchanged"]!));
    }

    private async Task<(HttpStatusCode Status, JsonNode Report)> ImportAsync(string table, bool apply)
    {
        using var content = new StringContent(table, null, "text/csv");
        var response = await _server.Admin.PostAsync($"/api/v1/import?apply={apply}", content);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }
}
