using System.Diagnostics;
using System.Diagnostics.Metrics;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Claudeonomics.IntegrationTests.Agents.Running;

/// <summary>Which year's names of the GenAI semantic conventions an application uses.</summary>
internal enum GenAiNames
{
    /// <summary>Deprecated since: <c>gen_ai.system</c>, <c>prompt_tokens</c>, <c>completion_tokens</c>, nothing about caches.</summary>
    Of2024,

    /// <summary>Semantic conventions up to 1.41: <c>gen_ai.provider.name</c>, <c>cache_creation</c>, one histogram of tokens.</summary>
    Of2025,

    /// <summary>The conventions' own repository: <c>cache_write</c>, <c>reasoning</c>, a counter for each kind of token.</summary>
    Of2026,
}

/// <summary>An application of the company that tells of its model calls by the OpenTelemetry .NET SDK and its OTLP exporter.</summary>
internal static class GenAiApp
{
    public const string Model = "gpt-5.4";
    private const string Provider = "openai";
    private const string Name = "corp-assistant";
    private static readonly TimeSpan FlushPatience = TimeSpan.FromMinutes(1);

    // The SDK finds sources and meters by name in the whole process: two at a time would tell each other's calls.
    private static readonly Lock OneAtATime = new();

    /// <summary>The calls of a scenario as if this application had made them.</summary>
    public static IReadOnlyList<HandedOut> Calls(Scenario scenario) => [.. scenario.Steps.Select((step, index) =>
        new HandedOut(Provider, Model, null, "", $"resp_{index + 1:D6}{Guid.NewGuid():N}"[..24], step.Usage, DateTimeOffset.UtcNow, true))];

    /// <summary>Tells of each call as a span, an event and counters, as far as the target asks for them, and flushes.</summary>
    /// <returns>The id of the conversation that the calls were told under.</returns>
    /// <exception cref="TimeoutException">The exporter did not get rid of everything.</exception>
    public static string Tell(TelemetryTarget target, GenAiNames names, IReadOnlyList<HandedOut> calls)
    {
        lock (OneAtATime)
        {
            return TellAlone(target, names, calls);
        }
    }

    private static string TellAlone(TelemetryTarget target, GenAiNames names, IReadOnlyList<HandedOut> calls)
    {
        var conversation = Guid.NewGuid().ToString();
        using var source = new ActivitySource(Name);
        using var meter = new Meter(Name);
        using var traces = target.Has(OtlpSignal.Traces)
            ? Sdk.CreateTracerProviderBuilder().AddSource(Name).ConfigureResource(Describe)
                .AddOtlpExporter(options => Point(options, target, OtlpSignal.Traces)).Build()
            : null;
        using var metrics = target.Has(OtlpSignal.Metrics)
            ? Sdk.CreateMeterProviderBuilder().AddMeter(Name).ConfigureResource(Describe)
                .AddOtlpExporter(options => Point(options, target, OtlpSignal.Metrics)).Build()
            : null;
        using var events = target.Has(OtlpSignal.Logs) ? EventProcessor(target) : null;
        using var logs = events is null
            ? null
            : LoggerFactory.Create(logging => logging.AddOpenTelemetry(options => options
                .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService(Name)).AddProcessor(events)));
        var logger = logs?.CreateLogger(Name);
        var counters = new Counters(meter, names);

        // The agent's span repeats the sum of what its calls tell: whoever adds both counts twice.
        using (source.StartActivity("invoke_agent", ActivityKind.Internal, parentContext: default,
            [new("gen_ai.operation.name", "invoke_agent"), new("gen_ai.conversation.id", conversation),
                .. Usage(names, calls.Aggregate(default(TokenUsage), (sum, call) => sum + call.Usage))]))
        {
            foreach (var call in calls)
            {
                KeyValuePair<string, object?>[] attributes =
                    [.. Call(names, conversation, call.ResponseId), .. Usage(names, call.Usage)];
                using (source.StartActivity($"chat {Model}", ActivityKind.Client, parentContext: default, attributes))
                {
                    logger?.Log(LogLevel.Information, new EventId(1, "gen_ai.client.inference.operation.details"), attributes, null,
                        (_, _) => "");
                }

                counters.Add(call.Usage, Call(names, conversation, null));
            }
        }

