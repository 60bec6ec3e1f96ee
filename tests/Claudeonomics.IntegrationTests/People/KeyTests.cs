using System.Net;
using System.Net.Http.Json;
using System.Text;
using Claudeonomics.Core.People;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.People;

public sealed class KeyTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    private IIngestGate Gate => Server.Services.GetRequiredService<IIngestGate>();

    [Fact]
    public async Task PostKey_OfEachKind_IsGreppableAndFitForAPath()
    {
        foreach (var kind in new[] { "ingest", "read", "admin" })
        {
            var (id, key) = await Server.PostKeyAsync(kind);

            Assert.Matches($"^cn_{kind}_{id}_[a-z2-7]{{32}}$", key);
            Assert.Equal(key, Uri.EscapeDataString(key));
        }
    }

    /// <summary>Whoever writes the e-mail into a member that there is not would have made a key of nobody's.</summary>
    [Fact]
    public async Task PostKey_MemberThatThereIsNot_MakesNone()
    {
        await Server.PutPersonAsync("member@example.com");
        var refused = await Server.Admin.PostAsJsonAsync("/api/v1/keys", new { kind = "read", email = "member@example.com" });

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Find_IngestKeys_GrantWhatTheyAreFor()
    {
        await Server.PutPersonAsync("grant@example.com");
        var shared = await Server.PostKeyAsync("ingest");
        var first = await Server.PostKeyAsync("ingest", "grant@example.com");
        var second = await Server.PostKeyAsync("ingest", "grant@example.com");
        var read = await Server.PostKeyAsync("read", "grant@example.com");

        Assert.Equal(new IngestGrant(shared.Id, null), Gate.Find(shared.Key));
        Assert.NotNull(Gate.Find(first.Key)!.PersonalIdentity);
        Assert.Equal(Gate.Find(first.Key)!.PersonalIdentity, Gate.Find(second.Key)!.PersonalIdentity);
        Assert.Throws<IngestForbiddenException>(() => Gate.Find(read.Key));
        Assert.Null(Gate.Find(shared.Key[..^1] + (shared.Key[^1] == 'a' ? 'b' : 'a')));
        Assert.Null(Gate.Find(shared.Key + "a"));
        Assert.Null(Gate.Find("cn_ingest_nosuchkey0_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
        Assert.Null(Gate.Find(""));
        Assert.Null(Gate.Find(new string('a', 100_000)));
    }

    [Fact]
    public async Task DeleteKey_InUse_EndsItAtOnce()
    {
        var ingest = await Server.PostKeyAsync("ingest");
        var admin = await Server.PostKeyAsync("admin");
        using var client = Server.Client(admin.Key);
        Assert.NotNull(Gate.Find(ingest.Key));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/people")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await Server.Admin.DeleteAsync($"/api/v1/keys/{ingest.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Server.Admin.DeleteAsync($"/api/v1/keys/{admin.Id}")).StatusCode);

        Assert.Null(Gate.Find(ingest.Key));
        var refused = await client.GetAsync("/api/v1/people");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await Server.Admin.DeleteAsync($"/api/v1/keys/{admin.Id}")).StatusCode);
    }

    [Fact]
    public async Task PostKey_WithAReadKey_IsForbidden()
    {
        await Server.PutPersonAsync("mint@example.com");
        using var reader = Server.Client((await Server.PostKeyAsync("read", "mint@example.com")).Key);

        foreach (var kind in new[] { "ingest", "read", "admin" })
        {
            var response = await reader.PostAsJsonAsync("/api/v1/keys", new { kind, person = "mint@example.com" });
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Fact]
    public async Task ListKeys_OfAPerson_ShowsTheirsWithoutSecrets()
    {
        await Server.PutPersonAsync("lists@example.com");
        var read = await Server.PostKeyAsync("read", "lists@example.com");
        await Server.PostKeyAsync("ingest");
        using var reader = Server.Client(read.Key);

        var text = await reader.GetStringAsync("/api/v1/keys");

        Assert.Contains($"\"id\":\"{read.Id}\",\"kind\":\"read\",\"person\":\"lists@example.com\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ingest", text, StringComparison.Ordinal);
        Assert.DoesNotContain(read.Key, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_AfterARestart_AreStillWhatTheyWere()
    {
        var first = await RunningServer.StartAsync();
        await first.PutPersonAsync("stay@example.com");
        var personal = await first.PostKeyAsync("ingest", "stay@example.com");
        var revoked = await first.PostKeyAsync("ingest");
        await first.Admin.DeleteAsync($"/api/v1/keys/{revoked.Id}");
        var grant = first.Services.GetRequiredService<IIngestGate>().Find(personal.Key);
        await first.StopAsync();

        await using var second = await RunningServer.StartAsync(first.DataDirectory);
        var gate = second.Services.GetRequiredService<IIngestGate>();

        Assert.Equal(grant, gate.Find(personal.Key));
        Assert.Null(gate.Find(revoked.Key));
        var control = await File.ReadAllTextAsync(Path.Combine(second.DataDirectory, "control.db"), Encoding.Latin1);
        Assert.DoesNotContain(personal.Key, control, StringComparison.Ordinal);
        Assert.DoesNotContain(RunningServer.AdminKey, control, StringComparison.Ordinal);
    }
}
