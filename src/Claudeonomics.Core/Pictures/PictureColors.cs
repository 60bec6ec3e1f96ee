namespace Claudeonomics.Core.Pictures;

/// <summary>The colours of the pages (their base.css says the same): paper, ink, hairlines, one accent and shades of ink for data.</summary>
/// <param name="Shades">Of data, the strongest first.</param>
/// <param name="Rest">Where there is nothing.</param>
public sealed record PictureColors(string Paper, string Ink, string Quiet, string Rule, string Accent, IReadOnlyList<string> Shades, string Rest)
{
    public static PictureColors Light { get; } = new(
        "#fdfdfb", "#15171b", "#585d65", "#dadcd7", "#b8112f", ["#22262d", "#646b75", "#9aa0a8", "#c2c6cb", "#d9dcdf"], "#ebece9");

    public static PictureColors Dark { get; } = new(
        "#0e1114", "#eeebe4", "#a2a7ad", "#2b3036", "#ff7384", ["#e9e6df", "#a4a8ab", "#73797f", "#535a61", "#3d434a"], "#21262b");
}
