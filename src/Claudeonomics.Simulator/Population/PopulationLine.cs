using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Fairness;

namespace Claudeonomics.Simulator.Population;

/// <summary>What a line of a population file is.</summary>
internal enum LineType
{
    Company = 1,
    Team,
    Person,
    Call,
    Signal,
}

/// <summary>What a signal line is about.</summary>
internal enum SignalType
{
    Prompt = 1,
    Decision,
    ToolResult,
    Error,
    Counter,
}

/// <summary>The truth about an event: what a reader of the telemetry cannot know for sure.</summary>
/// <param name="Counts">It was not delivered before.</param>
/// <param name="Attended">A person waited for the conversation.</param>
/// <param name="WritesLiveAnHour">The call's cache writes lived an hour instead of five minutes; absent where nobody says how long.</param>
/// <param name="Worth">What the tokens were for; absent where they were useful, and where the file does not tell.</param>
internal sealed record LineTruth(bool Counts, bool Attended, bool? WritesLiveAnHour = null, Worth? Worth = null);

/// <summary>One line of a population file. README.md has one of each; members that mean nothing for a line are left out.</summary>
internal sealed record PopulationLine
{
    public required LineType Type { get; init; }

    // ---- company ----
    public int? Format { get; init; }

    public int? People { get; init; }

    // ---- team and person ----
    public int? Team { get; init; }

    public string? Name { get; init; }

    public int? Parent { get; init; }

    public string? Email { get; init; }

    public string? Role { get; init; }

    public string? TimeZone { get; init; }

    public double? UtcOffsetHours { get; init; }

    public Participation? Participates { get; init; }

    public double? WorkingDays { get; init; }

    /// <summary>Absent for ordinary people, and where the file does not tell.</summary>
    public Archetype? Archetype { get; init; }

    // ---- call and signal: the body they came in ----

    /// <summary>Number of the body; its lines follow one another.</summary>
    public long? Body { get; init; }

    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>E-mail.</summary>
    public string? Person { get; init; }

    public ExportSignal? Sent { get; init; }

    public Guid? Conversation { get; init; }

    public LineTruth? Truth { get; init; }

    // ---- call and signal: the event ----
    public SignalType? Kind { get; init; }

    public DateTimeOffset? At { get; init; }

    public int? Sequence { get; init; }

    public int? Prompt { get; init; }

    /// <summary>Of the request or the tool use, in sixteen hexadecimal digits.</summary>
    public string? Id { get; init; }

    public string? Agent { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public int? UncachedInput { get; init; }

    public int? CacheRead { get; init; }

    public int? CacheWrite { get; init; }

    public int? Output { get; init; }

    public int? Reasoning { get; init; }

    public long? CostUsdMicros { get; init; }

    public int? DurationMs { get; init; }

    public Tool? Tool { get; init; }

    public Decider? DecidedBy { get; init; }

    public short? Status { get; init; }

    public byte? Attempt { get; init; }

    public CounterMeasure? Measure { get; init; }

    public long? Value { get; init; }

    public DateTimeOffset? StartedAt { get; init; }
}

/// <summary>One line of a truth file: what one person used of one model in one conversation on one UTC day.</summary>
internal sealed record TruthLine(
    string Person, DateOnly Day, string Agent, string Provider, string Model, Guid Conversation, long Requests,
    long UncachedInput, long CacheRead, long CacheWrite5m, long CacheWrite1h, long CacheWriteUnknown, long Output, long Reasoning);

/// <summary>Names of enumeration members as everything else is written.</summary>
internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(CamelCase<LineType>), typeof(CamelCase<SignalType>), typeof(CamelCase<ExportSignal>), typeof(CamelCase<Tool>),
        typeof(CamelCase<Decider>), typeof(CamelCase<CounterMeasure>), typeof(CamelCase<Participation>), typeof(CamelCase<Archetype>), typeof(CamelCase<Worth>),
    ])]
[JsonSerializable(typeof(PopulationLine))]
[JsonSerializable(typeof(TruthLine))]
internal sealed partial class PopulationJson : JsonSerializerContext;
