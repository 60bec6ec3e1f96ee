using System.Security.Cryptography;
using System.Text;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>The codes of a device that wishes to be signed in. Both are shown this once; only their hashes are kept.</summary>
/// <param name="DeviceCode">For the device.</param>
/// <param name="UserCode">For a person: eight letters with a dash in between.</param>
public sealed record DeviceCodes(string DeviceCode, string UserCode, TimeSpan ExpiresIn, TimeSpan Interval);

/// <summary>A device that waits, as the page shows it.</summary>
/// <param name="Name">What the machine calls itself.</param>
public sealed record WaitingDevice(string UserCode, string Name);

/// <summary>What a device is told that asks for its key.</summary>
public abstract record DevicePollOutcome
{
    private DevicePollOutcome()
    {
    }

    /// <summary>Nobody has decided yet.</summary>
    public sealed record Pending : DevicePollOutcome;

    /// <summary>It asked too soon.</summary>
    public sealed record SlowDown(TimeSpan Interval) : DevicePollOutcome;

    public sealed record Denied : DevicePollOutcome;

    /// <summary>The code is expired, used or none of ours.</summary>
    public sealed record Expired : DevicePollOutcome;

    /// <summary>The company's identity numbers are used up.</summary>
    public sealed record NoNumberLeft : DevicePollOutcome;

    /// <param name="Key">Valid from now on.</param>
    public sealed record SignedIn(NewKey Key, string DeviceId, string PersonName) : DevicePollOutcome;
}

/// <summary>Signs command lines in: a code on the terminal, confirmed in a browser. In the spirit of RFC 8628.</summary>
/// <remarks>
/// The device's code has 160 random bits. The person's has 34, is good for a quarter of an hour, and guessing one would sign a stranger's
/// machine in as the guesser, so trying is limited by address and no more is at stake.
/// </remarks>
public sealed partial class DeviceSignInService
{
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(5);

    /// <summary>What a question that came too soon adds (RFC 8628, section 3.5).</summary>
    private const int SlowDownSeconds = 5;
    private const int LongestIntervalSeconds = 60;

    public const int MaxNameChars = 64;

    /// <summary>Devices that may wait at once; one more is asked to come back.</summary>
    public const int MaxWaiting = 10_000;

    // Consonants that are not taken for one another: no word comes of them (RFC 8628, section 6.1).
    private const string UserCodeLetters = "BCDFGHJKLMNPQRSTVWXZ";
    private const int UserCodeLength = 8;

    private readonly Registers _all;
    private readonly KeyService _keys;
    private readonly ILogger<DeviceSignInService> _logger;

    internal DeviceSignInService(Registers all, KeyService keys, ILogger<DeviceSignInService> logger) =>
        (_all, _keys, _logger) = (all, keys, logger);

    /// <summary>Gives a device its codes.</summary>
    /// <param name="name">What it calls itself, fit to be shown.</param>
    /// <param name="knownDevice">The id that it says it had before.</param>
    /// <returns><see langword="null"/> when too many devices wait.</returns>
    public async Task<DeviceCodes?> BeginAsync(string name, string? knownDevice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var secret = SecretText.New("devicecode");
        var userCode = RandomNumberGenerator.GetString(UserCodeLetters, UserCodeLength);
        var now = _all.Clock.GetUtcNow();
        var begun = await _all.Control.ChangeAsync(
            async db =>
            {
                await db.DeviceSignIns.Where(waiting => waiting.ExpiresAt <= now).ExecuteDeleteAsync();
                if (await db.DeviceSignIns.CountAsync() >= MaxWaiting)
                {
                    return false;
                }

                db.DeviceSignIns.Add(new()
                {
                    Id = secret.Id,
                    Hash = secret.Hash,
                    UserCodeHash = HashOf(userCode),
                    Name = name.Trim(),
                    KnownDeviceId = knownDevice,
                    ExpiresAt = now + CodeLifetime,
                    IntervalSeconds = (int)FirstInterval.TotalSeconds,
                });
                return true;
            },
            static (_, _) => { },
            cancellationToken);
        return begun ? new(secret.Text, Spelled(userCode), CodeLifetime, FirstInterval) : null;
    }

    /// <summary>The device that waits under a code, however it was typed. Looking decides nothing.</summary>
    public async Task<WaitingDevice?> FindAsync(string userCode, CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        return await WaitingAsync(db, userCode) is { } waiting ? new(Spelled(Letters(userCode)), waiting.Name) : null;
    }

    /// <summary>Somebody lets the device in as theirs, or turns it away.</summary>
    /// <returns>The device's name; <see langword="null"/> when none waits under the code.</returns>
    public async Task<string?> DecideAsync(string userCode, string personId, bool isAllowed, CancellationToken cancellationToken)
    {
        var decided = await _all.Control.ChangeAsync(
            async db =>
            {
                if (await WaitingAsync(db, userCode) is not { } waiting)
                {
                    return null;
                }

                (waiting.Decision, waiting.PersonId) = (isAllowed ? DeviceDecision.Allowed : DeviceDecision.Denied, personId);
                return waiting;
            },
            static (_, _) => { },
            cancellationToken);
        if (decided is null)
        {
            return null;
        }

        LogDecided(decided.Id, personId, isAllowed);
        return decided.Name;
    }

