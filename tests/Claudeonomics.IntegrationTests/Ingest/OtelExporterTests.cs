using System.Diagnostics;
using System.Diagnostics.Metrics;
using Claudeonomics.Core.Usage;
using Claudeonomics.TestShared.Ingest;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Claudeonomics.IntegrationTests.Ingest;

/// <summary>The OpenTelemetry SDK for .NET as a sender: its own encoder, its own HTTP and gRPC clients.</summary>
public sealed class OtelExporterTests : IAsyncLifetime
{
    private IngestServer _server = null!;

    public static TheoryData<OtlpExportProtocol> Protocols() => new(OtlpExportProtocol.HttpProtobuf, OtlpExportProtocol.Grpc);

    public async ValueTask InitializeAsync() => _server = await IngestServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Export_Spans_Arrive(OtlpExportProtocol protocol)
    {
        var began = DateTimeOffset.UtcNow;
        _server.Clock.Advance(began - _server.Clock.GetUtcNow());
        using var source = new ActivitySource("otel-exporter-tests/" + protocol);
        using var provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Resource)
            .AddSource(source.Name)
            .AddOtlpExporter(options => Point(options, protocol, "traces"))
            .Build();
        using (var span = source.StartActivity("chat gpt-5.4", ActivityKind.Client)!)
        {
            span.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.provider.name", "openai").SetTag("gen_ai.response.model", "gpt-5.4")
                .SetTag("gen_ai.conversation.id", "c1").SetTag("gen_ai.response.id", "resp_1")
                .SetTag("gen_ai.usage.input_tokens", 5000L).SetTag("gen_ai.usage.cache_read.input_tokens", 4000L)
                .SetTag("gen_ai.usage.output_tokens", 250);
        }

        Assert.True(provider.ForceFlush());
        var call = Assert.Single(_server.Ledger.Calls);
        Assert.Equal(
            (Source.OtlpSpan, new CallOrigin("exporter-tests", "openai", "gpt-5.4"), new TokenUsage(1000, 4000, 0, 0, 0, 250, 0),
                IngestHarness.Hash.Of("c1"), IngestHarness.Hash.Of("resp_1")),
            (call.Source, call.Origin, call.Usage, call.Conversation, call.Request));
        Assert.InRange(call.AtUnixMs, began.ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Assert.Equal((IdentityOf("ann@corp.example"), Who.Claimed), (call.Identity, call.Who));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Export_Metrics_Arrive(OtlpExportProtocol protocol)
    {
        _server.Clock.Advance(DateTimeOffset.UtcNow - _server.Clock.GetUtcNow());
        using var meter = new Meter("otel-exporter-tests/" + protocol);
        using var provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Resource)
            .AddMeter(meter.Name)
            .AddOtlpExporter((options, reader) =>
            {
                Point(options, protocol, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = int.MaxValue;
            })
            .Build();
        var counter = meter.CreateCounter<long>("gen_ai.client.inference.usage.input_tokens");
        var histogram = meter.CreateHistogram<double>("gen_ai.client.token.usage");
        var (model, conversation) = (new KeyValuePair<string, object?>("gen_ai.response.model", "gpt-5.4"), new KeyValuePair<string, object?>("gen_ai.conversation.id", "c1"));
        counter.Add(5000, model, conversation);
        counter.Add(1, model, conversation);
        histogram.Record(200, model, conversation, new("gen_ai.token.type", "output"));
        histogram.Record(50, model, conversation, new("gen_ai.token.type", "output"));

        Assert.True(provider.ForceFlush());
        Assert.Equal(
            [(CounterMeasure.InclusiveInputTokens, 5001L, Temporality.Cumulative), (CounterMeasure.OutputTokens, 250L, Temporality.Cumulative)],
            _server.Ledger.Counters.Select(point => (point.Measure, point.Value, point.Temporality)).Order());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Export_Logs_Arrive(OtlpExportProtocol protocol)
    {
        _server.Clock.Advance(DateTimeOffset.UtcNow - _server.Clock.GetUtcNow());
        using (var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options => options
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("exporter-tests").AddAttributes([new("enduser.id", "ann@corp.example")]))
            .AddOtlpExporter(exporter => Point(exporter, protocol, "logs")))))
        {
            // An event's name goes into the record's event_name, its values into attributes.
            factory.CreateLogger("tests").Log(
                LogLevel.Information, new EventId(1, "gen_ai.client.inference.operation.details"),
                new List<KeyValuePair<string, object?>>
                {
                    new("gen_ai.operation.name", "chat"), new("gen_ai.response.model", "gpt-5.4"), new("gen_ai.conversation.id", "c1"),
                    new("gen_ai.usage.input_tokens", 5000), new("gen_ai.usage.output_tokens", 250),
                },
                null, static (_, _) => "");
        }

        var call = Assert.Single(_server.Ledger.Calls);
        Assert.Equal((Source.OtlpEvent, "gpt-5.4", new TokenUsage(5000, 0, 0, 0, 0, 250, 0)), (call.Source, call.Origin.Model, call.Usage));
    }

    private static void Resource(ResourceBuilder resource) =>
        resource.Clear().AddService("exporter-tests").AddAttributes([new("enduser.id", "ann@corp.example")]);

    private void Point(OtlpExporterOptions options, OtlpExportProtocol protocol, string signal)
    {
        options.Protocol = protocol;
        options.Endpoint = protocol is OtlpExportProtocol.Grpc ? _server.Grpc : new Uri(_server.Http, "/v1/" + signal);
        options.Headers = $"Authorization=Bearer {FakeGate.SharedKey}";
    }

    private int IdentityOf(string email) => _server.Gate.Claims[(Server.Ingest.IdentityClaimKind.Email, email)];
}
