namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Answers telemetry under its well-known addresses before anything else sees the request: the intake checks keys by itself and has
/// an answer for whatever goes wrong, so routing, sign-in and the rest would only cost. The same addresses are mapped as endpoints too, which
/// is how the API's description knows them; those with a key in them take that way.</summary>
internal sealed class OtlpFastPath(
    RequestDelegate next, OtlpHttp http, OtlpLogsService logs, OtlpMetricsService metrics, OtlpTracesService traces)
{
    public Task InvokeAsync(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && ServiceOf(context.Request.Path.Value) is { } service
            ? http.HandleAsync(context, service)
            : next(context);

    private OtlpService? ServiceOf(string? path) => path switch
    {
        "/v1/logs" => logs,
        "/v1/metrics" => metrics,
        "/v1/traces" => traces,
        _ => null,
    };
}
