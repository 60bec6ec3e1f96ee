using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>What holds for every directory, also for one that writes nonsense.</summary>
public sealed class ScimRulesTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private RunningServer Server => fixture.Server;

    [Theory]
    [InlineData("/ServiceProviderConfig", "patch")]
    [InlineData("/ResourceTypes", "Resources")]
    [InlineData("/Schemas", "Resources")]
    [InlineData("/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "attributes")]
    public async Task Description_OfTheServer_IsThere(string path, string member)
    {
        using var directory = await ScimClient.ForAsync(Server);

        Assert.NotNull((await directory.DoAsync("GET", path))[member]);
    }

    [Theory]
    [InlineData("GET", "/Users")]
    [InlineData("POST", "/Users")]
    [InlineData("PATCH", "/Groups/any")]
    [InlineData("GET", "/ServiceProviderConfig")]
    public async Task Route_ForEachRole_IsTheDirectorysAlone(string method, string path)
    {
        await Server.PutPersonAsync("scim.roles@example.com");
        foreach (var key in (string[])[RunningServer.AdminKey, (await Server.PostKeyAsync("read")).Key, (await Server.PostKeyAsync("read", "scim.roles@example.com")).Key,
            (await Server.PostKeyAsync("ingest", "scim.roles@example.com")).Key, (await Server.SignInDeviceAsync("scim.roles@example.com")).Key])
        {
            using var other = new ScimClient(Server.Client(key));
            Assert.Equal(HttpStatusCode.Forbidden, (await other.SendAsync(method, path, method == "GET" ? null : "{}")).Status);
        }

        using var nobody = new ScimClient(Server.Client(null));
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.SendAsync(method, path, method == "GET" ? null : "{}")).Status);
    }

    [Theory]
    [InlineData("GET", "/api/v1/people")]
    [InlineData("GET", "/api/v1/boards/tokens")]
    [InlineData("GET", "/api/v1/me")]
    [InlineData("GET", "/api/v1/keys")]
    [InlineData("GET", "/")]
    public async Task Key_OfTheDirectory_OpensNothingElse(string method, string path)
    {
        using var directory = Server.Client((await Server.PostKeyAsync("scim")).Key);
        using var request = new HttpRequestMessage(new(method), path);

        Assert.Equal(HttpStatusCode.Forbidden, (await directory.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("userName ne \"a\"")]
    [InlineData("userName eq \"a\" or userName eq \"b\"")]
    [InlineData("not (userName eq \"a\")")]
    [InlineData("userName sw \"a\"")]
    [InlineData("userName pr")]
    [InlineData("userName eq a")]
    [InlineData("userName eq")]
    [InlineData("userName")]
    [InlineData("eq \"a\"")]
    [InlineData("userName eq \"a\" and")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("nickName eq \"a\"")]
    [InlineData("\"")]
    [InlineData("userName eq \"a\\\"")]
    public async Task Filter_ThatIsNotUnderstood_IsRefusedAsSuch(string filter)
    {
        using var directory = await ScimClient.ForAsync(Server);

        foreach (var kind in (string[])["Users", "Groups"])
        {
            var (status, body) = await directory.SendAsync("GET", $"/{kind}?filter={Uri.EscapeDataString(filter)}");
            Assert.Equal((HttpStatusCode.BadRequest, "invalidFilter"), (status, (string?)body!["scimType"]));
        }
    }

    [Theory]
    [InlineData("PATCH", "{}", 400, "invalidSyntax")]
    [InlineData("PATCH", "[]", 400, "invalidSyntax")]
    [InlineData("PATCH", "{", 400, "invalidSyntax")]
    [InlineData("PATCH", """{"Operations":[]}""", 400, "invalidSyntax")]
    [InlineData("PATCH", """{"Operations":[{"op":"copy","path":"active","value":true}]}""", 400, "invalidSyntax")]
    [InlineData("PATCH", """{"Operations":[{"op":"1","path":"active","value":true}]}""", 400, "invalidSyntax")]
    [InlineData("PATCH", """{"Operations":[{"op":"replace","path":"na me","value":"x"}]}""", 400, "invalidPath")]
    [InlineData("PATCH", """{"Operations":[{"op":"replace","path":"active","value":"maybe"}]}""", 400, "invalidValue")]
    [InlineData("PATCH", """{"Operations":[{"op":"replace","path":"userName","value":""}]}""", 400, "invalidValue")]
    [InlineData("PATCH", """{"Operations":[{"op":"remove","path":"userName"}]}""", 400, "invalidValue")]
    [InlineData("PATCH", """{"Operations":[{"op":"remove"}]}""", 400, "noTarget")]
    [InlineData("PATCH", """{"Operations":[{"op":"replace","value":"x"}]}""", 400, "invalidValue")]
    [InlineData("PATCH", """{"Operations":[{"op":"replace","path":"userName","value":"rules.taken@corp.example"}]}""", 409, "uniqueness")]
    [InlineData("PATCH", """{"Operations":[{"op":"replace","path":"emails","value":[{"value":"rules.taken@corp.example"}]}]}""", 409, "uniqueness")]
    [InlineData("PUT", """{"displayName":"No name"}""", 400, "invalidValue")]
    [InlineData("PUT", """{"userName":"no-mail"}""", 400, "invalidValue")]
    [InlineData("PUT", """{"userName":"a@corp.example","userName":"b@corp.example"}""", 400, "invalidSyntax")]
    public async Task Change_ThatCannotBe_SaysWhyAndChangesNothing(string method, string body, int status, string scimType)
    {
        using var directory = await ScimClient.ForAsync(Server);
        if ((int)(await directory.DoAsync("GET", "/Users?count=0&filter=userName eq \"rules.taken@corp.example\""))["totalResults"]! == 0)
        {
            await directory.AddUserAsync("rules.taken@corp.example");
        }

        var id = await directory.AddUserAsync($"rules.{Guid.NewGuid():N}@corp.example");
        var before = (await directory.DoAsync("GET", $"/Users/{id}")).ToJsonString();

        var (answered, problem) = await directory.SendAsync(method, $"/Users/{id}", body);

        Assert.Equal((status, scimType), ((int)answered, (string?)problem!["scimType"]));
        Assert.Equal(before, (await directory.DoAsync("GET", $"/Users/{id}")).ToJsonString());
    }

    [Fact]
    public async Task List_PageByPage_HasEveryUserOnce()
    {
        await using var server = await RunningServer.StartAsync();
        using var directory = await ScimClient.ForAsync(server);
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add(await directory.AddUserAsync($"page{i}@corp.example"));
        }

        var seen = new List<string>();
        for (var start = 1; start <= 7; start += 3)
        {
            var page = await directory.DoAsync("GET", $"/Users?startIndex={start}&count=3&attributes=userName");
            Assert.Equal((7, start), ((int)page["totalResults"]!, (int)page["startIndex"]!));
            Assert.Equal((int)page["itemsPerPage"]!, page["Resources"]!.AsArray().Count);
            Assert.All(page["Resources"]!.AsArray(), row => Assert.Equal((true, true, false), (row!["id"] is not null, row["userName"] is not null, row["emails"] is not null)));
            seen.AddRange(page["Resources"]!.AsArray().Select(row => (string)row!["id"]!));
        }

        Assert.Equal(ids.Order(), seen.Order());
        var none = await directory.DoAsync("GET", "/Users?count=0");
        Assert.Equal((7, 0, 0), ((int)none["totalResults"]!, (int)none["itemsPerPage"]!, none["Resources"]!.AsArray().Count));
        Assert.Equal(1, (int)(await directory.DoAsync("GET", "/Users?startIndex=-3&count=1"))["startIndex"]!);
        Assert.Empty((await directory.DoAsync("GET", "/Users?startIndex=99"))["Resources"]!.AsArray());
    }

    [Fact]
    public async Task Post_OfSomebodyWhoIsHereAlready_MakesThemThatUserAndLeavesTheirChoice()
    {
        var person = await Server.PutPersonAsync("here.already@corp.example", "By Hand", team: "By hand", participates: "named");
        using var directory = await ScimClient.ForAsync(Server);

        var id = await directory.AddUserAsync("Here.Already@corp.example");

        Assert.NotEqual((string?)person["id"], id);
        Assert.Equal(1, (int)(await directory.DoAsync("GET", "/Users?filter=userName%20eq%20%22here.already@corp.example%22"))["totalResults"]!);
        var now = await Server.Admin.ReadAsync("/api/v1/people/here.already@corp.example");
        Assert.Equal(("named", "By hand"), ((string?)now["participates"], (string?)now["team"]));
    }

    [Fact]
    public async Task Post_AfterDelete_BringsThePersonBackWithTheirKey()
    {
        using var directory = await ScimClient.ForAsync(Server);
        var id = await directory.AddUserAsync("comes.back@corp.example");
        using var own = Server.Client((await Server.PostKeyAsync("read", "comes.back@corp.example")).Key);

        await directory.DoAsync("DELETE", $"/Users/{id}");
        var gone = (await own.GetAsync("/api/v1/me")).StatusCode;
        var again = await directory.AddUserAsync("comes.back@corp.example");

        // The directory's entry is a new one; the person is who they were, with their key.
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (gone, (await own.GetAsync("/api/v1/me")).StatusCode));
        Assert.NotEqual(id, again);
    }

    [Fact]
    public async Task ErasePerson_OfTheDirectory_LeavesNothingThatLeadsBack()
    {
        var server = await RunningServer.StartAsync();
        using (var directory = await ScimClient.ForAsync(server))
        {
            var created = await directory.DoAsync("POST", "/Users", """
                {"userName":"Gone.User@corp.example","externalId":"gone-external","name":{"givenName":"Gonegiven","familyName":"Gonefamily"},
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"gone-number"}}
                """);
            await directory.AddGroupAsync("Gone team", (string)created["id"]!);
            (await server.Admin.DeleteAsync("/api/v1/people/gone.user@corp.example")).EnsureSuccessStatusCode();
            Assert.Equal(HttpStatusCode.NotFound, (await directory.SendAsync("GET", $"/Users/{created["id"]}")).Status);
            Assert.Equal(0, (int)(await directory.DoAsync("GET", "/Users"))["totalResults"]!);
        }

        await server.StopAsync();
        foreach (var file in Directory.EnumerateFiles(server.DataDirectory, "control.db*"))
        {
            var bytes = await File.ReadAllTextAsync(file, Encoding.Latin1);
            Assert.All((string[])["gone.user@", "Gone.User@", "gone-external", "Gonegiven", "Gonefamily", "gone-number"],
                trace => Assert.DoesNotContain(trace, bytes, StringComparison.Ordinal));
        }

        Directory.Delete(server.DataDirectory, recursive: true);
    }

    [Fact]
    public async Task Deactivation_OutlivesARestart()
    {
        var first = await RunningServer.StartAsync();
        using (var directory = await ScimClient.ForAsync(first))
        {
            var id = await directory.AddUserAsync("left@corp.example");
            var key = (await first.PostKeyAsync("ingest", "left@corp.example")).Key;
            await directory.DoAsync("PATCH", $"/Users/{id}", $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"replace","path":"active","value":false}]}""");
            await first.StopAsync();

            await using var second = await RunningServer.StartAsync(first.DataDirectory);
            using var agent = second.Client(key);
            Assert.Equal(HttpStatusCode.Unauthorized, (await agent.PostAsync("/v1/logs", new StringContent("{}", null, "application/json"))).StatusCode);
            (await second.Admin.PutAsync("/api/v1/people/left@corp.example", new StringContent("""{"active":true}""", null, "application/json"))).EnsureSuccessStatusCode();
            Assert.Equal(HttpStatusCode.OK, (await agent.PostAsync("/v1/logs", new StringContent("{}", null, "application/json"))).StatusCode);
        }
    }

    [Fact]
    public async Task SomebodyWhoLeft_GetsNoKeyAndNoLink()
    {
        await Server.PutPersonAsync("gone.away@corp.example");
        (await Server.Admin.PutAsync("/api/v1/people/gone.away@corp.example", new StringContent("""{"active":false}""", null, "application/json"))).EnsureSuccessStatusCode();

        foreach (var (path, body) in ((string, string)[])[("/api/v1/keys", """{"kind":"ingest","person":"gone.away@corp.example"}"""), ("/api/v1/signin-links", """{"person":"gone.away@corp.example"}""")])
        {
            var response = await Server.Admin.PostAsync(path, new StringContent(body, null, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task Sequences_Mutated_AreAnsweredAsScimAndNeverBreak()
    {
        using var directory = await ScimClient.ForAsync(Server);
        var id = await directory.AddUserAsync("mutated@corp.example");
        var group = await directory.AddGroupAsync("Mutated team", id);
        string[] bodies =
        [
            $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"Replace","path":"active","value":"False"},{"op":"Add","path":"name.familyName","value":"X"}]}""",
            $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"replace","value":{"active":true,"emails[type eq \"work\"].value":"mutated@corp.example"} }]}""",
            $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"remove","path":"members[value eq \"{{id}}\"]"},{"op":"Add","path":"members","value":[{"value":"{{id}}"}]}]}""",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"mutated@corp.example","active":true,"name":{"givenName":"M"},"displayName":"Mutated team"}""",
        ];
        var random = new Random(20261129);
        var answers = new SortedSet<int>();
        for (var round = 0; round < 1_500; round++)
        {
            var (method, path) = (random.Next(2) == 0 ? "PATCH" : "PUT", random.Next(2) == 0 ? $"/Users/{id}" : $"/Groups/{group}");
            answers.Add((int)(await directory.SendAsync(method, path, Mutated(bodies[random.Next(bodies.Length)], random))).Status);
        }

        Assert.Subset(new SortedSet<int> { 200, 204, 400, 409 }, answers);
        Assert.Contains(204, answers);
        Assert.NotNull((await directory.DoAsync("GET", $"/Users/{id}"))["userName"]);
        Assert.NotNull((await directory.DoAsync("GET", $"/Groups/{group}"))["displayName"]);
    }

    // Half of the time one letter is another, or a part is gone, twice there or elsewhere; otherwise a value is of another kind, or a name in another case.
    private static string Mutated(string body, Random random)
    {
        if (random.Next(2) == 0)
        {
            var text = new StringBuilder(body);
            for (var changes = random.Next(3); changes >= 0; changes--)
            {
                var (at, length) = (random.Next(text.Length - 12), random.Next(1, 12));
                _ = random.Next(4) switch
                {
                    0 => text.Remove(at, length),
                    1 => text.Insert(at, text.ToString(at, length)),
                    2 => text.Insert(random.Next(text.Length), "\"[]{}:,.\\ \u0001é"[random.Next(12)]),
                    _ => text.Replace(text[at], "aZ0\"{"[random.Next(5)], at, 1),
                };
            }

            return text.ToString();
        }

        string[] values = ["null", "1e9", "\"\"", "[]", "{}", "[[[]]]", "true", "\"\\u0000\"", "{\"value\":{\"value\":\"x\"} }", $"\"{new string('x', 5_000)}\""];
        var node = JsonNode.Parse(body)!;
        var operation = node["Operations"] is JsonArray operations ? operations[random.Next(operations.Count)]!.AsObject() : node.AsObject();
        var name = operation.ElementAt(random.Next(operation.Count)).Key;
        var value = JsonNode.Parse(values[random.Next(values.Length)]);
        if (random.Next(3) == 0)
        {
            var kept = operation[name]?.DeepClone();
            operation.Remove(name);
            operation[name.ToUpperInvariant()] = kept;
        }
        else
        {
            operation[name] = value;
        }

        return node.ToJsonString();
    }
}
