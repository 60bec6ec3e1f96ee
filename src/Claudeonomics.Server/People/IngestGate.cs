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
        { Kind: var kind } => throw new IngestForbiddenException($"This is a key of kind {kind.ToString().ToLowerInvariant()}; writing takes one of kind ingest."),
    };

    public int? NumberOf(IdentityClaimKind kind, ReadOnlySpan<byte> value) => identities.NumberOf(kind, value);
}
