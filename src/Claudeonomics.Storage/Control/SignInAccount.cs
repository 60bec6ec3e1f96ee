namespace Claudeonomics.Storage.Control;

/// <summary>An account at a sign-in provider is a person of the directory.</summary>
public sealed class SignInAccount
{
    /// <summary>Who vouches for the account: the issuer of its tokens, or the address of its provider.</summary>
    public required string Issuer { get; init; }

    /// <summary>The issuer's own name for the account, which it never gives to another.</summary>
    public required string Subject { get; init; }

    public required string PersonId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
