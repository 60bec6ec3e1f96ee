using System.Globalization;
using System.Security.Claims;
using Claudeonomics.Core.Wire;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.People;

/// <summary>A command line signs in and out. The page that confirms its code is the web's.</summary>
internal static class DeviceEndpoints
{
    /// <summary>Name of the limit on devices that ask for their key.</summary>
    public const string PollLimit = "device-poll";

    /// <summary>By address: fifty devices that wait behind one.</summary>
    public const int PollsPerMinute = 600;

    private const int RetryAfterSeconds = 60;

    public static void MapDeviceApi(this IEndpointRouteBuilder api)
    {
        var device = api.MapGroup("/device").WithTags("Devices").Shows(Figures.Nothing);
        device.MapPost("", PostDevice).AllowAnonymous().RequireRateLimiting(Access.TriesLimit)
            .WithSummary("A command line wishes to be signed in: codes for it and for the person who confirms (in the spirit of RFC 8628)");
        device.MapPost("/token", PostPoll).AllowAnonymous().RequireRateLimiting(PollLimit)
            .WithSummary("The device asks for its key")
            .WithDescription("Until there is one the answer is 400 and its member error says why: authorization_pending, slow_down "
                + "(with the new interval), access_denied, expired_token.");
        device.MapDelete("", DeleteDevice).RequireAuthorization(Access.Device)
            .WithSummary("Signs the asking device out: its key is revoked, what it sent stays");
    }

    internal static async Task<Results<Ok<DeviceSignInCodes>, ValidationProblem, ProblemHttpResult>> PostDevice(
        DeviceSignInRequest body, HttpContext context, DeviceSignInService devices)
    {
        if (body.Name is null || !Names.IsFit(body.Name, DeviceSignInService.MaxNameChars))
        {
            return PeopleEndpoints.Invalid("name", Names.Rule(DeviceSignInService.MaxNameChars));
        }

        if (body.Device is { Length: > UsageBatch.MaxDeviceLength })
        {
            return PeopleEndpoints.Invalid("device", $"At most {UsageBatch.MaxDeviceLength} characters.");
        }

        if (await devices.BeginAsync(body.Name, body.Device, context.RequestAborted) is not { } codes)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem("Too many devices wait to be signed in.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var page = SignInEndpoints.Absolute(context.Request, "/device");
        return TypedResults.Ok(new DeviceSignInCodes(
            codes.DeviceCode, codes.UserCode, page, $"{page}?code={codes.UserCode}", (int)codes.ExpiresIn.TotalSeconds, (int)codes.Interval.TotalSeconds));
    }

    internal static async Task<Results<Ok<DeviceKey>, ProblemHttpResult>> PostPoll(
        DevicePoll body, HttpContext context, DeviceSignInService devices, Company company)
    {
        // The answer may hold a key.
        context.Response.Headers.CacheControl = "no-store";
        return await devices.PollAsync(body.DeviceCode ?? "", context.RequestAborted) switch
        {
            DevicePollOutcome.SignedIn signedIn => TypedResults.Ok(
                new DeviceKey(signedIn.Key.Text, signedIn.DeviceId, signedIn.PersonName, company.Calendar.Zone.Id)),
            DevicePollOutcome.SlowDown slower => NotYet(
                DevicePoll.SlowDown, "Asked too soon.", new KeyValuePair<string, object?>("interval", (int)slower.Interval.TotalSeconds)),
            DevicePollOutcome.NoNumberLeft => TypedResults.Problem(
                "This server is full: it knows as many identities as it can.", statusCode: StatusCodes.Status503ServiceUnavailable),
            DevicePollOutcome.Denied => NotYet(DevicePoll.Denied, "Somebody turned this device away."),
            DevicePollOutcome.Expired => NotYet(DevicePoll.Expired, "This code has expired, was used, or was never given out. Start again."),
            _ => NotYet(DevicePoll.Pending, "Nobody has confirmed the code yet."),
        };
    }

    internal static async Task<NoContent> DeleteDevice(ClaimsPrincipal user, KeyService keys, CancellationToken cancellationToken)
    {
        var person = Viewer.From(user)!.PersonId;
        await keys.RevokeAsync(user.FindFirstValue(SignIn.KeyIdClaim)!, person, Access.Actor(user), cancellationToken);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult NotYet(string error, string detail, params IEnumerable<KeyValuePair<string, object?>> more) =>
        TypedResults.Problem(
            detail, statusCode: StatusCodes.Status400BadRequest, extensions: [new KeyValuePair<string, object?>("error", error), .. more]);
}
