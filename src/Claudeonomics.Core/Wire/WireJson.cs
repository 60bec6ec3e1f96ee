using System.Text.Json.Serialization;

namespace Claudeonomics.Core.Wire;

/// <summary>Batches as JSON, made by the compiler: both programs read and write them without reflection. What is 0 or unknown is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(NameConverter), typeof(CountConverter), typeof(MomentConverter), typeof(DayConverter)])]
[JsonSerializable(typeof(UsageBatch))]
internal sealed partial class BatchWireJson : JsonSerializerContext;

/// <summary>Everything else that the two programs say to each other, as JSON; zeros are said.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UsageBatchAnswer))]
[JsonSerializable(typeof(DeviceSignInRequest))]
[JsonSerializable(typeof(DeviceSignInCodes))]
[JsonSerializable(typeof(DevicePoll))]
[JsonSerializable(typeof(DeviceKey))]
[JsonSerializable(typeof(WireProblem))]
public sealed partial class WireJson : JsonSerializerContext;