        var patience = (int)FlushPatience.TotalMilliseconds;
        if (traces?.ForceFlush(patience) is false || events?.ForceFlush(patience) is false || metrics?.ForceFlush(patience) is false)
        {
            throw new TimeoutException("The exporter could not send everything.");
        }

        return conversation;
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService(Name);

    private static BatchLogRecordExportProcessor EventProcessor(TelemetryTarget target)
    {
        var options = new OtlpExporterOptions();
        Point(options, target, OtlpSignal.Logs);
        return new(new OtlpLogExporter(options));
    }

    private static void Point(OtlpExporterOptions options, TelemetryTarget target, OtlpSignal signal)
    {
        var isGrpc = target.Protocol == OtlpProtocol.Grpc;
        options.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = isGrpc ? target.Endpoint : new Uri($"{target.Base}/v1/{signal.PathName()}");
        options.Headers = target.Key is null ? null : $"Authorization=Bearer {target.Key}";
        options.TimeoutMilliseconds = (int)FlushPatience.TotalMilliseconds;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Call(GenAiNames names, string conversation, string? responseId)
    {
        yield return new("gen_ai.operation.name", "chat");
        yield return new(names == GenAiNames.Of2024 ? "gen_ai.system" : "gen_ai.provider.name", Provider);
        yield return new("gen_ai.request.model", Model);
        yield return new("gen_ai.response.model", Model);
        if (names != GenAiNames.Of2024)
        {
            yield return new("gen_ai.conversation.id", conversation);
        }

        if (responseId is not null)
        {
            yield return new("gen_ai.response.id", responseId);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Usage(GenAiNames names, TokenUsage usage)
    {
        if (names == GenAiNames.Of2024)
        {
            yield return new("gen_ai.usage.prompt_tokens", usage.ContextTokens);
            yield return new("gen_ai.usage.completion_tokens", usage.OutputTokens);
            yield break;
        }

        yield return new("gen_ai.usage.input_tokens", usage.ContextTokens);
        yield return new("gen_ai.usage.output_tokens", usage.OutputTokens);
        yield return new("gen_ai.usage.cache_read.input_tokens", usage.CacheReadTokens);
        var write = names == GenAiNames.Of2025 ? "cache_creation" : "cache_write";
        yield return new($"gen_ai.usage.{write}.input_tokens", usage.CacheWriteTokens);
        if (names == GenAiNames.Of2026)
        {
            yield return new("gen_ai.usage.reasoning.output_tokens", usage.ReasoningTokens);
        }
    }

    private sealed class Counters(Meter meter, GenAiNames names)
    {
        private readonly Histogram<long>? _usage = names == GenAiNames.Of2026
            ? null
            : meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}");

        public void Add(TokenUsage usage, IEnumerable<KeyValuePair<string, object?>> call)
        {
            KeyValuePair<string, object?>[] attributes = [.. call];
            if (_usage is not null)
            {
                _usage.Record(usage.ContextTokens, [.. attributes, new("gen_ai.token.type", "input")]);
                _usage.Record(usage.OutputTokens, [.. attributes, new("gen_ai.token.type", "output")]);
                return;
            }

            Add("input_tokens", usage.ContextTokens);
            Add("output_tokens", usage.OutputTokens);
            Add("cache_read.input_tokens", usage.CacheReadTokens);
            Add("cache_write.input_tokens", usage.CacheWriteTokens);
            Add("reasoning.output_tokens", usage.ReasoningTokens);

            // The meter gives the instrument it already has when asked for the same name again.
            void Add(string name, long tokens) =>
                meter.CreateCounter<long>($"gen_ai.client.inference.usage.{name}", "{token}").Add(tokens, attributes);
        }
    }
}
