using System.Text;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>What people type who say under what somebody is known.</summary>
public static class IdentityClaims
{
    /// <param name="name"><c>email</c>, <c>account</c> or <c>installation</c>.</param>
    public static IdentityClaimKind? KindOf(string? name) => name switch
    {
        "email" => IdentityClaimKind.Email,
        "account" => IdentityClaimKind.Account,
        "installation" => IdentityClaimKind.Installation,
        _ => null,
    };

    /// <summary>Whether a value can be one that an agent sends.</summary>
    public static bool IsFit(IdentityClaimKind kind, string? value) => kind is IdentityClaimKind.Email
        ? EmailAddress.IsValid(value?.Trim())
        : value?.Trim() is { Length: > 0 } text && Encoding.UTF8.GetByteCount(text) <= EmailAddress.MaxBytes
            && !text.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c));
}
