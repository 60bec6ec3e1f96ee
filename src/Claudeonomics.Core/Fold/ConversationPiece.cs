namespace Claudeonomics.Core.Fold;

/// <summary>What a checkpoint keeps of one conversation and company day: enough to know its facts again and to find them.</summary>
/// <remarks>Pieces of one conversation add up: sets are united, traits are or-ed. So a checkpoint writes only what is new.</remarks>
/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the facts.</param>
/// <param name="Identities">Who told of it, ascending.</param>
/// <param name="Fingerprints">Lower 32 bits of the facts' keys, ascending: a fact whose fingerprint is not here is new; one whose
/// fingerprint is here is compared with the facts themselves.</param>
/// <param name="Batches">Sequence numbers of the ledger batches that hold the facts, ascending.</param>
/// <param name="Supervision">When people gave signals and something came of it, per identity.</param>
public sealed record ConversationPiece(
    ulong Conversation,
    int Day,
    ConversationTraits Traits,
    int[] Identities,
    uint[] Fingerprints,
    long[] Batches,
    SupervisionTimes[] Supervision);

/// <param name="HumanMs">Ascending, milliseconds since 1970 UTC.</param>
/// <param name="ProductiveMs">Ascending, milliseconds since 1970 UTC.</param>
public sealed record SupervisionTimes(int Identity, long[] HumanMs, long[] ProductiveMs);
