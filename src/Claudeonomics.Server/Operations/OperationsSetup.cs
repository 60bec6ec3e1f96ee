using System.Text.Json.Serialization;
namespace Claudeonomics.Server.Operations;

/// <summary>Limits, health, errors and headers: what every feature stands on.</summary>
public static class OperationsSetup
{
    /// <summary>The largest body any request may have before decompression; OTLP's limit is the largest there is.</summary>
    public const int MaxRequestBytes = 20 * 1024 * 1024;

    // Of a request that came to no handler, so that none could say what is wrong.
    private const string UnreadableRequest =
        "A value is missing or of another kind than it should be, the body is no JSON, or it has a member that is not known here. /openapi/v1.json describes what is.";

    public static void AddOperations(this WebApplicationBuilder builder, ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        builder.Logging.AddRedactedConsole();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.TestClock is { } clock ? TestClock.Parse(clock, TimeProvider.System) : TimeProvider.System);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<MetricsExposition>();
        builder.Services.AddProblemDetails(static problems => problems.CustomizeProblemDetails = static context =>
            context.ProblemDetails.Detail ??= context.ProblemDetails is { Status: StatusCodes.Status400BadRequest } and not HttpValidationProblemDetails ? UnreadableRequest : null);
        builder.Services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, OperationsJson.Default);

            // A key that was to be {"email": "..."}'s must not become nobody's because the member is called "person".
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        });
        builder.Services.AddOpenApi("v1", openApi => openApi.AddDocumentTransformer(ApiDescription.Complete));
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);

        // Requests that were let in are finished: the ledger commits what it has taken before the process ends.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        builder.AddListeners(options);
    }

    /// <summary>The front of the pipeline: what an answer looks like, whoever gives it.</summary>
    public static void UseOperations(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        // From here on the collector listens, so that nothing counted during start is missed.
        _ = app.Services.GetRequiredService<MetricsExposition>();
        app.UseExceptionHandler();
        app.UseSecurityHeaders();
        app.UseWhen(
            context => RequestKind.IsForPrograms(context.Request.Path) && !RequestKind.IsIntake(context.Request.Path),
            branch => branch.UseStatusCodePages());
    }

    /// <summary>Finds what is asked for, and who asks. What can answer without either goes before it.</summary>
    public static void UseRoutingAndAccess(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseRouting();
        app.UseWhen(
            context => !RequestKind.IsForPrograms(context.Request.Path) && context.GetEndpoint()?.Metadata.GetMetadata<PrecompressedAttribute>() is null,
            branch => branch.UseResponseCompression());
        app.UseSameOrigin();

        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
    }

    /// <summary>Kestrel listens on <c>Urls</c>, or on addresses with protocols of their own; with both, all are named the second way.</summary>
    private static void AddListeners(this WebApplicationBuilder builder, ServerOptions options)
    {
        var urls = builder.Configuration["Urls"];
        if (string.IsNullOrWhiteSpace(urls))
        {
            urls = "http://127.0.0.1:8080";
            builder.WebHost.UseUrls(urls);
        }

        if (options.OtlpGrpcUrl is null)
        {
            return;
        }

        var endpoints = new Dictionary<string, string?>
        {
            ["urls"] = "",
            ["Kestrel:Endpoints:OtlpGrpc:Url"] = options.OtlpGrpcUrl,
            // Without TLS nothing negotiates a protocol, so gRPC's HTTP/2 needs an address of its own.
            ["Kestrel:Endpoints:OtlpGrpc:Protocols"] = "Http2",
        };
        var number = 0;
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            endpoints[$"Kestrel:Endpoints:Urls{number++}:Url"] = url;
        }

        builder.Configuration.AddInMemoryCollection(endpoints);
    }
}
