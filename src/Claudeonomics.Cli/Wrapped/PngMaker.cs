using System.Globalization;
using Claudeonomics.Cli.Sync.Autosync;

namespace Claudeonomics.Cli.Wrapped;

/// <summary>Makes a PNG of an SVG by whichever program of this machine can.</summary>
internal sealed class PngMaker(IPrograms programs)
{
    /// <summary>What to install where there is none.</summary>
    public const string Wanted = "Chromium or Chrome, librsvg (rsvg-convert), resvg, Inkscape or ImageMagick";

    // A picture takes a second. A browser that waits for something is not waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly string Width = YearPicture.Width.ToString(CultureInfo.InvariantCulture);

    // Browsers first: they alone draw the typeface that the picture brings.
    private static readonly (string Program, Func<string, string, string, string[]> Arguments)[] Makers =
    [
        ("chromium", Browser),
        ("chromium-browser", Browser),
        ("google-chrome", Browser),
        ("google-chrome-stable", Browser),
        ("chrome", Browser),
        ("msedge", Browser),
        ("rsvg-convert", static (svg, png, _) => ["--width", Width, "--output", png, svg]),
        ("resvg", static (svg, png, _) => ["--width", Width, svg, png]),
        ("inkscape", static (svg, png, _) => ["--export-type=png", $"--export-width={Width}", $"--export-filename={png}", svg]),
        ("magick", static (svg, png, _) => [svg, png]),
        ("convert", static (svg, png, _) => [svg, png]),
    ];

    /// <returns>The PNG; null when nothing on this machine could draw it.</returns>
    public async Task<byte[]?> MakeAsync(byte[] svg, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("claudeonomics-wrapped-").FullName;
        try
        {
            var (from, to) = (Path.Combine(folder, "year.svg"), Path.Combine(folder, "year.png"));
            await File.WriteAllBytesAsync(from, svg, cancellationToken);
            foreach (var (program, arguments) in Makers)
            {
                // What another program left there says nothing about this one.
                File.Delete(to);
                if (await RunAsync(program, arguments(from, to, folder), cancellationToken) && File.Exists(to)
                    && await File.ReadAllBytesAsync(to, cancellationToken) is var png && png.AsSpan().StartsWith(Signature))
                {
                    return png;
                }
            }

            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<bool> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await programs.RunAsync(program, arguments, null, patience.Token) is (0, _);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // A profile of its own, so that a browser that is open already is left alone. Its sandbox does not run as root; what is drawn is our own.
    private static string[] Browser(string svg, string png, string folder) =>
    [
        "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", $"--user-data-dir={Path.Combine(folder, "profile")}",
        .. Environment.UserName == "root" ? (string[])["--no-sandbox"] : [],
        $"--window-size={YearPicture.Width},{YearPicture.Height}", $"--screenshot={png}", new Uri(svg).AbsoluteUri,
    ];
}
