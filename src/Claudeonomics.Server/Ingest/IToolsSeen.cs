using Claudeonomics.Core.Tools;

namespace Claudeonomics.Server.Ingest;

/// <summary>Something that extends an agent was used.</summary>
/// <param name="Identity">Of the ledger.</param>
/// <param name="Name">By <see cref="ToolName"/>.</param>
public readonly record struct SeenTool(int Identity, long AtUnixMs, ToolKind Kind, string Name);

/// <summary>Takes note of skills, plugins and tool servers that telemetry names. They are no facts of the ledger: what is lost of them in a crash is told again
/// with their next use.</summary>
public interface IToolsSeen
{
    /// <summary>Called after the facts of a request are durable. Returns at once.</summary>
    void Saw(IReadOnlyList<SeenTool> tools);
}
