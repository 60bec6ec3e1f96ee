using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>Who the directory puts in which team, and that history stays with the team of its day.</summary>
public sealed class ScimTeamTests : IAsyncLifetime
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static readonly DateOnly FirstDay = new(2026, 11, 2);

    private readonly ManualClock _clock = new(new(FirstDay, new TimeOnly(9, 0), TimeSpan.Zero));
    private RunningServer _server = null!;
    private ScimClient _directory = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            settings: ["--Claudeonomics:SignIn:AdministratorsGroup=Board admins"],
            configure: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock)));
        _directory = await ScimClient.ForAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _directory.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Moves_OnLaterDays_EndOneMembershipAndBeginAnother()
    {
        var ann = await _directory.AddUserAsync("ann@corp.example");
        var search = await _directory.AddGroupAsync("Search", ann);
        var ads = await _directory.AddGroupAsync("Ads");

        _clock.Jump(TimeSpan.FromDays(3));
        await MoveAsync(ann, search, ads);
        _clock.Jump(TimeSpan.FromDays(2));
        await MoveAsync(ann, ads, search);

        Assert.Equal(
            [("search", DateOnly.MinValue, FirstDay.AddDays(3)), ("ads", FirstDay.AddDays(3), FirstDay.AddDays(5)), ("search", FirstDay.AddDays(5), DateOnly.MaxValue)],
            await MembershipsAsync(ann));
    }

    [Fact]
    public async Task Moves_WithinADay_LeaveTheLast()
    {
        var ann = await _directory.AddUserAsync("ann@corp.example");
        var search = await _directory.AddGroupAsync("Search", ann);
        var ads = await _directory.AddGroupAsync("Ads");
        _clock.Jump(TimeSpan.FromDays(1));

        await MoveAsync(ann, search, ads);
        await MoveAsync(ann, ads, search);
        await MoveAsync(ann, search, ads);

        Assert.Equal(
            [("search", DateOnly.MinValue, FirstDay.AddDays(1)), ("ads", FirstDay.AddDays(1), DateOnly.MaxValue)], await MembershipsAsync(ann));
    }

    [Fact]
    public async Task Department_UntilAGroupIsATeam_AndAgainAfterIt()
    {
        var ann = await _directory.AddUserAsync("ann@corp.example", department: "Engineering");
        _clock.Jump(TimeSpan.FromDays(1));
        var search = await _directory.AddGroupAsync("Search", ann);
        _clock.Jump(TimeSpan.FromDays(1));
        await _directory.DoAsync("DELETE", $"/Groups/{search}");
        _clock.Jump(TimeSpan.FromDays(1));
        await _directory.DoAsync("PATCH", $"/Users/{ann}", $$"""{"Operations":[{"op":"Replace","path":"{{Enterprise}}:department","value":"Sales"}]}""");

        Assert.Equal(
            [("engineering", DateOnly.MinValue, FirstDay.AddDays(1)), ("search", FirstDay.AddDays(1), FirstDay.AddDays(2)),
                ("engineering", FirstDay.AddDays(2), FirstDay.AddDays(3)), ("sales", FirstDay.AddDays(3), DateOnly.MaxValue)],
            await MembershipsAsync(ann));
    }

    [Fact]
    public async Task Group_OfTheAdministrators_IsNoTeam()
    {
        var ann = await _directory.AddUserAsync("ann@corp.example");
        await _directory.AddGroupAsync("Search", ann);
        _clock.Jump(TimeSpan.FromSeconds(1));
        await _directory.AddGroupAsync("Board admins", ann);

        Assert.Equal("Search", (string?)(await _server.Admin.ReadAsync("/api/v1/people/ann@corp.example"))["team"]);
        Assert.DoesNotContain((await _server.Admin.ReadAsync("/api/v1/teams"))["items"]!.AsArray(), team => (string?)team!["name"] == "Board admins");
    }

    [Fact]
    public async Task Person_MovedByHand_StaysUntilTheDirectoryMovesThem()
    {
        var ann = await _directory.AddUserAsync("ann@corp.example", department: "Engineering");
        await _server.PutPersonAsync("ann@corp.example", "Ann", team: "By hand");

        await _directory.DoAsync("PATCH", $"/Users/{ann}", """{"Operations":[{"op":"Replace","path":"displayName","value":"Ann A."}]}""");

        Assert.Equal("By hand", (string?)(await _server.Admin.ReadAsync("/api/v1/people/ann@corp.example"))["team"]);
    }

    private async Task MoveAsync(string person, string from, string to)
    {
        // Directories add before they remove, or after: both are one move.
        await _directory.DoAsync("PATCH", $"/Groups/{to}", $$"""{"Operations":[{"op":"Add","path":"members","value":[{"value":"{{person}}"}]}]}""");
        await _directory.DoAsync("PATCH", $"/Groups/{from}", $$"""{"Operations":[{"op":"Remove","path":"members","value":[{"value":"{{person}}"}]}]}""");
    }

    private async Task<IReadOnlyList<(string Team, DateOnly From, DateOnly Until)>> MembershipsAsync(string user)
    {
        await using var db = _server.Services.GetRequiredService<ControlDatabase>().Read();
        return (await db.Memberships.Where(member => db.DirectoryUsers.Any(row => row.PersonId == member.PersonId && row.Id == user)).OrderBy(member => member.FromDay).ToListAsync())
            .ConvertAll(member => (member.TeamId, member.FromDay, member.UntilDay));
    }
}
