using System.Net;
using Claudeonomics.IntegrationTests.Hosting;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>Okta's provisioning: its SCIM 2.0 specification test, profile push and group push, request by request.</summary>
public sealed class OktaScimTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private const string Schemas = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]";

    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task SpecificationTest_OfUsers_Passes()
    {
        using var okta = await ScimClient.ForAsync(Server);
        await okta.AddUserAsync("first@corp.example");

        var page = await okta.DoAsync("GET", "/Users?count=1&startIndex=1");
        Assert.Equal((1, 1), ((int)page["startIndex"]!, page["Resources"]!.AsArray().Count));
        Assert.NotNull(page["Resources"]![0]!["id"]);
        Assert.NotNull(page["Resources"]![0]!["name"]!["formatted"]);
        Assert.NotNull(page["Resources"]![0]!["active"]);
        Assert.NotNull(page["Resources"]![0]!["emails"]![0]!["value"]);
        Assert.Equal(HttpStatusCode.NotFound, (await okta.SendAsync("GET", "/Users/010101001010101011001010101011")).Status);
        Assert.Equal(0, (int)(await okta.DoAsync("GET", "/Users?filter=userName eq \"runscope300@corp.example\"&startIndex=1&count=100"))["totalResults"]!);

        var body = $$"""
            {{{Schemas}},"userName":"Runscope300@corp.example","name":{"givenName":"Runscope","familyName":"Randy"},
             "emails":[{"primary":true,"value":"runscope300@corp.example","type":"work"}],"password":"1mz050nq","displayName":"Runscope Randy","locale":"en-US",
             "externalId":"00ujl29u0le5T6Aj10h7","groups":[],"active":true}
            """;
        var (status, created) = await okta.SendAsync("POST", "/Users", body);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal((true, "Runscope", "Randy", "Runscope300@corp.example"), ((bool)created!["active"]!, (string?)created["name"]!["givenName"], (string?)created["name"]!["familyName"], (string?)created["userName"]));
        Assert.DoesNotContain("1mz050nq", created.ToJsonString(), StringComparison.Ordinal);
        Assert.EndsWith($"/scim/v2/Users/{created["id"]}", (string?)created["meta"]!["location"], StringComparison.Ordinal);

        var (taken, problem) = await okta.SendAsync("POST", "/Users", body);
        Assert.Equal((HttpStatusCode.Conflict, "uniqueness"), (taken, (string?)problem!["scimType"]));
        var found = await okta.DoAsync("GET", "/Users?filter=userName eq \"RUNSCOPE300@CORP.EXAMPLE\"&startIndex=1&count=100");
        Assert.Equal((1, (string)created["id"]!), ((int)found["totalResults"]!, (string)found["Resources"]![0]!["id"]!));
    }

    [Fact]
    public async Task ProfilePush_DeactivationAndReturn_AsOktaSendsThem()
    {
        using var okta = await ScimClient.ForAsync(Server);
        var id = await okta.AddUserAsync("push@corp.example");

        var pushed = await okta.DoAsync("PUT", $"/Users/{id}", $$"""
            {{{Schemas}},"id":"{{id}}","userName":"push@corp.example","name":{"givenName":"Another","familyName":"Name"},"emails":[{"primary":true,"value":"push.mail@corp.example","type":"work"}],"active":true,"groups":[],"meta":{"resourceType":"User"} }
            """);
        Assert.Equal(("Another Name", "push.mail@corp.example"), ((string?)pushed["displayName"], (string?)pushed["emails"]![0]!["value"]));

        await okta.DoAsync("PATCH", $"/Users/{id}", $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"replace","value":{"active":false} }]}""");
        Assert.False((bool)(await Server.Admin.ReadAsync("/api/v1/people/push.mail@corp.example"))["active"]!);

        // A push without a word about it brings nobody back.
        await okta.DoAsync("PUT", $"/Users/{id}", $$"""{{{Schemas}},"userName":"push@corp.example","emails":[{"value":"push.mail@corp.example","type":"work"}]}""");
        Assert.False((bool)(await okta.DoAsync("GET", $"/Users/{id}"))["active"]!);
        await okta.DoAsync("PUT", $"/Users/{id}", $$"""{{{Schemas}},"userName":"push@corp.example","emails":[{"value":"push.mail@corp.example","type":"work"}],"active":true}""");
        Assert.True((bool)(await Server.Admin.ReadAsync("/api/v1/people/push.mail@corp.example"))["active"]!);
    }

    [Fact]
    public async Task GroupPush_FromLinkToDelete_AsOktaSendsIt()
    {
        using var okta = await ScimClient.ForAsync(Server);
        var ann = await okta.AddUserAsync("ann@okta.example");
        var bob = await okta.AddUserAsync("bob@okta.example");
        var id = await okta.AddGroupAsync("Okta team", ann);

        var (taken, problem) = await okta.SendAsync("POST", "/Groups", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"okta TEAM","members":[]}""");
        Assert.Equal((HttpStatusCode.Conflict, "uniqueness"), (taken, (string?)problem!["scimType"]));
        await okta.DoAsync("PATCH", $"/Groups/{id}", $$"""{"schemas":["{{Patch}}"],"Operations":[{"op":"replace","value":{"id":"{{id}}","displayName":"Okta crew"} }]}""");
        await okta.DoAsync("PATCH", $"/Groups/{id}", $$"""
            {"schemas":["{{Patch}}"],"Operations":[{"op":"remove","path":"members[value eq \"{{ann}}\"]"},{"op":"add","path":"members","value":[{"value":"{{bob}}","display":"bob@okta.example"}]}]}
            """);
        var found = await okta.DoAsync("GET", "/Groups?filter=displayName eq \"Okta crew\"&startIndex=1&count=100");
        Assert.Equal((1, bob), ((int)found["totalResults"]!, (string)found["Resources"]![0]!["members"]!.AsArray().Single()!["value"]!));

        var replaced = await okta.DoAsync("PUT", $"/Groups/{id}", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"{{id}}","displayName":"Okta crew","members":[{"value":"{{ann}}"}]}
            """);
        Assert.Equal(ann, (string)replaced["members"]!.AsArray().Single()!["value"]!);
        Assert.Equal("Okta crew", (string?)(await okta.DoAsync("GET", $"/Users/{ann}"))["groups"]!.AsArray().Single()!["display"]);
        Assert.Equal(HttpStatusCode.NoContent, (await okta.SendAsync("DELETE", $"/Groups/{id}")).Status);
        Assert.Empty((await okta.DoAsync("GET", $"/Users/{ann}"))["groups"]!.AsArray());
    }
}
