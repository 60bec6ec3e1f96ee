using System.Globalization;
using System.Security;
using System.Text;

namespace Claudeonomics.Core.Pictures;

/// <summary>Writes an SVG picture, piece by piece.</summary>
/// <remarks>Colours are attributes and no style sheet but the typeface, so that every program draws the same.</remarks>
public sealed class Drawing
{
    private readonly StringBuilder _svg = new();

    /// <param name="title">What a reader of screens says first.</param>
    /// <param name="description">And then.</param>
    public Drawing(int width, int height, string paper, string title, string description)
    {
        _svg.Append(Culture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n");
        _svg.Append(Culture, $"<title>{Escaped(title)}</title>\n<desc>{Escaped(description)}</desc>\n");
        _svg.Append(Culture, $"<style>@font-face{{font-family:\"{PictureFont.Name}\";font-weight:300 720;src:url(data:font/woff2;base64,{PictureFont.Base64}) format(\"woff2\")}}</style>\n");
        Rectangle(0, 0, width, height, paper);
        _svg.Append(Culture, $"<g font-family=\"{PictureFont.Family}\" font-variant-numeric=\"tabular-nums lining-nums\">\n");
    }

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    public void Rectangle(double x, double y, double width, double height, string color) =>
        _svg.Append(Culture, $"<rect x=\"{Round(x)}\" y=\"{Round(y)}\" width=\"{Round(width)}\" height=\"{Round(height)}\" fill=\"{color}\"/>\n");

    /// <summary>A line of text.</summary>
    /// <param name="y">Of the line that letters stand on.</param>
    /// <param name="spans">Its parts.</param>
    public void Text(double x, double y, int size, TextSide side, params ReadOnlySpan<TextSpan> spans)
    {
        var anchor = side switch { TextSide.End => " text-anchor=\"end\"", TextSide.Middle => " text-anchor=\"middle\"", _ => "" };
        _svg.Append(Culture, $"<text x=\"{Round(x)}\" y=\"{Round(y)}\" font-size=\"{size}\"{anchor}>");
        foreach (var span in spans)
        {
            _svg.Append(Culture, $"<tspan font-weight=\"{span.Weight}\" fill=\"{span.Color}\">{Escaped(span.Text)}</tspan>");
        }

        _svg.Append("</text>\n");
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_svg + "</g>\n</svg>\n");

    private static string Escaped(string text) => SecurityElement.Escape(text);

    private static string Round(double number) => Math.Round(number, 1).ToString(Culture);
}
