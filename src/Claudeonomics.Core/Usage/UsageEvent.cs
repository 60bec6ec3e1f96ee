namespace Claudeonomics.Core.Usage;

/// <summary>One model call as one source reported it.</summary>
/// <remarks>A fact: appended once and never edited. It has no room for content, a path or an e-mail.</remarks>
public readonly record struct UsageEvent
{
    /// <summary>The ledger's opaque number for whoever reported; which person that is lives elsewhere.</summary>
    public required int Identity { get; init; }

    public required Who Who { get; init; }

    public required Source Source { get; init; }

    /// <summary>When the call was answered, in milliseconds since 1970 UTC.</summary>
    public required long AtUnixMs { get; init; }

    /// <summary>Keyed hash of the agent's conversation (Claude Code's <c>session.id</c>).</summary>
    public required ulong Conversation { get; init; }

    /// <summary>Keyed hash of the provider's id for the request or response, the same in every source; 0 when the source has none.</summary>
    public ulong Request { get; init; }

    /// <summary>What else tells this fact from others of its source at the same moment (Claude Code's <c>event.sequence</c>); 0 when nothing does.</summary>
    public ulong Ordinal { get; init; }

    public required CallOrigin Origin { get; init; }

    public CallTraits Traits { get; init; }

    public required TokenUsage Usage { get; init; }

    /// <summary>What the agent itself thinks the call costs at list price, in millionths of a dollar.</summary>
    public long? ReportedCostMicros { get; init; }

    /// <summary>Searches that the provider bills apart from tokens.</summary>
    public int WebSearches { get; init; }

    /// <summary>The source saw the call before it ended, so its output is a lower bound.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Revision of the parser that read a local log, so that a fixed parser can lower a number; 0 elsewhere.</summary>
    public byte ParserRevision { get; init; }

    /// <summary>Keyed hash of the device in whose logs the call was found; 0 in other sources, and where the sender has no device.</summary>
    public ulong Device { get; init; }

    /// <summary>The stable key of this fact within its identity and conversation; the same key again changes nothing.</summary>
    public FactKey Key => Device != 0 ? FactKey.OfLogged(this)
        : Request != 0 ? FactKey.OfRequest(Source, Request, this)
        : FactKey.OfMoment(Source, AtUnixMs, Ordinal, Usage);
}
