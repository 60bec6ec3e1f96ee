using Claudeonomics.Core.Time;
using Claudeonomics.Core.Wire;
using Claudeonomics.Server.Ingest.Batches;
using Claudeonomics.Server.Ingest.Mapping;
using Claudeonomics.Server.Ingest.Otlp;
using Claudeonomics.Server.Trust;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Server.Ingest;

/// <summary>Where telemetry comes in.</summary>
public static class OtlpEndpoints
{
    /// <summary>
    /// Adds the intake. It needs <see cref="IIngestGate"/>, <see cref="Core.Ledger.IUsageLedger"/>,
    /// <see cref="Core.Usage.KeyedHash"/> and <see cref="TimeProvider"/> from elsewhere.
    /// </summary>
    /// <exception cref="Operations.SettingsException">A setting of the intake is unknown or no number.</exception>
    public static IServiceCollection AddOtlpIngest(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(IngestOptions.Section);
        IngestOptions.Check(section);
        services.AddOptions<IngestOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IngestOptions>, IngestOptionsValidator>();
        services.AddSingleton<IValidateOptions<IngestOptions>, IngestBoundsValidator>();
        services.AddMetrics();
        services.TryAddSingleton<IngestMetrics>();
        services.AddSingleton<MapperRegistry>();
        services.AddSingleton(static provider => new OriginTable(provider.GetRequiredService<MapperRegistry>().Agents));
        services.AddSingleton(static provider => new BodyBudget(
            provider.GetRequiredService<IOptions<IngestOptions>>().Value.MaxBodiesInFlightMiB * 1024L * 1024L));
        services.AddSingleton<ClockWatch>();
        services.AddSingleton<ClockDoubt>();
        services.AddSingleton<OtlpIntake>();
        services.AddSingleton<OtlpLogsService>();
        services.AddSingleton<OtlpMetricsService>();
        services.AddSingleton<OtlpTracesService>();
        services.AddSingleton<OtlpHttp>();
        services.AddSingleton<OtlpGrpc>();
        services.AddSingleton<BatchIntake>();
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default));
        return services;
    }

    /// <summary>Answers the well-known addresses before the rest of the pipeline: goes first.</summary>
    public static void UseOtlp(this IApplicationBuilder app) => app.UseMiddleware<OtlpFastPath>();

    /// <summary>
    /// Maps <c>POST /v1/logs</c>, <c>/v1/metrics</c>, <c>/v1/traces</c>, and the same under <c>/k/{key}</c> for senders that have
    /// no place for a header.
    /// </summary>
    public static IEndpointConventionBuilder MapOtlp(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var http = app.ServiceProvider.GetRequiredService<OtlpHttp>();
        var group = app.MapGroup("").WithTags("Telemetry").AllowAnonymous().Shows(Figures.Nothing);
        foreach (var service in Services(app))
        {
            // A Delegate rather than a RequestDelegate: only those are part of the API's description.
            Delegate handle = (HttpContext context) => http.HandleAsync(context, service);
            var path = "/v1/" + service.Signal.Name;
            Describe(group.MapPost(path, handle), service.Signal);
            Describe(group.MapPost($"/k/{{{IngestKey.RouteValue}}}{path}", handle), service.Signal);
        }

        return group;
    }

    // No Accepts: its metadata would answer 415 by itself, without the Status that OTLP asks for.
    private static void Describe(RouteHandlerBuilder endpoint, OtlpSignal signal) => endpoint
        .WithSummary($"OTLP {signal.Name}")
        .WithDescription("OpenTelemetry's OTLP/HTTP: protobuf (application/x-protobuf) or JSON (application/json), gzip or not. Failures carry a google.rpc.Status.")
        .Produces(StatusCodes.Status200OK)
        .Produces(StatusCodes.Status400BadRequest)
        .Produces(StatusCodes.Status401Unauthorized)
        .Produces(StatusCodes.Status413PayloadTooLarge)
        .Produces(StatusCodes.Status415UnsupportedMediaType)
        .Produces(StatusCodes.Status429TooManyRequests)
        .Produces(StatusCodes.Status503ServiceUnavailable);

    /// <summary>
    /// Maps the three OTLP/gRPC calls. They need HTTP/2: without TLS that is an address of its own whose
    /// <c>ListenOptions.Protocols</c> is <c>HttpProtocols.Http2</c>.
    /// </summary>
    public static IEndpointConventionBuilder MapOtlpGrpc(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var grpc = app.ServiceProvider.GetRequiredService<OtlpGrpc>();
        var group = app.MapGroup("").ExcludeFromDescription().AllowAnonymous().Shows(Figures.Nothing);
        foreach (var service in Services(app))
        {
            group.MapPost(service.Signal.GrpcPath, context => grpc.HandleAsync(context, service));
        }

        return group;
    }

    private static OtlpService[] Services(IEndpointRouteBuilder app) =>
    [
        app.ServiceProvider.GetRequiredService<OtlpLogsService>(),
        app.ServiceProvider.GetRequiredService<OtlpMetricsService>(),
        app.ServiceProvider.GetRequiredService<OtlpTracesService>(),
    ];
}
