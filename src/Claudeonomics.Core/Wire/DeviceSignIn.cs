namespace Claudeonomics.Core.Wire;

/// <summary>A command line wishes to be signed in: the body of <c>POST /api/v1/device</c>. In the spirit of RFC 8628.</summary>
/// <param name="Name">What the machine calls itself, 1 to 64 characters: its owner sees it beside the code and in their settings.</param>
/// <param name="Device">The id that a sign-in before gave it, so that what it sent then can still be corrected; absent at the first.</param>
public sealed record DeviceSignInRequest(string? Name, string? Device);

/// <summary>What to show and how to go on.</summary>
/// <param name="DeviceCode">What the device asks with, and shows to nobody.</param>
/// <param name="UserCode">What a person types or compares: <c>WDJB-MJHT</c>.</param>
/// <param name="VerificationUri">Where they do.</param>
/// <param name="VerificationUriComplete">The same with the code in it.</param>
/// <param name="ExpiresIn">Seconds until both codes are worth nothing.</param>
/// <param name="Interval">The least number of seconds between two questions.</param>
public sealed record DeviceSignInCodes(
    string DeviceCode, string UserCode, string VerificationUri, string VerificationUriComplete, int ExpiresIn, int Interval);

/// <summary>The device asks whether it is signed in yet: the body of <c>POST /api/v1/device/token</c>.</summary>
public sealed record DevicePoll(string? DeviceCode)
{
    // The errors of RFC 8628, section 3.5, as WireProblem.Error.
    public const string Pending = "authorization_pending";

    /// <summary>Asked too soon: five seconds more between two questions from now on.</summary>
    public const string SlowDown = "slow_down";
    public const string Denied = "access_denied";

    /// <summary>Expired, used already, or never given out.</summary>
    public const string Expired = "expired_token";
}

/// <summary>The device is signed in.</summary>
/// <param name="Key">Its key, shown this once: writes usage batches and reads its person's own numbers.</param>
/// <param name="Device">Its id, for this and any later sign-in.</param>
/// <param name="Person">The name of whose it is.</param>
/// <param name="TimeZone">Where the company's days begin, such as <c>Europe/Berlin</c>.</param>
public sealed record DeviceKey(string Key, string Device, string Person, string TimeZone);

/// <summary>What the command line reads of an error: RFC 9457's members, and why a device has no key yet.</summary>
/// <param name="Error">One of <see cref="DevicePoll"/>'s; absent elsewhere.</param>
/// <param name="Interval">With <see cref="DevicePoll.SlowDown"/>: the least number of seconds from now on.</param>
public sealed record WireProblem(string? Title, int? Status, string? Detail, string? Error, int? Interval);
