using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>Where conversations are that left memory. What it says covers every checkpoint that was completed.</summary>
public interface IConversationArchive
{
    /// <summary>All pieces of a conversation, in any order; empty for one that was never kept. Quick for those.</summary>
    IReadOnlyList<ConversationPiece> PiecesOf(ulong conversation);

    /// <summary>Reads the facts of one conversation in one ledger batch again.</summary>
    /// <param name="batch">Its sequence number.</param>
    /// <param name="into">Receives them in ledger order; not cleared.</param>
    void ReadFacts(ulong conversation, long batch, FactBatch into);
}
