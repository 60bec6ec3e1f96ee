using System.Security.Cryptography;
using System.Text;

namespace Claudeonomics.Server.People;

/// <summary>A secret that is shown once: <c>cn_ingest_4xq2k7w3ab_…</c>.</summary>
/// <remarks>
/// The prefix makes a leaked one easy to find, the id names it without giving it away, and every character stands in a path and
/// in a header as it is. 32 characters of 5 random bits make the secret, so a plain SHA-256 keeps it.
/// </remarks>
/// <param name="Text">The whole secret; kept nowhere.</param>
/// <param name="Hash">SHA-256 of its UTF-8 bytes.</param>
internal sealed record SecretText(string Id, string Text, byte[] Hash)
{
    public const int HashBytes = SHA256.HashSizeInBytes;
    private const int MaxChars = 200;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static SecretText New(string kind)
    {
        var id = NewId(10);
        return Of(id, $"cn_{kind}_{id}_{NewId(32)}");
    }

    public static SecretText Of(string id, string text)
    {
        var hash = new byte[HashBytes];
        return TryHash(text, hash) ? new(id, text, hash) : throw new ArgumentException("Too long for a secret.", nameof(text));
    }

    /// <summary>Random characters that are fit for a URL and not for confusion.</summary>
    public static string NewId(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>What looks like one of these, and is always the same for a number.</summary>
    /// <param name="length">At most 12.</param>
    public static string IdOf(ulong number, int length) =>
        string.Create(length, number, static (id, number) =>
        {
            foreach (ref var c in id)
            {
                (c, number) = (Alphabet[(int)(number % (ulong)Alphabet.Length)], number / (ulong)Alphabet.Length);
            }
        });

    /// <summary>The id inside a secret of ours; empty for anything else.</summary>
    public static ReadOnlySpan<char> IdIn(ReadOnlySpan<char> presented)
    {
        if (!presented.StartsWith("cn_", StringComparison.Ordinal))
        {
            return [];
        }

        Span<Range> parts = stackalloc Range[5];
        return presented.Split(parts, '_') == 4 ? presented[parts[2]] : [];
    }

    /// <returns><see langword="false"/> for what is too long to be one.</returns>
    public static bool TryHash(ReadOnlySpan<char> presented, Span<byte> hash)
    {
        if (presented.IsEmpty || presented.Length > MaxChars)
        {
            return false;
        }

        Span<byte> utf8 = stackalloc byte[MaxChars * 3];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(presented, utf8)], hash);
        return true;
    }

    /// <summary>Compares in a time that says nothing about where the two differ.</summary>
    public static bool Matches(ReadOnlySpan<char> presented, ReadOnlySpan<byte> hash)
    {
        Span<byte> presentedHash = stackalloc byte[HashBytes];
        return TryHash(presented, presentedHash) && CryptographicOperations.FixedTimeEquals(presentedHash, hash);
    }
}
