using System.Security.Claims;
using System.Text.Json.Serialization;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Trust;

/// <param name="Since">Null while figures are shown.</param>
internal sealed record PauseJson(bool Paused, DateTimeOffset? Since)
{
    public static PauseJson Of(PauseState? state) => new(state is not null, state?.Since);
}

/// <summary>The switch over HTTP.</summary>
internal static class PauseEndpoints
{
    public static void MapPauseApi(this IEndpointRouteBuilder api)
    {
        var pause = api.MapGroup("/pause").WithTags("Trust").Shows(Figures.Nothing);
        pause.MapGet("", GetPause).WithSummary("Whether figures of people and company are dark");
        pause.MapPost("", PostPause).RequireAuthorization(Access.StewardOrAdministrator)
            .WithSummary("Darkens every figure of people and company, on every surface; one's own stay, and counting goes on");
        pause.MapDelete("", DeletePause).RequireAuthorization(Access.StewardOrAdministrator).WithSummary("Shows figures again");
    }

    internal static Ok<PauseJson> GetPause(Pause pause) => TypedResults.Ok(PauseJson.Of(pause.Current));

    internal static async Task<Ok<PauseJson>> PostPause(ClaimsPrincipal user, Pause pause, AccessLog log, CancellationToken cancellationToken)
    {
        await pause.BeginAsync(Access.Actor(user), cancellationToken);
        log.Note(AccessAct.Pause, Viewer.From(user), "pauses all figures");
        return TypedResults.Ok(PauseJson.Of(pause.Current));
    }

    internal static async Task<Ok<PauseJson>> DeletePause(ClaimsPrincipal user, Pause pause, AccessLog log, CancellationToken cancellationToken)
    {
        await pause.EndAsync(Access.Actor(user), cancellationToken);
        log.Note(AccessAct.Pause, Viewer.From(user), "shows figures again");
        return TypedResults.Ok(PauseJson.Of(pause.Current));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PauseJson))]
[JsonSerializable(typeof(AccessLogJson))]
[JsonSerializable(typeof(SignedHead))]
[JsonSerializable(typeof(AccessLogVerificationWire))]
[JsonSerializable(typeof(LooksJson))]
[JsonSerializable(typeof(AlarmsJson))]
internal sealed partial class TrustJson : JsonSerializerContext;
