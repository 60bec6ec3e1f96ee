namespace Claudeonomics.Server.Web.Board;

/// <summary>The checksum of gzip (RFC 1952), with the means to put checksums of parts together.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Table = MakeTable();

    /// <param name="data">What follows.</param>
    /// <param name="before">The checksum of everything before it.</param>
    public static uint Of(ReadOnlySpan<byte> data, uint before = 0)
    {
        var crc = ~before;
        foreach (var value in data)
        {
            crc = Table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>What appending a fixed number of bytes does to the checksum of what stands before them.</summary>
    /// <remarks>
    /// With A before B, <c>crc(AB) = shift(crc(A)) ^ crc(B)</c>, where shift multiplies by x^(8*length) modulo the
    /// polynomial: linear over bits, so 32 words describe it.
    /// </remarks>
    public sealed class Shift
    {
        private readonly uint[] _images = new uint[32];

        public Shift(long length)
        {
            var factor = PowerOfX(checked(length * 8));
            for (var bit = 0; bit < 32; bit++)
            {
                _images[bit] = Multiply(1u << bit, factor);
            }
        }

        public uint Apply(uint checksum)
        {
            var shifted = 0u;
            for (var bit = 0; checksum != 0; bit++, checksum >>= 1)
            {
                shifted ^= (checksum & 1) == 0 ? 0 : _images[bit];
            }

            return shifted;
        }
    }

    // Polynomials are kept reflected, as in the table: the highest bit is the coefficient of x^0.
    private static uint Multiply(uint left, uint right)
    {
        var product = 0u;
        for (; left != 0; left <<= 1)
        {
            if ((left & 0x8000_0000) != 0)
            {
                product ^= right;
            }

            right = (right & 1) != 0 ? (right >> 1) ^ Polynomial : right >> 1;
        }

        return product;
    }

    private static uint PowerOfX(long exponent)
    {
        var result = 0x8000_0000u;
        var square = 0x4000_0000u;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                result = Multiply(result, square);
            }

            square = Multiply(square, square);
        }

        return result;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
