using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Claudeonomics.Tests.Tracing.Copies;

/// <summary>The marks of a copy as docs/tracing.md describes them, by trying every four digits there are.</summary>
internal sealed class PlainCopy(byte[] key, int copy)
{
    /// <summary>What a copy can write for a positive number: by the nearest first three digits that are its own, and the one fourth digit behind them. Two where it stands halfway.</summary>
    public IReadOnlyList<decimal> Nearest(string foldedName, decimal value)
    {
        var unit = 1m;
        for (; value / unit >= 1_000; unit *= 10)
        {
        }

        for (; value / unit < 100; unit /= 10)
        {
        }

        var nearest = Math.Clamp((int)Math.Round(value / unit, MidpointRounding.AwayFromZero), 100, 999);
        int[] own = [.. Enumerable.Range(100, 900).Where(lead => (Answer($"parity/{lead / 10}") & 1) == (ulong)(lead & 1))];
        return
        [
            .. own.GroupBy(lead => lead == nearest ? 0 : Math.Abs(lead - (value / unit))).OrderBy(static leads => leads.Key).First()
                .Select(lead => ((lead * 10) + Last(foldedName, lead)) * unit / 10),
        ];
    }

    private int Last(string foldedName, int lead)
    {
        var answer = Answer(string.Create(CultureInfo.InvariantCulture, $"last/{lead}/{foldedName}"));
        int[] lasts = lead == 100 ? [1, 2, 3, 4] : [-4, -3, -2, -1, 1, 2, 3, 4];
        return lasts[answer % (ulong)lasts.Length];
    }

    private ulong Answer(string question)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, copy);
        using var aes = Aes.Create();
        aes.Key = HMACSHA256.HashData(key, (byte[])[.. "claudeonomics/export-copy/"u8, .. number]);
        return BitConverter.ToUInt64(aes.EncryptEcb(SHA256.HashData(Encoding.UTF8.GetBytes(question))[..16], PaddingMode.None));
    }
}
