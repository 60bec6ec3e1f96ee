namespace Claudeonomics.Server.People;

/// <summary>Compares claimed values as UTF-8 bytes, so that a known one is found without making a string.</summary>
/// <param name="foldAscii">Whether <c>A</c> equals <c>a</c>: so for e-mails.</param>
internal sealed class ClaimComparer(bool foldAscii) : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public bool Equals(byte[]? x, byte[]? y) => ReferenceEquals(x, y) || (x is not null && y is not null && Equals(x.AsSpan(), y));

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) =>
        foldAscii ? EqualsFolded(alternate, other) : alternate.SequenceEqual(other);

    // HashCode is seeded anew in each process, so nobody can send values that all fall into one bucket.
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = new HashCode();
        if (!foldAscii)
        {
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        Span<byte> folded = stackalloc byte[64];
        while (!alternate.IsEmpty)
        {
            var part = alternate[..Math.Min(folded.Length, alternate.Length)];
            for (var i = 0; i < part.Length; i++)
            {
                folded[i] = Fold(part[i]);
            }

            hash.AddBytes(folded[..part.Length]);
            alternate = alternate[part.Length..];
        }

        return hash.ToHashCode();
    }

    private static bool EqualsFolded(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (Fold(left[i]) != Fold(right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static byte Fold(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
}
