using Claudeonomics.Core.Ledger;

namespace Claudeonomics.Storage.Embedded;

/// <summary>How the embedded ledger keeps facts.</summary>
public sealed record EmbeddedLedgerOptions
{
    /// <summary>Where <c>ledger.db</c> and the key that signs its heads are.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where the company's days begin. Fixed by the first start; another one later is refused.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>Requests that may wait for their commit. One more is turned away, and its sender still has the data.</summary>
    public int MaxQueuedRequests { get; init; } = 256;

    /// <summary>Facts of one commit at most, when more requests are waiting.</summary>
    public int MaxFactsPerCommit { get; init; } = 50_000;

    /// <summary>A checkpoint is written after this many facts, or after <see cref="CheckpointInterval"/>. A restart reads the facts after it.</summary>
    public int FactsPerCheckpoint { get; init; } = 4_000_000;

    /// <inheritdoc cref="FactsPerCheckpoint"/>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Conversations that no fact touched for this long leave memory at the next checkpoint.</summary>
    /// <remarks>One that comes back after that is read from disk, which costs as much as folding a hundred calls; one that stays takes about
    /// 2 KB, and a company of 85,000 begins some 30,000 in this time.</remarks>
    public TimeSpan ConversationIdle { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Conversations in memory from which on a checkpoint is written at once and all of them leave memory: some 1 GB. A company of
    /// 85,000 has some 30,000.</summary>
    public int MaxConversations { get; init; } = 500_000;

    /// <summary>Company days for which raw facts and hours are kept.</summary>
    public int HorizonDays { get; init; } = RawHorizon.Days;

    /// <summary>Company days for which sums per identity are kept.</summary>
    public int PersonDays { get; init; } = 400;
}