    /// <summary>Answers a device that asks. A key is given once; its codes are gone then.</summary>
    public async Task<DevicePollOutcome> PollAsync(string deviceCode, CancellationToken cancellationToken)
    {
        var secret = KeyService.NewSecret(KeyKind.Device);
        var (outcome, _, _) = await _all.Control.ChangeAsync(
            db => PollAsync(db, deviceCode, secret),
            (db, poll) =>
            {
                poll.Revoked.ForEach(key => _keys.Forget(key, []));
                _keys.Remember(db, poll.Created);
            },
            cancellationToken);
        if (outcome is DevicePollOutcome.SignedIn signedIn)
        {
            LogSignedIn(signedIn.DeviceId, signedIn.Key.Id);
        }

        return outcome;
    }

    private async Task<(DevicePollOutcome Outcome, KeyService.Created? Created, List<string> Revoked)> PollAsync(
        ControlContext db, string deviceCode, SecretText secret)
    {
        var id = SecretText.IdIn(deviceCode).ToString();
        var waiting = await db.DeviceSignIns.FirstOrDefaultAsync(waiting => waiting.Id == id);
        var now = _all.Clock.GetUtcNow();
        if (waiting is null || waiting.ExpiresAt <= now || !SecretText.Matches(deviceCode, waiting.Hash))
        {
            return (new DevicePollOutcome.Expired(), null, []);
        }

        if (waiting.Decision is DeviceDecision.Pending)
        {
            return (Wait(waiting, now), null, []);
        }

        db.DeviceSignIns.Remove(waiting);
        return waiting.Decision is DeviceDecision.Allowed
            ? await SignInAsync(db, waiting, secret, now)
            : (new DevicePollOutcome.Denied(), null, []);
    }

    private static DevicePollOutcome Wait(DeviceSignIn waiting, DateTimeOffset now)
    {
        var isTooSoon = waiting.PolledAt is { } before && now - before < TimeSpan.FromSeconds(waiting.IntervalSeconds);
        waiting.PolledAt = now;
        if (!isTooSoon)
        {
            return new DevicePollOutcome.Pending();
        }

        waiting.IntervalSeconds = Math.Min(LongestIntervalSeconds, waiting.IntervalSeconds + SlowDownSeconds);
        return new DevicePollOutcome.SlowDown(TimeSpan.FromSeconds(waiting.IntervalSeconds));
    }

    private async Task<(DevicePollOutcome Outcome, KeyService.Created? Created, List<string> Revoked)> SignInAsync(
        ControlContext db, DeviceSignIn waiting, SecretText secret, DateTimeOffset now)
    {
        var personId = waiting.PersonId!;
        var person = await db.People.FirstAsync(person => person.Id == personId);

        // Only one's own device goes on under its id: what somebody else's sent stays theirs to correct.
        var device = await db.Devices.FirstOrDefaultAsync(device => device.Id == waiting.KnownDeviceId && device.PersonId == personId);
        if (device is null)
        {
            device = new() { Id = SecretText.NewId(16), PersonId = personId, Name = waiting.Name, CreatedAt = now };
            db.Devices.Add(device);
        }

        device.Name = waiting.Name;
        var before = await db.ApiKeys.Where(key => key.DeviceId == device.Id && key.RevokedAt == null).ToListAsync();
        before.ForEach(key => key.RevokedAt = now);
        await db.SaveChangesAsync();
        return await _keys.AddAsync(db, secret, KeyKind.Device, personId, "self", device.Id) is { } created
            ? (new DevicePollOutcome.SignedIn(new(secret.Id, secret.Text), device.Id, person.Name), created, before.ConvertAll(key => key.Id))
            : (new DevicePollOutcome.NoNumberLeft(), null, before.ConvertAll(key => key.Id));
    }

    private async Task<DeviceSignIn?> WaitingAsync(ControlContext db, string userCode)
    {
        var (hash, now) = (HashOf(Letters(userCode)), _all.Clock.GetUtcNow());
        return await db.DeviceSignIns.FirstOrDefaultAsync(
            waiting => waiting.UserCodeHash == hash && waiting.Decision == DeviceDecision.Pending && waiting.ExpiresAt > now);
    }

    // wdjb mjht, WDJB-MJHT and WDJBMJHT are one code.
    private static string Letters(string typed) =>
        new([.. typed.Where(char.IsAsciiLetter).Take(UserCodeLength + 1).Select(char.ToUpperInvariant)]);

    private static string Spelled(string letters) => $"{letters[..(UserCodeLength / 2)]}-{letters[(UserCodeLength / 2)..]}";

    private static byte[] HashOf(string letters) => SHA256.HashData(Encoding.ASCII.GetBytes(letters));

    [LoggerMessage(EventId = 3061, Level = LogLevel.Information, Message = "Device sign-in {SignInId} was decided by person {PersonId} (allowed: {IsAllowed})")]
    private partial void LogDecided(string signInId, string personId, bool isAllowed);

    [LoggerMessage(EventId = 3062, Level = LogLevel.Information, Message = "Device {DeviceId} was signed in with key {KeyId}")]
    private partial void LogSignedIn(string deviceId, string keyId);
}
