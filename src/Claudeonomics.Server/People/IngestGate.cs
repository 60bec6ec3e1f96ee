using Claudeonomics.Server.Ingest;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>Answers the intake: who may write, and as whom.</summary>
internal sealed class IngestGate(KeyRing keys, IdentityRegister identities) : IIngestGate
{
    public IngestGrant? Find(ReadOnlySpan<char> presentedKey) => keys.Find(presentedKey) switch
    {
        null => null,
        { Kind: KeyKind.Ingest } key => key.Grant,
        { Kind: var kind } => throw NotForWriting(kind),
    };

    public BatchGrant? FindForBatches(ReadOnlySpan<char> presentedKey) => keys.Find(presentedKey) switch
    {
        null => null,
        { BatchGrant: { } grant } => grant,
        { Kind: KeyKind.Ingest } => throw new IngestForbiddenException("This key is shared; a usage batch takes a key of somebody's own."),
        { Kind: var kind } => throw NotForWriting(kind),
    };

    public int? NumberOf(IdentityClaimKind kind, ReadOnlySpan<byte> value) => identities.NumberOf(kind, value);

    private static IngestForbiddenException NotForWriting(KeyKind kind) =>
        new($"This is a key of kind {kind.ToString().ToLowerInvariant()}; writing takes one of kind ingest.");
}
