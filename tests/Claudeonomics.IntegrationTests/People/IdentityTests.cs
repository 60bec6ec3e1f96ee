using System.Text;
using Claudeonomics.Core.People;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>Whose a claim is, and when it waits.</summary>
public sealed class IdentityTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public void NumberOf_SameClaimInOtherSpellings_IsOneNumber()
    {
        var number = NumberOf("Maya@Example.com");

        Assert.Equal(number, NumberOf("maya@example.com"));
        Assert.Equal(number, NumberOf("MAYA@EXAMPLE.COM"));
        Assert.Equal(NumberOf("ÉMILE@example.com"), NumberOf("émile@example.com"));
        Assert.NotEqual(number, NumberOf("maya@example.com", IdentityClaimKind.Account));
        Assert.NotEqual(NumberOf("abc", IdentityClaimKind.Account), NumberOf("ABC", IdentityClaimKind.Account));
    }

    [Fact]
    public async Task NumberOf_UnknownEmail_IsNobodysUntilThePersonIsCreated()
    {
        var number = NumberOf("early@example.com");
        var before = OwnerOf(number);
        var person = await Server.PutPersonAsync("Early@example.com");

        Assert.Null(before);
        Assert.Equal(((string?)person["id"], DateOnly.MinValue, DateOnly.MaxValue), OwnerOf(number));
    }

    [Fact]
    public async Task NumberOf_KnownEmail_IsThePersons()
    {
        var person = await Server.PutPersonAsync("known@example.com");

        Assert.Equal(((string?)person["id"], DateOnly.MinValue, DateOnly.MaxValue), OwnerOf(NumberOf("known@example.com")));
    }

    [Fact]
    public async Task NumberOf_ClaimForSomebodyWithAKeyOfTheirOwn_WaitsFromThenOn()
    {
        var person = (string?)(await Server.PutPersonAsync("keyed@example.com"))["id"];
        var claimedBefore = NumberOf("keyed@example.com");
        var key = await Server.PostKeyAsync("ingest", "keyed@example.com");
        var known = Server.Services.GetRequiredService<IIngestGate>().Find(key.Key)!.PersonalIdentity!.Value;
        var claimedAfter = NumberOf("keyed@example.com");

        Assert.NotEqual(claimedBefore, claimedAfter);
        Assert.Equal(person, OwnerOf(claimedBefore)?.Person);
        Assert.Equal(person, OwnerOf(known)?.Person);
        Assert.Null(OwnerOf(claimedAfter));

        await Server.Admin.DeleteAsync($"/api/v1/keys/{key.Id}");
        var claimedAfterRevocation = NumberOf("keyed@example.com");

        Assert.Null(OwnerOf(claimedAfter));
        Assert.Equal(person, OwnerOf(claimedAfterRevocation)?.Person);
    }

    [Fact]
    public async Task NumberOf_FromManyThreads_GivesEachClaimOneNumber()
    {
        var rounds = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 20).Select(i => NumberOf($"crowd{i}@example.com")).ToArray())));

        Assert.Equal(20, rounds[0].Distinct().Count());
        Assert.All(rounds, numbers => Assert.Equal(rounds[0], numbers));
    }

    [Fact]
    public async Task NumberOf_AfterARestart_IsTheSame()
    {
        var first = await RunningServer.StartAsync();
        var number = NumberOf("again@example.com", server: first);
        await first.StopAsync();

        await using var second = await RunningServer.StartAsync(first.DataDirectory);

        Assert.Equal(number, NumberOf("again@example.com", server: second));
        Assert.Equal(number + 1, NumberOf("next@example.com", server: second));
    }

    [Fact]
    public async Task ErasePerson_WithClaimsAndKeys_LeavesNothingThatLeadsBack()
    {
        var server = await RunningServer.StartAsync();
        await server.PutPersonAsync("Gone@Example.com", "Gone Forever", "Platform", "named");
        var claimed = NumberOf("gone@example.com", server: server);
        var key = await server.PostKeyAsync("ingest", "gone@example.com");
        var waiting = NumberOf("gone@example.com", server: server);
        var gate = server.Services.GetRequiredService<IIngestGate>();
        var known = gate.Find(key.Key)!.PersonalIdentity!.Value;

        var erased = await server.Admin.DeleteAsync("/api/v1/people/gone@example.com");

        Assert.Equal(System.Net.HttpStatusCode.NoContent, erased.StatusCode);
        Assert.Null(gate.Find(key.Key));
        var roster = server.Services.GetRequiredService<IRosterSource>().Current;
        Assert.Equal((Participation.No, ""), (roster.People.Single().Participation, roster.People.Single().ShownAs));
        Assert.Empty(roster.Links);
        Assert.Empty(roster.Memberships);
        var again = NumberOf("gone@example.com", server: server);
        Assert.DoesNotContain(again, new[] { claimed, waiting, known });
        await server.StopAsync();

        foreach (var file in Directory.EnumerateFiles(server.DataDirectory, "control.db*"))
        {
            var bytes = await File.ReadAllTextAsync(file, Encoding.Latin1);
            Assert.DoesNotContain("Gone Forever", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("Gone@Example.com", bytes, StringComparison.Ordinal);
        }

        Directory.Delete(server.DataDirectory, recursive: true);
    }

    [Fact]
    public async Task ErasePerson_AmongOthers_MovesNobodysOrdinal()
    {
        await using var server = await RunningServer.StartAsync();
        var roster = server.Services.GetRequiredService<IRosterSource>();
        await server.PutPersonAsync("first@example.com", "First", "Z", "named");
        await server.PutPersonAsync("second@example.com", "Second", "A", "named");
        var before = roster.Current;

        await server.Admin.DeleteAsync("/api/v1/people/first@example.com");
        await server.PutPersonAsync("third@example.com", "Third", "M", "named");
        var after = roster.Current;

        Assert.Equal(["", "Second", "Third"], after.People.Select(person => person.ShownAs));
        Assert.Equal(before.People[1], after.People[1]);
        Assert.Equal(["Z", "A", "M"], after.Teams.Select(team => team.Name));
    }

    private int NumberOf(string value, IdentityClaimKind kind = IdentityClaimKind.Email, RunningServer? server = null) =>
        (server ?? Server).Services.GetRequiredService<IIngestGate>().NumberOf(kind, Encoding.UTF8.GetBytes(value))!.Value;

    private (string? Person, DateOnly From, DateOnly Until)? OwnerOf(int number)
    {
        var roster = Server.Services.GetRequiredService<IRosterSource>().Current;
        foreach (var link in roster.Links)
        {
            if (link.Identity == number)
            {
                return (roster.People[link.Person].Id, link.From, link.Until);
            }
        }

        return null;
    }
}
