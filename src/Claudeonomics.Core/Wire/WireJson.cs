using System.Text.Json.Serialization;

namespace Claudeonomics.Core.Wire;

/// <summary>Batches as JSON, made by the compiler: both programs read and write them without reflection. What is 0 or unknown is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(NameConverter), typeof(CountConverter), typeof(MomentConverter), typeof(DayConverter)])]
[JsonSerializable(typeof(UsageBatch))]
internal sealed partial class WireJson : JsonSerializerContext;

/// <summary>What the server answers, as JSON; zeros are said.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UsageBatchAnswer))]
public sealed partial class WireAnswersJson : JsonSerializerContext;
