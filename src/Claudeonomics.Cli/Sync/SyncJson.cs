using System.Text.Json.Serialization;

namespace Claudeonomics.Cli.Sync;

/// <summary>What sync keeps on this machine, as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ServerAccount))]
[JsonSerializable(typeof(Acknowledged))]
internal sealed partial class SyncJson : JsonSerializerContext;
