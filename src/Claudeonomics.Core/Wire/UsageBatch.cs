using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Wire;

/// <summary>What one device read in its agents' own logs: the body of <c>POST /api/v1/usage</c>.</summary>
/// <remarks>
/// The contract between command line and server; README.md beside this file says what it promises. Numbers, times and names that do
/// not fit are not an error of the body: a record that has one is rejected by itself. There is no place for content, a path or a project.
/// </remarks>
public sealed record UsageBatch
{
    /// <summary>The version that this program speaks. A server answers 400 to one it does not know.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Characters of a device's id, which are letters, digits, <c>_</c> and <c>-</c>.</summary>
    public const int MaxDeviceLength = 64;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>The id that the server gave this device when it signed in; <see langword="null"/> where the key says it.</summary>
    public string? Device { get; init; }

    /// <summary>When the logs were read, by the device's clock.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Hours that changed, each once and whole.</summary>
    public IReadOnlyList<UsageHour> Hours { get; init; } = [];

    /// <summary>Days that are older than single calls are taken and that changed, each once and whole; absent when there are none.</summary>
    public IReadOnlyList<UsageDay>? Days { get; init; }
}

/// <summary>Everything that the device saw answered on one day of the company's.</summary>
public sealed record UsageDay
{
    public DateOnly? Day { get; init; }

    /// <summary>By agent, provider, model and what else changes a price.</summary>
    public IReadOnlyList<LoggedTotal> Totals { get; init; } = [];
}

/// <summary>Every call that the device saw answered within one UTC hour, and counts of what was changed in it.</summary>
public sealed record UsageHour
{
    /// <summary>When the hour begins.</summary>
    public DateTimeOffset? Hour { get; init; }

    public IReadOnlyList<LoggedCall> Calls { get; init; } = [];

    /// <summary>How many files tools of an agent changed in the hour, each agent once; absent when there are none.</summary>
    public IReadOnlyList<LoggedChanges>? Changes { get; init; }
}

/// <summary>What an agent's changes to files were about, in counts: by the files' paths, which stay where they are.</summary>
public sealed record LoggedChanges
{
    /// <summary>The coding tool, such as <c>claude-code</c>: the name that its telemetry goes by.</summary>
    public string? Agent { get; init; }

    public long Code { get; init; }

    public long Tests { get; init; }

    public long Documentation { get; init; }

    public long Configuration { get; init; }
}

/// <summary>Tokens in buckets that do not overlap, as <see cref="TokenUsage"/> has them; what is not there is 0.</summary>
public abstract record LoggedTokens
{
    /// <summary>The coding tool, such as <c>claude-code</c>: the name that its telemetry goes by.</summary>
    public string? Agent { get; init; }

    /// <summary>OpenTelemetry's <c>gen_ai.provider.name</c>, such as <c>anthropic</c>; <see langword="null"/> when the log does not tell.</summary>
    public string? Provider { get; init; }

    /// <summary>The model as the log spells it; <see langword="null"/> when it does not tell.</summary>
    public string? Model { get; init; }

    public long UncachedInputTokens { get; init; }

    public long CacheReadTokens { get; init; }

    public long CacheWrite5mTokens { get; init; }

    public long CacheWrite1hTokens { get; init; }

    public long CacheWriteUnknownTokens { get; init; }

    /// <summary>Everything the model wrote, reasoning included.</summary>
    public long OutputTokens { get; init; }

    public long ReasoningTokens { get; init; }

    /// <summary><c>fast</c>, or absent.</summary>
    public string? Speed { get; init; }

    /// <summary><c>batch</c>, <c>flex</c> or <c>priority</c>, or absent.</summary>
    public string? ServiceTier { get; init; }

    /// <summary><c>us</c> or <c>regional</c>, or absent.</summary>
    public string? Geography { get; init; }

    /// <summary>Searches that the provider bills apart from tokens.</summary>
    public long WebSearches { get; init; }
}

/// <summary>One model call as the agent's log tells of it.</summary>
public sealed record LoggedCall : LoggedTokens
{
    /// <summary>The longest id of a conversation or request, in UTF-8 bytes.</summary>
    public const int MaxIdBytes = 256;

    /// <summary>The agent's own id of the conversation, as its telemetry spells it. The server keeps a keyed hash of it.</summary>
    public string? Conversation { get; init; }

    /// <summary>The provider's id of the request or response, as telemetry spells it where it has one; absent when the log has none.</summary>
    public string? Request { get; init; }

    /// <summary>When the call was answered, to the millisecond.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The log was read before the answer ended, so the output is a lower bound.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Revision of the parser that read the log, 0 to 255.</summary>
    public long ParserRevision { get; init; }
}

/// <summary>What was used of one model on one day.</summary>
public sealed record LoggedTotal : LoggedTokens
{
    /// <summary>Calls, at least 1.</summary>
    public long Calls { get; init; }
}

/// <summary>What became of a batch. Each record sent is counted once: a call, a total, or the changes of one class, agent and hour.</summary>
/// <param name="Accepted">New.</param>
/// <param name="Duplicate">Known already; nothing changed.</param>
/// <param name="Corrected">Records that the device told of in these hours before and does not tell of now, changed or gone: they count no more.
/// They are none of those sent.</param>
/// <param name="Rejected">Why and how many, by the closed set of reasons, such as <c>too-old</c>.</param>
public sealed record UsageBatchAnswer(int Accepted, int Duplicate, int Corrected, IReadOnlyDictionary<string, int> Rejected)
{
    /// <summary>The reason for totals of a day whose single calls are still taken: to be sent again when it is older.</summary>
    public const string TooRecent = "too-recent";
}
