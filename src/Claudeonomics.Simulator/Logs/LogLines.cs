using System.Globalization;
using System.Text;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Logs;

/// <summary>Gathers a file's bytes.</summary>
internal sealed class LogLines
{
    private byte[] _bytes = new byte[1 << 20];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public LogLines Add(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + bytes.Length));
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return this;
    }

    public LogLines Add(string text)
    {
        Span<byte> bytes = stackalloc byte[512];
        return text.Length <= bytes.Length / 3 ? Add(bytes[..Encoding.UTF8.GetBytes(text, bytes)]) : Add(Encoding.UTF8.GetBytes(text));
    }

    public LogLines Add(long number) => Add(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>As agents write times: <c>2026-10-05T10:00:05.000Z</c>.</summary>
    public LogLines AddTime(long unixMs) => Add(TimeOf(unixMs));

    public static string TimeOf(long unixMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Amounts as they are spread in real logs.</summary>
internal static class LogChance
{
    public static int LogNormal(ref SplitMix64 chance, double median, double sigma, int most) =>
        (int)Math.Min(most, median * Math.Exp(sigma * NormalQuantile.Of((chance.Unit() * 0.999998) + 0.000001)));

    public static string Uuid(ref SplitMix64 chance) => Uuid4.Of(chance.Next(), chance.Next()).ToString();

    public static string Hex(ref SplitMix64 chance) => chance.Next().ToString("x16", CultureInfo.InvariantCulture);
}
