using System.Net;
using System.Net.Http.Json;
using Claudeonomics.Core.Wire;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Claudeonomics.TestShared;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>A command line signs in: codes, polling, its key and what that may do.</summary>
public sealed class DeviceTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private DeviceSignInService Devices => _server.Services.GetRequiredService<DeviceSignInService>();

    [Fact]
    public async Task Begin_ADevice_GetsCodesAndWhereToGo()
    {
        var codes = await _server.BeginDeviceAsync();

        Assert.Matches("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$", codes.UserCode);
        Assert.StartsWith("cn_devicecode_", codes.DeviceCode, StringComparison.Ordinal);
        Assert.Equal(
            ($"{_server.Address}device", $"{_server.Address}device?code={codes.UserCode}", 900, 5),
            (codes.VerificationUri, codes.VerificationUriComplete, codes.ExpiresIn, codes.Interval));
        await using var db = _server.Services.GetRequiredService<ControlDatabase>().Read();
        var kept = db.DeviceSignIns.Single();
        Assert.Equal((32, 32, "laptop"), (kept.Hash.Length, kept.UserCodeHash.Length, kept.Name));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("tab\there", null)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789", null)]
    [InlineData("laptop", "0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task Begin_NamesThatDoNotFit_Are400(string? name, string? device) => Assert.Equal(
        HttpStatusCode.BadRequest, (await _server.Anonymous.PostAsJsonAsync("/api/v1/device", new { name, device })).StatusCode);

    [Fact]
    public async Task Poll_UntilConfirmed_IsPendingThenTheKeyOnce()
    {
        var (person, codes) = (await PersonAsync("ann@example.com"), await _server.BeginDeviceAsync());
        Assert.Equal(DevicePoll.Pending, await ErrorAsync(codes));

        // However a person types it.
        Assert.Equal("laptop", await Devices.DecideAsync($" {codes.UserCode.ToLowerInvariant().Replace('-', ' ')}", person, isAllowed: true, default));
        _clock.Advance(TimeSpan.FromSeconds(5));
        var (status, key, _) = await _server.PollAsync(codes.DeviceCode);

        Assert.Equal((HttpStatusCode.OK, "Somebody", "UTC"), (status, key!.Person, key.TimeZone));
        Assert.StartsWith("cn_device_", key.Key, StringComparison.Ordinal);
        Assert.Equal(DevicePoll.Expired, await ErrorAsync(codes));
        Assert.Null(await Devices.DecideAsync(codes.UserCode, person, isAllowed: true, default));
    }

    [Fact]
    public async Task Poll_TooSoon_SlowsDownForGood()
    {
        var codes = await _server.BeginDeviceAsync();
        Assert.Equal(DevicePoll.Pending, await ErrorAsync(codes));
        _clock.Advance(TimeSpan.FromSeconds(4));
        var (_, _, problem) = await _server.PollAsync(codes.DeviceCode);
        Assert.Equal((400, DevicePoll.SlowDown, 10), (problem!.Status, problem.Error, problem.Interval));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(DevicePoll.SlowDown, await ErrorAsync(codes));
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(DevicePoll.Pending, await ErrorAsync(codes));
    }

    [Fact]
    public async Task Poll_TurnedAway_IsDeniedOnce()
    {
        var (person, codes) = (await PersonAsync("ann@example.com"), await _server.BeginDeviceAsync());
        await Devices.DecideAsync(codes.UserCode, person, isAllowed: false, default);

        Assert.Equal(DevicePoll.Denied, await ErrorAsync(codes));
        Assert.Equal(DevicePoll.Expired, await ErrorAsync(codes));
    }

    [Fact]
    public async Task Poll_CodeExpiredForeignOrInvented_IsExpired()
    {
        var (person, codes) = (await PersonAsync("ann@example.com"), await _server.BeginDeviceAsync());
        Assert.Equal(DevicePoll.Expired, await ErrorAsync(codes with { DeviceCode = codes.DeviceCode[..^1] + "_" }));
        Assert.Equal(DevicePoll.Expired, await ErrorAsync(codes with { DeviceCode = "" }));
        Assert.Equal(DevicePoll.Expired, await ErrorAsync(codes with { DeviceCode = codes.UserCode }));

        _clock.Advance(DeviceSignInService.CodeLifetime);
        Assert.Null(await Devices.FindAsync(codes.UserCode, default));
        Assert.Null(await Devices.DecideAsync(codes.UserCode, person, isAllowed: true, default));
        Assert.Equal(DevicePoll.Expired, await ErrorAsync(codes));
    }

    [Fact]
    public async Task Poll_ConfirmedByWhoWasErasedSince_GetsNoKey()
    {
        var (person, codes) = (await PersonAsync("ann@example.com"), await _server.BeginDeviceAsync());
        await Devices.DecideAsync(codes.UserCode, person, isAllowed: true, default);
        await _server.Admin.DeleteAsync("/api/v1/people/ann@example.com");

        Assert.Equal(DevicePoll.Expired, await ErrorAsync(codes));
    }

    [Fact]
    public async Task Key_OfADevice_IsThePersonsAndListedAndRevocable()
    {
        await PersonAsync("ann@example.com");
        var device = await _server.SignInDeviceAsync("ann@example.com", "ann's laptop");
        using var client = _server.Client(device.Key);
        Assert.Equal("ann@example.com", (string?)(await client.ReadAsync("/api/v1/me"))["person"]!["email"]);

        using var reader = _server.Client((await _server.PostKeyAsync("read", "ann@example.com")).Key);
        var listed = Assert.Single((await reader.ReadAsync("/api/v1/keys"))["items"]!.AsArray(), key => (string?)key!["kind"] == "device")!;
        Assert.Equal(("ann's laptop", "ann@example.com"), ((string?)listed["device"], (string?)listed["person"]));

        Assert.Equal(HttpStatusCode.NoContent, (await reader.DeleteAsync($"/api/v1/keys/{listed["id"]}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task Key_OfADevice_WritesBatchesAndNoTelemetry()
    {
        await PersonAsync("ann@example.com");
        var device = await _server.SignInDeviceAsync("ann@example.com");
        var gate = _server.Services.GetRequiredService<IIngestGate>();
        var ingest = (await _server.PostKeyAsync("ingest", "ann@example.com")).Key;

        // One person has one number, however many keys.
        Assert.Equal((gate.Find(ingest)!.PersonalIdentity, device.Device), (gate.FindForBatches(device.Key)!.Identity, gate.FindForBatches(device.Key)!.Device));
        Assert.Null(gate.FindForBatches(ingest)!.Device);
        Assert.Throws<IngestForbiddenException>(() => gate.Find(device.Key));
    }

    [Fact]
    public async Task Key_OfADevice_SurvivesARestart()
    {
        await PersonAsync("ann@example.com");
        var device = await _server.SignInDeviceAsync("ann@example.com");
        await _server.StopAsync();
        _server = await RunningServer.StartAsync(
            _server.DataDirectory, configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock));

        Assert.Equal(device.Device, _server.Services.GetRequiredService<IIngestGate>().FindForBatches(device.Key)!.Device);
    }

    [Fact]
    public async Task SignIn_OfADeviceAgain_GoesOnWithItAndEndsTheKeyBefore()
    {
        await PersonAsync("ann@example.com");
        var first = await _server.SignInDeviceAsync("ann@example.com");
        var second = await _server.SignInDeviceAsync("ann@example.com", "renamed", first.Device);
        var gate = _server.Services.GetRequiredService<IIngestGate>();

        Assert.Equal(first.Device, second.Device);
        Assert.Null(gate.FindForBatches(first.Key));
        Assert.Equal(first.Device, gate.FindForBatches(second.Key)!.Device);
    }

    [Fact]
    public async Task SignIn_OfSomebodyElsesDevice_IsAnotherDevice()
    {
        await PersonAsync("ann@example.com");
        await PersonAsync("ben@example.com");
        var anns = await _server.SignInDeviceAsync("ann@example.com");
        var bens = await _server.SignInDeviceAsync("ben@example.com", device: anns.Device);

        Assert.NotEqual(anns.Device, bens.Device);
        Assert.NotNull(_server.Services.GetRequiredService<IIngestGate>().FindForBatches(anns.Key));
    }

    [Fact]
    public async Task SignOut_ByTheDeviceItself_EndsItsKeyOnly()
    {
        await PersonAsync("ann@example.com");
        var (here, there) = (await _server.SignInDeviceAsync("ann@example.com"), await _server.SignInDeviceAsync("ann@example.com"));
        using var client = _server.Client(here.Key);

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/device")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.DeleteAsync("/api/v1/device")).StatusCode);
        Assert.NotNull(_server.Services.GetRequiredService<IIngestGate>().FindForBatches(there.Key));
    }

    [Fact]
    public async Task Begin_AgainAndAgainFromOneAddress_IsLimited()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 61; i++)
        {
            statuses.Add((await _server.Anonymous.PostAsJsonAsync("/api/v1/device", new { name = "laptop" })).StatusCode);
        }

        Assert.Equal((60, HttpStatusCode.TooManyRequests), (statuses.Count(status => status == HttpStatusCode.OK), statuses[^1]));
    }

    private async Task<string> PersonAsync(string email)
    {
        await _server.PutPersonAsync(email);
        return (await _server.Services.GetRequiredService<PeopleService>().FindAsync(email, default))!.Id;
    }

    private async Task<string?> ErrorAsync(DeviceSignInCodes codes) => (await _server.PollAsync(codes.DeviceCode)).Problem?.Error;
}
