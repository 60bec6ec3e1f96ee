using System.Text.Json.Serialization;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Operations;

/// <summary>Liveness, readiness and the server's own metrics: for machines, without a key, without anybody's figures.</summary>
public static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("").WithTags("Operations").AllowAnonymous().Shows(Figures.Nothing);
        health.MapGet("/healthz", GetHealth).WithSummary("The process answers");
        health.MapGet("/readyz", GetReadiness).WithSummary("The stores are loaded and reachable");
        health.MapGet("/metrics", GetMetrics).WithSummary("Own metrics as Prometheus text");
    }

    internal static ContentHttpResult GetHealth() => TypedResults.Text("ok");

    internal static async Task<JsonHttpResult<Readiness>> GetReadiness(
        IEnumerable<IReadinessCheck> checks, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var ready = true;
        foreach (var check in checks)
        {
            var problem = await check.FindProblemAsync(cancellationToken);
            found[check.Name] = problem ?? "ok";
            ready &= problem is null;
        }

        return TypedResults.Json(new Readiness(ready, found), OperationsJson.Default.Readiness,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    internal static ContentHttpResult GetMetrics(MetricsExposition metrics) =>
        TypedResults.Text(metrics.Render(), MetricsExposition.ContentType);
}

/// <param name="Checks">By name: <c>ok</c>, or what is missing.</param>
public sealed record Readiness(bool Ready, IReadOnlyDictionary<string, string> Checks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Readiness))]
internal sealed partial class OperationsJson : JsonSerializerContext;
