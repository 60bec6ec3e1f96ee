using Claudeonomics.Core.Telemetry;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Agents.Running;
using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.EndToEnd;

/// <summary>How a reporter's telemetry gets to the server.</summary>
internal enum Route
{
    /// <summary>Through a relay that keeps each body.</summary>
    Relayed,

    /// <summary>Straight to the server.</summary>
    Straight,

    /// <summary>Straight to the server, by the settings that its page "point your agent here" gives, as they stand.</summary>
    AsThePageSays,
}

/// <summary>One participant's agent and how it reports.</summary>
/// <param name="Agent">As in the folders of the fixtures.</param>
internal sealed record Reporter(string Agent, AgentCase Case, Func<TelemetryTarget, Task<IReadOnlyList<HandedOut>>> ReportAsync)
{
    public Route Route { get; init; }

    public bool UsesGzip { get; init; }

    /// <summary>The key is a part of the address instead of a header.</summary>
    public bool HasKeyInPath { get; init; }

    /// <summary>Conversations that run at the same time and cost the same.</summary>
    public int Conversations { get; init; } = 1;

    /// <summary>Of a call of the models' side, what the telemetry tells; <see langword="null"/> for nothing at all.</summary>
    public required Func<TokenUsage, TokenUsage>? Told { get; init; }

    /// <summary>Counters know tokens and no calls.</summary>
    public bool TellsCalls { get; init; } = true;

    /// <summary>What one conversation reports besides tokens, without its time.</summary>
    public Activity Activity { get; init; }

    /// <summary>What the server has to say no to.</summary>
    public string Rejected { get; init; } = "";

    /// <summary>Such as <c>codex http-json-events</c>; also the participant's name.</summary>
    public string Name => Route switch
    {
        Route.Relayed => $"{Agent} {Case.Name}",
        Route.Straight => $"{Agent} {Case.Name} straight",
        _ => $"{Agent} as the page says",
    };

    /// <summary>The target as this reporter is told of it.</summary>
    public TelemetryTarget Target(Uri http, Uri grpc, string key)
    {
        var target = TelemetryTarget.To(http, grpc, key, Case) with { UsesGzip = UsesGzip };
        return (Route, HasKeyInPath) switch
        {
            (Route.AsThePageSays, _) => target with { Key = null, SettingsText = PageSettings(http, key) },
            (_, true) => target with { Key = null, Endpoint = new(target.Endpoint, $"/k/{key}/") },
            _ => target,
        };
    }

    /// <summary>What the server should count of the calls of one conversation.</summary>
    public Totals Expected(IEnumerable<HandedOut> calls) => Told is not { } told
        ? Totals.None
        : Totals.Of(calls.Select(call => (CanonicalOf(call.Model), new Tally(told(call.Usage), TellsCalls ? 1 : 0))));

    /// <summary>A real agent.</summary>
    public static Reporter Of(RealAgent agent, AgentCase agentCase) => new(agent.Name, agentCase, target => RunAsync(agent, agentCase, target))
    {
        Told = TokenUsageOf(agent.Name, agentCase.Signals),
        TellsCalls = agentCase.Signals != OtlpSignal.Metrics,
        Activity = ActivityOf(agent.Name, agentCase),
    };

