namespace Claudeonomics.Server.Ingest;

/// <summary>How a payload says whose it is, strongest first.</summary>
public enum IdentityClaimKind : byte
{
    /// <summary><c>user.email</c>, or <c>enduser.id</c> when it is an e-mail. Compared without regard to case.</summary>
    Email = 1,

    /// <summary>The vendor's account id: <c>user.account_id</c>, <c>user.account_uuid</c>.</summary>
    Account = 2,

    /// <summary>A random id of one installation: Claude Code's <c>user.id</c>, Gemini's <c>installation.id</c>.</summary>
    Installation = 3,
}

/// <summary>What a valid ingest key allows.</summary>
/// <param name="KeyId">Which key, for counts and logs; never the key itself.</param>
/// <param name="PersonalIdentity">The ledger's number of the key's own person: every fact is theirs, whatever the payload claims;
/// <see langword="null"/> for a shared key, where the payload's claim decides.</param>
public sealed record IngestGrant(string KeyId, int? PersonalIdentity);

/// <summary>What a valid key allows that sends usage batches.</summary>
/// <param name="KeyId">Which key, for counts and logs; never the key itself.</param>
/// <param name="Identity">The ledger's number of the key's own person.</param>
/// <param name="Device">The device that the key was made for; <see langword="null"/> for a key that may be used anywhere.</param>
public sealed record BatchGrant(string KeyId, int Identity, string? Device);

/// <summary>Who may write, and as whom. The intake asks; the people feature answers.</summary>
public interface IIngestGate
{
    /// <summary>Checks a presented key in constant time.</summary>
    /// <returns>What it allows; <see langword="null"/> when it is unknown or revoked (401).</returns>
    /// <exception cref="IngestForbiddenException">A valid key of another kind (403).</exception>
    IngestGrant? Find(ReadOnlySpan<char> presentedKey);

    /// <summary>The same for usage batches, which only somebody's own key may send: nothing in them says whose they are.</summary>
    /// <inheritdoc cref="Find"/>
    BatchGrant? FindForBatches(ReadOnlySpan<char> presentedKey);

    /// <summary>The ledger's number for a claim made under a shared key; registers it durably when it is new.</summary>
    /// <param name="value">UTF-8, at most 320 bytes.</param>
    /// <returns>The number, or <see langword="null"/> when the company's 100,000 identities are used up.</returns>
    int? NumberOf(IdentityClaimKind kind, ReadOnlySpan<byte> value);
}

/// <summary>The key is valid and may not write.</summary>
public sealed class IngestForbiddenException(string message) : Exception(message);
