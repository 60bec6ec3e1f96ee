using System.Text;
using Claudeonomics.Core.Pricing;

namespace Claudeonomics.Cli.Memory;

/// <summary>Names the prices of this build without reading the price book, which takes longer than a report: sums are priced anew when it changes.</summary>
internal static class PriceVersion
{
    // Raised when calls are priced or added up differently with the same price book.
    private const string Arithmetic = "1 ";

    // {"version":"2026-11-20.1", ...: the version comes first.
    private const int Beginning = 256;

    public static string Current { get; } = Arithmetic + Read();

    private static string Read()
    {
        using var prices = typeof(PriceBook).Assembly.GetManifestResourceStream("prices.json")
            ?? throw new InvalidOperationException("prices.json is not embedded");
        var bytes = new byte[Beginning];
        var text = Encoding.UTF8.GetString(bytes, 0, prices.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        var parts = text.Split('"');
        var version = Array.IndexOf(parts, "version");
        return version >= 0 && version + 2 < parts.Length
            ? parts[version + 2]
            : throw new InvalidOperationException("prices.json does not begin with its version");
    }
}
