namespace Claudeonomics.Core.Usage;

/// <summary>Why a record was not kept: a closed set that is also the metric's label and the test's name.</summary>
public enum DropReason : byte
{
    /// <summary>A token count, cost or counter value below 0.</summary>
    NegativeCount,

    /// <summary>A count that is no number, or too large to be one of tokens (above 10^15).</summary>
    UnreadableCount,

    /// <summary>A part exceeds its whole: more cached tokens than input, more reasoning than output.</summary>
    PartExceedsWhole,

    /// <summary>No time on the record.</summary>
    Undated,

    /// <summary>Older than the ledger keeps raw facts (62 days).</summary>
    TooOld,

    /// <summary>More than ten minutes ahead of the server's clock.</summary>
    Future,

    /// <summary>Nothing says which conversation the record belongs to, so it could not be counted once.</summary>
    NoConversation,

    /// <summary>Nothing says whose it is.</summary>
    NoIdentity,

    /// <summary>The company's 100,000 identities are used up.</summary>
    TooManyIdentities,

    /// <summary>The record itself could not be decoded.</summary>
    Malformed,

    /// <summary>The conversation has as many facts as the ledger keeps of one.</summary>
    ConversationFull,

    /// <summary>The device has told of this hour before, and read its logs later then.</summary>
    Superseded,

    /// <summary>Totals of a day whose single calls are still taken.</summary>
    TooRecent,
}
