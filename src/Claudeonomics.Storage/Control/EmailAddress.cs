namespace Claudeonomics.Storage.Control;

/// <summary>E-mail addresses as names of people: compared without regard to case, never sent to.</summary>
public static class EmailAddress
{
    /// <summary>UTF-8 bytes of the longest address: 64 before the @ and 255 after it.</summary>
    public const int MaxBytes = 320;

    /// <summary>What two spellings of one address have in common.</summary>
    public static string Key(string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        return email.Trim().ToLowerInvariant();
    }

    /// <summary>One @ with something on both sides, no spaces or control characters: enough to tell an address from a slip.</summary>
    public static bool IsValid(string? email)
    {
        if (string.IsNullOrEmpty(email) || System.Text.Encoding.UTF8.GetByteCount(email) > MaxBytes)
        {
            return false;
        }

        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == email.LastIndexOf('@') && at < email.Length - 1
            && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '/' or '<' or '>' or '"');
    }
}
