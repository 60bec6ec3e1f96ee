using System.Globalization;

namespace Claudeonomics.Core.Pictures;

/// <summary>A program that draws an SVG file as a PNG, and how it is called.</summary>
/// <param name="Program">Its name, looked for in the path.</param>
/// <param name="Arguments">From the SVG's path, the PNG's path, a folder of its own, and the picture's width and height in pixels.</param>
public sealed record PngProgram(string Program, Func<string, string, string, int, int, IReadOnlyList<string>> Arguments)
{
    /// <summary>What to install where there is none.</summary>
    public const string Wanted = "Chromium or Chrome, librsvg (rsvg-convert), resvg, Inkscape or ImageMagick";

    /// <summary>How each PNG begins.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The best first. Browsers alone draw the typeface that a picture brings.</summary>
    /// <param name="isRoot">A browser's sandbox does not run as root; what is drawn is our own.</param>
    public static IReadOnlyList<PngProgram> All(bool isRoot) =>
    [
        .. ((string[])["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"])
            .Select(program => new PngProgram(program, (svg, png, folder, width, height) => Browser(svg, png, folder, width, height, isRoot))),
        new("rsvg-convert", static (svg, png, _, width, _) => ["--width", Number(width), "--output", png, svg]),
        new("resvg", static (svg, png, _, width, _) => ["--width", Number(width), svg, png]),
        new("inkscape", static (svg, png, _, width, _) => ["--export-type=png", $"--export-width={Number(width)}", $"--export-filename={png}", svg]),
        new("magick", static (svg, png, _, _, _) => [svg, png]),
        new("convert", static (svg, png, _, _, _) => [svg, png]),
    ];

    // A profile of its own, so that a browser that is open already is left alone.
    private static string[] Browser(string svg, string png, string folder, int width, int height, bool isRoot) =>
    [
        "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", $"--user-data-dir={folder}",
        .. isRoot ? (string[])["--no-sandbox"] : [],
        $"--window-size={Number(width)},{Number(height)}", $"--screenshot={png}", new Uri(svg).AbsoluteUri,
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
