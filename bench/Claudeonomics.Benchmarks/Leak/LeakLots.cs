using System.Globalization;

namespace Claudeonomics.Benchmarks.Leak;

/// <summary>A window that somebody looks at a page through.</summary>
/// <param name="Width">CSS pixels.</param>
/// <param name="Scale">Points of the screen to a CSS pixel.</param>
internal sealed record LeakWindow(int Width, int Height, int Scale)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}@{Scale}");
}

/// <summary>One look at a page: where a screenshot comes from.</summary>
/// <param name="Scroll">How far down, of what there is to scroll.</param>
internal sealed record LeakView(string Page, bool IsDark, LeakWindow Window, double Scroll);

/// <summary>A piece of a screenshot as it is sent on.</summary>
/// <param name="X">In points of the screenshot, as <paramref name="Y"/>, <paramref name="Width"/> and <paramref name="Height"/>.</param>
/// <param name="SavedWidth">After scaling.</param>
/// <param name="Smoothing">The browser's word for how it scales.</param>
internal sealed record LeakPiece(int X, int Y, int Width, int Height, int SavedWidth, int SavedHeight, string Smoothing, bool IsJpeg)
{
    public double Scale => SavedWidth / (double)Width;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Width}x{Height}+{X}+{Y} as {SavedWidth}x{SavedHeight} {(IsJpeg ? "JPEG" : "PNG")}, {Smoothing}");
}

/// <summary>Draws by lot what is looked at and what is cut out of it: the same from the same seed.</summary>
/// <param name="windows">Through which pages are looked at.</param>
internal sealed class LeakLots(int seed, IReadOnlyList<LeakWindow> windows)
{
    private const double LeastScale = 0.5;
    private const double MostScale = 2;

    // As wide for its height as the window, or up to this factor wider or narrower.
    private const double MostShape = 2;

    // One piece of so many is kept as it is, without loss.
    private const int PngOneIn = 5;

    /// <summary>Screens of desks, a screen of twice the density, a tablet and a phone.</summary>
    public static readonly IReadOnlyList<LeakWindow> Windows = [new(1280, 900, 1), new(1920, 1080, 1), new(1440, 900, 2), new(820, 1180, 2), new(390, 844, 2)];

    private static readonly string[] Smoothings = ["low", "medium", "high"];

    private readonly Random _random = new(seed);

    public int Number(int below) => _random.Next(below);

    public T Of<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    /// <summary>A look at one of some pages.</summary>
    public LeakView View(IReadOnlyList<string> pages) => new(Of(pages), _random.Next(2) == 0, Of(windows), _random.NextDouble());

    /// <param name="share">Of the screenshot's area.</param>
    public LeakPiece Piece(LeakWindow window, double share)
    {
        int across = window.Width * window.Scale, down = window.Height * window.Scale;
        var shape = Between(1 / MostShape, MostShape) * across / down;
        var width = (int)Math.Min(across, Math.Sqrt(share * across * down * shape));
        var height = (int)Math.Min(down, share * across * down / width);
        // What was too wide or too high is made up for on the other side.
        width = (int)Math.Min(across, share * across * down / height);
        var scale = Between(LeastScale, MostScale);
        return new(
            _random.Next(across - width + 1), _random.Next(down - height + 1), width, height, (int)(width * scale), (int)(height * scale),
            Of(Smoothings), _random.Next(PngOneIn) > 0);
    }

    private double Between(double least, double most) => least * Math.Pow(most / least, _random.NextDouble());
}
