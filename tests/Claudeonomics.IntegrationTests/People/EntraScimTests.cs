using System.Net;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>Entra ID's provisioning, request by request, in both its ways of writing a PATCH.</summary>
public sealed class EntraScimTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task TestConnection_AndEachCycle_BeginWithQuestionsAboutNobody()
    {
        using var entra = await ScimClient.ForAsync(Server);

        var users = await entra.DoAsync("GET", "/Users?filter=userName+eq+%22f2c9a1e0-3c4d-4e5f-9a6b-7c8d9e0f1a2b%22");
        var groups = await entra.DoAsync("GET", "/Groups?excludedAttributes=members&filter=displayName+eq+%22f2c9a1e0%22");

        Assert.Equal((0, 0), ((int)users["totalResults"]!, users["Resources"]!.AsArray().Count));
        Assert.Equal((0, 0), ((int)groups["totalResults"]!, groups["Resources"]!.AsArray().Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cycle_OfAUser_FromFirstToLastDay(bool isModern)
    {
        using var entra = await ScimClient.ForAsync(Server);
        var name = isModern ? "modern" : "legacy";
        Assert.Equal(0, (int)(await entra.DoAsync("GET", $"/Users?filter=userName eq \"{name}@corp.example\""))["totalResults"]!);

        var created = await entra.DoAsync("POST", "/Users", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{Enterprise}}"],
             "externalId":"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef-{{name}}","userName":"{{name}}@corp.example","active":true,"displayName":"Ana Ortega",
             "emails":[{"primary":true,"type":"work","value":"Ana.{{name}}@corp.example"}],
             "meta":{"resourceType":"User"},"name":{"formatted":"Ana Ortega","familyName":"Ortega","givenName":"Ana"},
             "roles":[],"phoneNumbers":[{"type":"work","value":"+49 30 1"}],"addresses":[{"type":"work","streetAddress":"Street 1"}],"title":"Engineer",
             "{{Enterprise}}":{"employeeNumber":"1001-{{name}}","department":"Search","manager":{"value":"nobody-yet"} } }
            """);
        var id = (string)created["id"]!;
        var person = await Server.Admin.ReadAsync($"/api/v1/people/ana.{name}@corp.example");
        Assert.Equal(("Ana Ortega", "Search", "no", true), ((string?)person["name"], (string?)person["team"], (string?)person["participates"], (bool)person["active"]!));
        Assert.Equal($"1001-{name}", (string?)person["employeeNumber"]);

        // Whoever runs the directory has no id that stands on boards.
        Assert.NotEqual(id, (await Server.Services.GetRequiredService<PeopleService>().FindAsync($"ana.{name}@corp.example", default))!.Id);
        Assert.DoesNotContain("phone", created.ToJsonString(), StringComparison.OrdinalIgnoreCase);

        // Matched by name in another case, by mail, and by the id of the directory.
        foreach (var filter in (string[])[$"userName eq \"{name.ToUpperInvariant()}@corp.example\"", $"emails[type eq \"work\"].value eq \"ana.{name}@corp.example\"",
            $"externalId eq \"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef-{name}\"", $"{Enterprise}:employeeNumber eq \"1001-{name}\" and active eq true"])
        {
            var found = await entra.DoAsync("GET", $"/Users?filter={Uri.EscapeDataString(filter)}");
            Assert.Equal((1, id), ((int)found["totalResults"]!, (string)found["Resources"]![0]!["id"]!));
        }

        var changed = await entra.DoAsync("PATCH", $"/Users/{id}", isModern
            ? $$"""
              {"schemas":["{{Patch}}"],"Operations":[
               {"op":"add","value":{"{{Enterprise}}:department":"Ads","name.familyName":"Ortega Ruiz"} },
               {"op":"replace","value":{"displayName":"Ana Ortega Ruiz","emails[type eq \"work\"].value":"ana.new.{{name}}@corp.example","{{Enterprise}}:employeeNumber":"1002-{{name}}"} }]}
              """
            : $$"""
              {"schemas":["{{Patch}}"],"Operations":[
               {"op":"Add","path":"{{Enterprise}}:department","value":"Ads"},
               {"op":"Replace","path":"name.familyName","value":"Ortega Ruiz"},
               {"op":"Replace","path":"displayName","value":"Ana Ortega Ruiz"},
               {"op":"Replace","path":"emails[type eq \"work\"].value","value":"ana.new.{{name}}@corp.example"},
               {"op":"Add","path":"{{Enterprise}}:manager","value":"nobody-yet"},
               {"op":"Replace","path":"{{Enterprise}}:employeeNumber","value":"1002-{{name}}"}]}
              """);
        Assert.Equal(
            ("Ortega Ruiz", "Ana Ortega Ruiz", $"ana.new.{name}@corp.example", $"1002-{name}", "Ads"),
            ((string?)changed["name"]!["familyName"], (string?)changed["displayName"], (string?)changed["emails"]![0]!["value"],
                (string?)changed[Enterprise]!["employeeNumber"], (string?)changed[Enterprise]!["department"]));

        // The person says how they take part; the directory's next word leaves that alone.
        await Server.PutPersonAsync($"ana.new.{name}@corp.example", "Ana Ortega Ruiz", participates: "named");
        using var own = Server.Client((await Server.PostKeyAsync("read", $"ana.new.{name}@corp.example")).Key);
        await entra.DoAsync("PATCH", $"/Users/{id}", isModern
            ? $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"replace","value":{"active":false} }]}"""
            : $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"Replace","path":"active","value":"False"}]}""");
        Assert.Equal(HttpStatusCode.Unauthorized, (await own.GetAsync("/api/v1/me")).StatusCode);
        Assert.False((bool)(await entra.DoAsync("GET", $"/Users/{id}"))["active"]!);

        await entra.DoAsync("PATCH", $"/Users/{id}", isModern
            ? $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"replace","value":{"active":true} }]}"""
            : $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"Replace","path":"active","value":"True"}]}""");
        Assert.Equal("named", (string?)(await own.ReadAsync("/api/v1/me"))["person"]!["participates"]);

        Assert.Equal(HttpStatusCode.NoContent, (await entra.SendAsync("DELETE", $"/Users/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await entra.SendAsync("GET", $"/Users/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await entra.SendAsync("DELETE", $"/Users/{id}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await own.GetAsync("/api/v1/me")).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cycle_OfAGroup_MovesItsMembers(bool isModern)
    {
        using var entra = await ScimClient.ForAsync(Server);
        var name = isModern ? "Modern" : "Legacy";
        var ann = await entra.AddUserAsync($"ann.{name}@corp.example");
        var bob = await entra.AddUserAsync($"bob.{name}@corp.example");

        Assert.Equal(0, (int)(await entra.DoAsync("GET", $"/Groups?excludedAttributes=members&filter=displayName eq \"{name} team\""))["totalResults"]!);
        var created = await entra.DoAsync("POST", "/Groups", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":"8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159-{{name}}","displayName":"{{name}} team","meta":{"resourceType":"Group"} }
            """);
        var id = (string)created["id"]!;
        Assert.Equal(HttpStatusCode.NoContent, (await entra.SendAsync("PATCH", $"/Groups/{id}", $$"""
            {"schemas":["{{Patch}}"],"Operations":[{"op":"{{(isModern ? "add" : "Add")}}","path":"members","value":[{"value":"{{ann}}"},{"value":"{{bob}}"}]}]}
            """)).Status);
        Assert.Equal((2, $"{name} team"), ((await entra.DoAsync("GET", $"/Groups/{id}"))["members"]!.AsArray().Count, await TeamOfAsync($"ann.{name}@corp.example")));
        Assert.Null((await entra.DoAsync("GET", $"/Groups/{id}?excludedAttributes=members"))["members"]);

        await entra.SendAsync("PATCH", $"/Groups/{id}", isModern
            ? $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"remove","path":"members[value eq \"{{bob}}\"]"}]}"""
            : $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"Remove","path":"members","value":[{"value":"{{bob}}"}]}]}""");
        await entra.SendAsync("PATCH", $"/Groups/{id}", isModern
            ? $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"replace","value":{"displayName":"{{name}} crew"} }]}"""
            : $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"Replace","path":"displayName","value":"{{name}} crew"}]}""");

        Assert.Equal(($"{name} crew", null), (await TeamOfAsync($"ann.{name}@corp.example"), await TeamOfAsync($"bob.{name}@corp.example")));
        Assert.Equal(HttpStatusCode.NoContent, (await entra.SendAsync("DELETE", $"/Groups/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await entra.SendAsync("GET", $"/Groups/{id}")).Status);
        Assert.Null(await TeamOfAsync($"ann.{name}@corp.example"));
    }

    private async Task<string?> TeamOfAsync(string email) => (string?)(await Server.Admin.ReadAsync($"/api/v1/people/{email}"))["team"];
}
