using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Ledger;

/// <summary>What became of an appended batch.</summary>
/// <param name="Accepted">Facts that are new.</param>
/// <param name="Duplicates">Facts the ledger already had, or that say nothing new; nothing changed.</param>
/// <param name="Refused">Facts past a conversation's bounds (facts, series); they are not kept.</param>
/// <param name="Corrected">Calls that an earlier reading of the same hours told of and this one does not: they count no more.</param>
/// <param name="Superseded">Calls of a reading that a later one of the same hour has overtaken; they are not kept.</param>
public readonly record struct AppendOutcome(int Accepted, int Duplicates, int Refused = 0, int Corrected = 0, int Superseded = 0);

/// <summary>The end of the hash chain: what to keep elsewhere to be sure of everything before it.</summary>
/// <param name="Sequence">Number of the last batch; 0 before the first.</param>
/// <param name="Hash">SHA-256 of the last batch and its predecessor's hash, in lower-case hexadecimal.</param>
public sealed record LedgerHead(long Sequence, string Hash);

/// <summary>A head that was kept elsewhere, which a chain must still pass through.</summary>
/// <param name="At">When it was kept: every batch up to it was there. <see langword="null"/> when that is not known.</param>
public sealed record KeptHead(LedgerHead Head, DateTimeOffset? At)
{
    /// <summary>Whether its batch may be gone by now, because nothing is kept as long.</summary>
    /// <param name="kept">How long every batch is kept at least.</param>
    public bool MayHaveExpired(DateTimeOffset now, TimeSpan kept) => At <= now - kept;

    /// <summary>What is wrong with a chain that begins behind it.</summary>
    public string ProblemOfALaterBeginning(DateTimeOffset now, TimeSpan kept) =>
        At is not { } at ? "The batch of the expected head is gone, and nothing says when that was kept: whether it has expired nobody can tell. Keep heads with their time."
        : MayHaveExpired(now, kept) ? "The expected head is older than everything that is kept: it says nothing any more. Keep a newer one."
        : $"The batch of the expected head is gone before its time: it was there at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and is kept for {kept.TotalDays:0} days.";
}

/// <summary>What a verification found.</summary>
/// <param name="FirstBadBatch">The first batch that does not follow from the one before it, or <see langword="null"/>.</param>
public sealed record LedgerVerification(
    bool Ok, long Batches, long Facts, LedgerHead Head, long? FirstBadBatch, string? Problem, DateTimeOffset At);

/// <summary>Keeps every fact once. Its invariants, and what it does not guarantee, are in README.md beside this file.</summary>
public interface IUsageLedger
{
    LedgerHead Head { get; }

    /// <summary>Makes facts durable, once per key.</summary>
    /// <param name="facts">Not used after the returned task ends; the caller may reuse it then.</param>
    /// <param name="cancellationToken">Stops the waiting, not the append: a batch that was taken is finished.</param>
    /// <returns>What became of them once they are durable, or <see langword="null"/> when the queue is full and nothing was kept.</returns>
    /// <exception cref="LedgerUnavailableException">The store could not commit (a full disk, say); nothing was kept.</exception>
    Task<AppendOutcome?> AppendAsync(FactBatch facts, CancellationToken cancellationToken);

    /// <summary>Reads the whole chain.</summary>
    /// <param name="expected">A head kept elsewhere, or <see langword="null"/>: the chain must pass through it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<LedgerVerification> VerifyAsync(KeptHead? expected, CancellationToken cancellationToken);
}

/// <summary>The store cannot take facts now. The sender still has them and should try again.</summary>
public sealed class LedgerUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
