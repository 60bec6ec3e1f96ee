namespace Claudeonomics.Core.Pictures;

/// <summary>The typeface of the pages, cut down to what a picture says: ASCII, a few signs, weights from 300 to 720.</summary>
/// <remarks>Programs that draw SVG without it take the next of the family.</remarks>
public static class PictureFont
{
    public const string Name = "Ysabeau Office";

    public const string Family = $"'{Name}', Optima, Candara, 'Source Sans 3', 'Noto Sans', 'Segoe UI', system-ui, 'DejaVu Sans', sans-serif";

    private const string Resource = "ysabeau-office-basic.woff2";

    public static string Base64
    {
        get
        {
            using var stream = typeof(PictureFont).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not in the program.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Convert.ToBase64String(bytes);
        }
    }
}
