using System.Globalization;
using Claudeonomics.Core.Wire;
using Claudeonomics.Server.Ingest.Otlp;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Claudeonomics.Server.Ingest.Batches;

/// <summary>Where the command line sends what it read in agents' logs.</summary>
internal static class BatchEndpoints
{
    private const string JsonType = "application/json";

    public static void MapBatches(this IEndpointRouteBuilder app) => app
        .MapPost("/api/v1/usage", PostUsage)
        .WithTags("Usage")
        .WithSummary("Usage batches of the command line: one record a call, by hour; sending one again changes nothing")
        .WithDescription(
            "Takes a key of somebody's own that may write. gzip or not. A record that does not hold is rejected by itself and counted "
            + "under its reason; the rest is kept. Answered only once everything is durable.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status408RequestTimeout)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .AddOpenApiOperationTransformer(DescribeBodyAsync)
        // The intake checks its keys itself: only it knows what a key may write.
        .AllowAnonymous()
        .Shows(Figures.Nothing);

    // Not by Accepts: its metadata would answer 415 by itself, before the key was looked at.
    private static async Task DescribeBodyAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        context.Document!.AddComponent(nameof(UsageBatch), await context.GetOrCreateSchemaAsync(typeof(UsageBatch), null, cancellationToken));
        var schema = new OpenApiSchemaReference(nameof(UsageBatch), context.Document);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [JsonType] = new() { Schema = schema } },
        };
    }

    internal static async Task<Results<Ok<UsageBatchAnswer>, ProblemHttpResult>> PostUsage(
        HttpContext http, BatchIntake intake, IIngestGate gate, BodyBudget budget, IngestMetrics metrics, IOptions<IngestOptions> options)
    {
        using var body = new PooledBytes(budget);
        var (answer, outcome) = await AcceptAsync(http, intake, gate, body, options.Value);
        metrics.Received(BatchIntake.Signal, body.Length);
        metrics.Requested(BatchIntake.Signal, outcome.Kind);
        return answer is not null ? TypedResults.Ok(answer) : Refuse(http.Response, outcome, options.Value);
    }

    private static async Task<(UsageBatchAnswer? Answer, IngestOutcome Outcome)> AcceptAsync(
        HttpContext http, BatchIntake intake, IIngestGate gate, PooledBytes body, IngestOptions options)
    {
        BatchGrant? grant;
        try
        {
            grant = gate.FindForBatches(IngestKey.FromHeader(http.Request.Headers[HeaderNames.Authorization].ToString()));
        }
        catch (IngestForbiddenException forbidden)
        {
            return (null, new(IngestOutcomeKind.Forbidden, forbidden.Message));
        }

        if (grant is null)
        {
            return (null, new(IngestOutcomeKind.Unauthenticated, "No valid key. Send Authorization: Bearer KEY."));
        }

        if (!http.Request.HasJsonContentType())
        {
            return (null, new(IngestOutcomeKind.Unsupported, $"Content-Type must be {JsonType}."));
        }

        if (OtlpHttp.EncodingOf(http.Request.Headers.ContentEncoding) is not { } encoding)
        {
            return (null, new(IngestOutcomeKind.Unsupported, "Content-Encoding must be gzip or identity."));
        }

        var maxBytes = options.MaxRequestMiB * 1024 * 1024;
        return await BodyReader.ReadAsync(http, body, maxBytes, TimeSpan.FromSeconds(options.MaxReadSeconds)) switch
        {
            null => await intake.AcceptAsync(body.Segment, encoding, grant),
            IngestOutcomeKind.TooLarge => (null, new(IngestOutcomeKind.TooLarge, $"More than {maxBytes} bytes; send fewer hours at once.")),
            IngestOutcomeKind.TooSlow => (null, new(IngestOutcomeKind.TooSlow, $"The body did not arrive within {options.MaxReadSeconds} s.")),
            IngestOutcomeKind.Busy => (null, new(IngestOutcomeKind.Busy, "Too many bodies at once.")),
            { } kind => (null, new(kind, "The body could not be read.")),
        };
    }

    private static ProblemHttpResult Refuse(HttpResponse response, IngestOutcome outcome, IngestOptions options)
    {
        if (outcome.Kind is IngestOutcomeKind.Busy or IngestOutcomeKind.Unavailable)
        {
            response.Headers.RetryAfter = RetryAfter.Of(outcome.Kind, options).ToString(CultureInfo.InvariantCulture);
        }
        else if (outcome.Kind is IngestOutcomeKind.Unauthenticated)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        return TypedResults.Problem(outcome.Message, statusCode: OtlpAnswer.HttpCode(outcome.Kind));
    }
}
