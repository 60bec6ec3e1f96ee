namespace Claudeonomics.Core.Usage;

/// <summary>Which coding agent called which model of which provider, in the source's own spelling.</summary>
/// <param name="Agent">The coding tool, such as <c>claude-code</c>; at most 64 characters, empty only in a counter that is about none.</param>
/// <param name="Provider">OpenTelemetry's <c>gen_ai.provider.name</c>, such as <c>anthropic</c>, <c>openai</c>, <c>gcp.gemini</c>; empty when unknown.</param>
/// <param name="Model">The model as the source spells it, at most 128 characters of <c>[A-Za-z0-9._:/@+\[\]-]</c>;
/// <see cref="UnknownModel"/> when the source names none or nothing that fits.</param>
public sealed record CallOrigin(string Agent, string Provider, string Model)
{
    /// <summary>Stands for a model that the source did not name. It is counted and never priced.</summary>
    public const string UnknownModel = "unknown";

    /// <summary>Stands for everything past the company's first 2,000 models or 200 agents.</summary>
    public const string Other = "other";
}
