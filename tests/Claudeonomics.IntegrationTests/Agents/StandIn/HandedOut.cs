using Claudeonomics.Core.Usage;

namespace Claudeonomics.IntegrationTests.Agents.StandIn;

/// <summary>One answered call: the truth that every report about it is held against.</summary>
/// <param name="Provider">OpenTelemetry's <c>gen_ai.provider.name</c> of the API that answered.</param>
/// <param name="Model">The model as the agent asked for it and as the answer named it.</param>
/// <param name="Conversation">The agent's id of its conversation where the request shows it, else <see langword="null"/>.</param>
/// <param name="RequestId">The answer's <c>request-id</c> or <c>x-request-id</c> header.</param>
/// <param name="ResponseId">The id inside the answer.</param>
/// <param name="IsScripted">Took a step of the scenario; otherwise the agent asked something on the side.</param>
internal sealed record HandedOut(
    string Provider,
    string Model,
    string? Conversation,
    string RequestId,
    string ResponseId,
    TokenUsage Usage,
    DateTimeOffset At,
    bool IsScripted);
