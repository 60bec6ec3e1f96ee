using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Activity;

/// <summary>How an entry of the stream's wheel is delivered.</summary>
internal enum Delivery : byte
{
    /// <summary>The conversation itself.</summary>
    Usual = 0,

    /// <summary>A copy kept to send one export again.</summary>
    Resend = 1,

    /// <summary>A copy kept to send one export late.</summary>
    Late = 2,
}

/// <summary>A running conversation: all there is to know to go on with it, so that a copy replays it exactly.</summary>
/// <remarks>Long members first: what every step needs fits two cache lines, and what only metrics need comes last.</remarks>
internal struct Conversation
{
    public SplitMix64 Random;
    public ulong IdHigh;
    public ulong IdLow;

    /// <summary>The export in which the entry's next acts go, in milliseconds since 1970 UTC.</summary>
    public long DueAt;

    /// <summary>When the next answer comes or, while tools run, when they end.</summary>
    public long NextAt;
    public long AnsweredAt;

    /// <summary>When the metrics are exported next; 0 while nothing new was counted.</summary>
    public long MetricsDueAt;

    public int Person;

    /// <summary>Next entry in the same slot of the wheel; -1 at its end.</summary>
    public int Next;
    public int RequestsLeft;
    public int Sequence;
    public int Prompt;
    public int ExportPhaseMs;
    public int SessionFactor;
    public int ContextLimit;

    /// <summary>Before the next answer.</summary>
    public int GapMs;
    public int DecisionDelayMs;

    public byte Model;
    public byte ToolCount;
    public Delivery Delivery;
    public bool IsAttended;
    public bool ExportsMetrics;
    public bool WritesLiveAnHour;
    public bool IsFirstRequest;
    public bool StartsWithPrompt;
    public bool IsCacheCold;
    public bool AreToolsRunning;
    public bool ArePersonsAsked;

    public CounterState Counters;
}

/// <summary>What a conversation's counters hold since the last export, or since its start where they are cumulative.</summary>
internal struct CounterState
{
    public long OpenedAt;
    public long StartAt;
    public TokenCounts Tokens;
    public TokenCounts HelperTokens;
    public int LinesAdded;
    public int LinesRemoved;
    public int Commits;
    public int PullRequests;
    public int EditsAccepted;
    public int EditsRejected;
    public int UserActiveMs;
    public int AgentActiveMs;
}

/// <summary>Tokens of one model.</summary>
internal struct TokenCounts
{
    public long UncachedInput;
    public long CacheRead;
    public long CacheWrite;
    public long Output;
    public long Reasoning;
}
