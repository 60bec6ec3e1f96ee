namespace Claudeonomics.Core.Usage;

/// <summary>What a counter counts. The numbers are stored in the ledger and never change their meaning.</summary>
/// <remarks>Token measures follow <see cref="TokenUsage"/>: the mapper has already made them disjoint where its source allows
/// (Gemini's <c>input</c> includes <c>cache</c>: see <see cref="InclusiveInputTokens"/>).</remarks>
public enum CounterMeasure : byte
{
    UncachedInputTokens = 1,

    /// <summary>All tokens sent, cached ones included: the fold takes the cache reads of the same model and moment away.</summary>
    InclusiveInputTokens = 2,
    CacheReadTokens = 3,
    CacheWriteTokens = 4,

    /// <summary>Output that includes reasoning.</summary>
    OutputTokens = 5,

    /// <summary>Reasoning that the source counts inside its output.</summary>
    ReasoningTokens = 6,

    /// <summary>Reasoning that the source counts apart from its output (Gemini's <c>thought</c>): the fold adds it to the output.</summary>
    ExclusiveReasoningTokens = 7,

    LinesAdded = 20,
    LinesRemoved = 21,
    Commits = 22,
    PullRequests = 23,

    /// <summary>Time at the keyboard, in milliseconds.</summary>
    UserActiveMs = 24,

    /// <summary>Time the agent worked, in milliseconds.</summary>
    AgentActiveMs = 25,
    EditsAccepted = 26,
    EditsRejected = 27,

    /// <summary>Files that tools changed, by what they are for, as a device counted them in its agents' logs: everything of one hour, as it was read
    /// (<see cref="ChangeCount"/>).</summary>
    CodeChanges = 40,
    TestChanges = 41,
    DocumentationChanges = 42,
    ConfigurationChanges = 43,
}

/// <summary>OpenTelemetry's aggregation temporality.</summary>
public enum Temporality : byte
{
    /// <summary>The value is what was added since the point before.</summary>
    Delta = 1,

    /// <summary>The value is everything since <see cref="CounterPoint.StartUnixMs"/>.</summary>
    Cumulative = 2,
}

/// <summary>One data point of a monotonic counter, of one conversation.</summary>
/// <remarks>A fact: appended once and never edited. Turning cumulative points into differences is the fold's work.</remarks>
public readonly record struct CounterPoint
{
    public required int Identity { get; init; }

    public required Who Who { get; init; }

    /// <summary>When the point was taken, in milliseconds since 1970 UTC.</summary>
    public required long AtUnixMs { get; init; }

    /// <summary>When the count began (cumulative) or the interval began (delta), in milliseconds since 1970 UTC; 0 when the source does not tell.</summary>
    public required long StartUnixMs { get; init; }

    public required ulong Conversation { get; init; }

    /// <summary>Keyed hash of everything that names the series: resource, scope, metric and attributes.</summary>
    public required ulong Series { get; init; }

    public required Temporality Temporality { get; init; }

    public required CounterMeasure Measure { get; init; }

    /// <summary>Tokens, milliseconds or a count, at least 0.</summary>
    public required long Value { get; init; }

    public required CallOrigin Origin { get; init; }

    public CallTraits Traits { get; init; }

    public FactKey Key => FactKey.OfCounter(Series, StartUnixMs, AtUnixMs);
}