    /// <summary>An application with the OpenTelemetry .NET exporter.</summary>
    public static Reporter OfDotNet(GenAiNames names, OtlpProtocol protocol, OtlpSignal signals, string kind)
    {
        var year = names.ToString()[2..];
        var agentCase = new AgentCase(protocol, $"{kind}-{year}", signals, Scenario.ForOpenAiResponses);
        var isCounters = signals == OtlpSignal.Metrics;
        return new("otel-dotnet", agentCase, target => Task.Factory.StartNew<IReadOnlyList<HandedOut>>(
            () =>
            {
                var calls = GenAiApp.Calls(agentCase.Scenario);
                GenAiApp.Tell(target, names, calls);
                return calls;
            },
            // The exporter blocks its caller until the relay, here in the same process, has answered.
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
        {
            // Without a conversation nothing can be counted once. The names of 2024 have none: their spans and events are of a trace,
            // their counters are rejected.
            Told = (names, isCounters) switch
            {
                (GenAiNames.Of2024, true) => null,
                (GenAiNames.Of2024, false) or (GenAiNames.Of2025, true) => WithoutCachesAndReasoning,
                (GenAiNames.Of2025, false) => WithoutReasoning,
                _ => Everything,
            },
            TellsCalls = !isCounters,
            Rejected = names == GenAiNames.Of2024 && (signals & OtlpSignal.Metrics) != 0 ? "2 rejected: no-conversation 2" : "",
        };
    }

    private static async Task<IReadOnlyList<HandedOut>> RunAsync(RealAgent agent, AgentCase agentCase, TelemetryTarget target)
    {
        await using var api = await ModelApiStandIn.StartAsync(agentCase.Scenario);
        using var run = await agent.RunAsync(api, target);
        run.Succeeded();
        Assert.Equal(agentCase.Scenario.Steps.Count, api.HandedOut.Count(call => call.IsScripted));
        return api.HandedOut;
    }

    // Codex's counters name neither person nor conversation and are not read. Claude Code's do not tell how long cache writes live;
    // its events do, by their cost.
    private static Func<TokenUsage, TokenUsage>? TokenUsageOf(string agent, OtlpSignal signals) => (agent, signals) switch
    {
        ("codex", OtlpSignal.Metrics) => null,
        (_, OtlpSignal.Metrics) => WithoutLifetimes,
        _ => Everything,
    };

    // What the scenario did, as far as the agents tell of it:
    // * Claude Code counts three lines where two were written ("hello\nworld\n" split at its line ends), Gemini CLI two, the others none.
    // * Only Claude Code counts commits. Codex edits by shell here, and tells decisions about tools without what they did.
    // * A prompt counts when a person gave it, and none of these runs has one. Codex and Gemini CLI say so. Qwen Code does not, and
    //   Claude Code only where it is told to (app.entrypoint), as the page that points agents here tells it.
    // * Copilot CLI's spans tell neither prompts nor decisions.
    private static Activity ActivityOf(string agent, AgentCase agentCase)
    {
        var (events, counters) = ((agentCase.Signals & OtlpSignal.Logs) != 0, (agentCase.Signals & OtlpSignal.Metrics) != 0);
        return agent switch
        {
            "claude-code" when agentCase.Scenario == Scenario.WithSubAgent => new() { Prompts = 1, HumanSignals = 1, Tools = 1 },
            "claude-code" => new()
            {
                Prompts = events ? 1 : 0,
                HumanSignals = events ? 1 : 0,
                Tools = events ? 1 : 0,
                Edits = 1,
                LinesAdded = counters ? 3 : 0,
                Commits = counters ? 1 : 0,
            },
            "codex" => new() { Tools = events ? 2 : 0 },
            "gemini-cli" => new() { Edits = 1, Tools = 1, LinesAdded = 2 },
            "qwen-code" => new() { Prompts = 1, HumanSignals = 1, Edits = 1, Tools = 1 },
            _ => default,
        };
    }

    private string PageSettings(Uri http, string key) => AgentSettings
        .ForOne(http.GetLeftPart(UriPartial.Authority), key)
        .Single(settings => settings.Id == Agent).Text;

    /// <summary>The server shows models without the date of their release.</summary>
    public static string CanonicalOf(string model) => model == "claude-haiku-4-5-20251001" ? "claude-haiku-4-5" : model;

    private static TokenUsage Everything(TokenUsage usage) => usage;

    private static TokenUsage WithoutLifetimes(TokenUsage usage) => new(usage.UncachedInputTokens, usage.CacheReadTokens, 0, 0,
        usage.CacheWriteTokens, usage.OutputTokens, usage.ReasoningTokens);

    private static TokenUsage WithoutReasoning(TokenUsage usage) => new(usage.UncachedInputTokens, usage.CacheReadTokens, 0, 0,
        usage.CacheWriteTokens, usage.OutputTokens, 0);

    private static TokenUsage WithoutCachesAndReasoning(TokenUsage usage) => new(usage.ContextTokens, 0, 0, 0, 0, usage.OutputTokens, 0);
}
