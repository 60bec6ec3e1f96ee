using System.Text.Json.Serialization;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Operations;

/// <summary>Verification of the ledger on demand.</summary>
public static class LedgerEndpoints
{
    public static RouteGroupBuilder MapLedger(this IEndpointRouteBuilder app)
    {
        var ledger = app.MapGroup("/api/v1/ledger").WithTags("Ledger").RequireAuthorization(Access.Administrator).Shows(Figures.Nothing);
        ledger.MapGet("/verify", GetVerification).WithName("GetVerification").WithSummary("The last verification of the ledger");
        ledger.MapPost("/verify", Verify).WithName("VerifyLedger").WithSummary("Verifies the whole ledger now");
        return ledger;
    }

    internal static Results<Ok<LedgerVerificationWire>, NoContent> GetVerification(LastVerification last) =>
        last.Found is { } found ? TypedResults.Ok(LedgerVerificationWire.Of(found)) : TypedResults.NoContent();

    internal static async Task<Ok<LedgerVerificationWire>> Verify(
        IUsageLedger ledger, LastVerification last, CancellationToken cancellationToken)
    {
        last.Found = await ledger.VerifyAsync(null, cancellationToken);
        return TypedResults.Ok(LedgerVerificationWire.Of(last.Found));
    }
}

/// <summary>Remembers the last verification since start.</summary>
public sealed class LastVerification
{
    private volatile LedgerVerification? _found;

    public LedgerVerification? Found
    {
        get => _found;
        set => _found = value;
    }
}

/// <param name="AccessLog">The same of who looked at what; absent where it was not read.</param>
public sealed record LedgerVerificationWire(
    bool Ok, long Batches, long Facts, LedgerHead Head, long? FirstBadBatch, string? Problem, DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AccessLogVerificationWire? AccessLog = null)
{
    public static LedgerVerificationWire Of(LedgerVerification found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new(found.Ok, found.Batches, found.Facts, found.Head, found.FirstBadBatch, found.Problem, found.At);
    }
}

/// <summary>What reading the chain of the access log found.</summary>
public sealed record AccessLogVerificationWire(bool Ok, long Batches, long Entries, LedgerHead Head, long? FirstBadBatch, string? Problem, DateTimeOffset At)
{
    public static AccessLogVerificationWire Of(LedgerVerification found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new(found.Ok, found.Batches, found.Facts, found.Head, found.FirstBadBatch, found.Problem, found.At);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LedgerVerificationWire))]
internal sealed partial class LedgerJson : JsonSerializerContext;
