using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.Agents.StandIn;

/// <summary>A request as it came in, for looking at what an agent asked.</summary>
internal sealed record Exchange(string Method, string Path, IReadOnlyDictionary<string, string> Headers, JsonNode? Body);
