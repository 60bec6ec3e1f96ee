using Claudeonomics.Core.Usage;

namespace Claudeonomics.Simulator.Activity;

/// <summary>What an agent reports.</summary>
public enum ActKind : byte
{
    /// <summary>Somebody, or a script, gave a prompt.</summary>
    Prompt = 1,

    /// <summary>A model answered.</summary>
    Call = 2,

    /// <summary>A tool's use was allowed or turned down.</summary>
    Decision = 3,

    /// <summary>A tool ran.</summary>
    ToolResult = 4,

    /// <summary>A model did not answer.</summary>
    Error = 5,

    /// <summary>A point of a counter.</summary>
    Counter = 6,
}

/// <summary>The tools that agents use.</summary>
public enum Tool : byte
{
    Read = 0,
    Bash = 1,
    Edit = 2,
    Write = 3,
    Grep = 4,
}

/// <summary>Who allowed a tool's use, or turned it down.</summary>
public enum Decider : byte
{
    /// <summary>A setting allowed it.</summary>
    Setting = 0,

    /// <summary>A person allowed it this once.</summary>
    Person = 1,

    /// <summary>A person turned it down.</summary>
    PersonAgainst = 2,
}

/// <summary>One thing that happened in a conversation. Which members mean something depends on the kind.</summary>
/// <remarks>Filled in place, in a buffer that is used again for the next export: building it elsewhere and copying it here took a
/// fifth of the generator's time.</remarks>
public struct Act
{
    internal const string AnthropicProvider = "anthropic";

    public ActKind Kind { readonly get; internal set; }

    /// <summary>Grows within the conversation, as Claude Code's <c>event.sequence</c> does; 0 for counters.</summary>
    public int Sequence { readonly get; internal set; }

    /// <summary>Sequence number of the prompt that the act answers to.</summary>
    public int Prompt { readonly get; internal set; }

    public long AtUnixMs { readonly get; internal set; }

    /// <summary>Of the request, or of the tool's use; the same for its decision and its result.</summary>
    public ulong Id { readonly get; internal set; }

    /// <summary>Of the conversation; for calls and token counters, which model.</summary>
    public CallOrigin Origin { readonly get; internal set; }

    // Tokens of a call, disjoint; reasoning lies within output.
    public int UncachedInput { readonly get; internal set; }

    public int CacheRead { readonly get; internal set; }

    public int CacheWrite { readonly get; internal set; }

    public int Output { readonly get; internal set; }

    public int Reasoning { readonly get; internal set; }

    /// <summary>The cache writes live an hour, not five minutes.</summary>
    public bool WritesLiveAnHour { readonly get; internal set; }

    /// <summary>What the agent itself says the call costs, in millionths of a dollar; -1 when it says nothing.</summary>
    public long CostMicros { readonly get; internal set; }

    public int DurationMs { readonly get; internal set; }

    public Tool Tool { readonly get; internal set; }

    public Decider Decider { readonly get; internal set; }

    /// <summary>HTTP status of an error; 0 when the user aborted.</summary>
    public short Status { readonly get; internal set; }

    /// <summary>In which attempt an error ended.</summary>
    public byte Attempt { readonly get; internal set; }

    public CounterMeasure Measure { readonly get; internal set; }

    public long Value { readonly get; internal set; }

    /// <summary>Start of a counter's count: of the interval for Claude Code, of the conversation for Gemini CLI.</summary>
    public long StartUnixMs { readonly get; internal set; }

    /// <summary>The tokens of a call as they really were. Only Anthropic's writes have a lifetime.</summary>
    public readonly TokenUsage Truth =>
        Origin.Provider != AnthropicProvider ? Reported
        : WritesLiveAnHour ? new(UncachedInput, CacheRead, 0, CacheWrite, 0, Output, Reasoning)
        : new(UncachedInput, CacheRead, CacheWrite, 0, 0, Output, Reasoning);

    /// <summary>The tokens of a call as telemetry tells them: without the lifetime of cache writes.</summary>
    public readonly TokenUsage Reported => new(UncachedInput, CacheRead, 0, 0, CacheWrite, Output, Reasoning);
}
