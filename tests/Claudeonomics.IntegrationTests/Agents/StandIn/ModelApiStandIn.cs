using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Claudeonomics.IntegrationTests.Agents.StandIn;

/// <summary>
/// Answers as Anthropic Messages, OpenAI Responses, OpenAI Chat Completions and Gemini generateContent do,
/// from a <see cref="Scenario"/>, and keeps what it handed out.
/// </summary>
internal sealed class ModelApiStandIn : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Scenario _scenario;
    private readonly List<HandedOut> _handedOut = [];
    private readonly ConcurrentQueue<Exchange> _exchanges = [];
    private LoopbackHost? _host;
    private int _nextStep;
    private int _nextId;

    private ModelApiStandIn(Scenario scenario) => _scenario = scenario;

    /// <summary>Where the agent works: models name files in full, as they learn their folder from the agent's prompt.</summary>
    public string WorkFolder { get; set; } = "/";

    public Uri Address => _host!.Addresses[0];

    /// <summary>Every answered call, in the order of the answers.</summary>
    public IReadOnlyList<HandedOut> HandedOut
    {
        get
        {
            lock (_lock)
            {
                return [.. _handedOut];
            }
        }
    }

    /// <summary>Everything that was asked, what is not answered (404) included.</summary>
    public IReadOnlyList<Exchange> Exchanges => [.. _exchanges];

    public static async Task<ModelApiStandIn> StartAsync(Scenario scenario)
    {
        var standIn = new ModelApiStandIn(scenario);
        standIn._host = await LoopbackHost.StartAsync(standIn.Map, HttpProtocols.Http1);
        return standIn;
    }

    public ValueTask DisposeAsync() => _host!.DisposeAsync();

    /// <summary>Takes the next step, or a side answer, and writes it into the ledger.</summary>
    /// <remarks>Past its last step the scenario ends the conversation with text, so that no agent asks for ever.</remarks>
    public (Step Step, HandedOut Call) Answer(
        string provider, string model, string? conversation, string requestIdPrefix, string responseIdPrefix, bool isMainThread)
    {
        lock (_lock)
        {
            var isScripted = isMainThread && _nextStep < _scenario.Steps.Count;
            var step = isScripted ? _scenario.Steps[_nextStep++] : new(_scenario.AuxiliaryUsage, new Act.Say("ok"));
            if (step.Act is Act.WriteFile write)
            {
                step = step with { Act = write with { Name = Path.Combine(WorkFolder, write.Name) } };
            }

            var id = (++_nextId).ToString("D6", null) + Guid.NewGuid().ToString("N")[..12];
            var call = new HandedOut(provider, model, conversation, requestIdPrefix + id, responseIdPrefix + id,
                step.Usage, DateTimeOffset.UtcNow, isScripted);
            _handedOut.Add(call);
            return (step, call);
        }
    }

    private void Map(IEndpointRouteBuilder app)
    {
        AnthropicMessages.Map(app, this);
        OpenAiResponses.Map(app, this);
        OpenAiChat.Map(app, this);
        GeminiContent.Map(app, this);
        app.MapFallback(async context =>
        {
            await ReadAsync(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
    }

    /// <summary>Reads and keeps the request; the body is <see langword="null"/> when it is no JSON object.</summary>
    public async Task<JsonObject?> ReadAsync(HttpContext context)
    {
        JsonNode? body = null;
        try
        {
            body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException)
        {
            // Not every question has a body; the exchange still shows that it was asked.
        }

        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _exchanges.Enqueue(new(
            context.Request.Method, context.Request.Path + context.Request.QueryString.ToString(), headers, body));
        return body as JsonObject;
    }
}
