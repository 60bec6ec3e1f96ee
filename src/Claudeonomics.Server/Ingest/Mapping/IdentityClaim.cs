namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>What a record says about whose it is: the strongest claim that it makes.</summary>
internal readonly ref struct IdentityClaim
{
    /// <summary>Longer values are nobody's e-mail, account or installation (RFC 3696: an address has at most 320 bytes).</summary>
    public const int MaxBytes = 320;

    private IdentityClaim(IdentityClaimKind kind, ReadOnlySpan<byte> value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>0 when the record makes no claim.</summary>
    public IdentityClaimKind Kind { get; }

    public ReadOnlySpan<byte> Value { get; }

    public bool IsMade => Kind != 0;

    public static IdentityClaim Of(in Record record, CommonNames names)
    {
        var email = record.Text(names.Email);
        if (!IsEmail(email))
        {
            email = record.Text(names.EndUser);
        }

        if (IsEmail(email))
        {
            return new(IdentityClaimKind.Email, email);
        }

        var account = record.Text(names.AccountId, names.AccountUuid);
        if (IsId(account))
        {
            return new(IdentityClaimKind.Account, account);
        }

        var installation = record.Text(names.UserId, names.InstallationId);
        return IsId(installation) ? new(IdentityClaimKind.Installation, installation) : default;
    }

    // ann@corp.example: something on both sides of one @, no blanks and no control characters.
    private static bool IsEmail(ReadOnlySpan<byte> value)
    {
        var at = value.IndexOf((byte)'@');
        return at > 0 && at < value.Length - 1 && IsId(value) && value[(at + 1)..].IndexOf((byte)'@') < 0;
    }

    private static bool IsId(ReadOnlySpan<byte> value) =>
        !value.IsEmpty && value.Length <= MaxBytes && !value.ContainsAnyInRange((byte)0, (byte)' ') && !value.Contains((byte)0x7F);
}
