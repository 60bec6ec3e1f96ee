using System.Globalization;
using System.Text.Json;
using Claudeonomics.Core.Pictures;
using Claudeonomics.Core.Tracing;
using Claudeonomics.IntegrationTests.Web;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Storage.Control;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Tracing;

/// <summary>The leak drill: real pages in a real browser, pieces of them scaled and saved as JPEG by that browser, and whom they name.</summary>
/// <remarks>In short by default; <c>CLAUDEONOMICS_CROPS=1000</c> takes so many, <c>CLAUDEONOMICS_CROP_PERCENT=15</c> smaller ones.</remarks>
public sealed class ScreenshotDrillTests(PagesFixture fixture) : IClassFixture<PagesFixture>
{
    private const int Width = 1280;
    private const int Height = 900;

    // A company's viewers. Nothing is looked up among them: any of the million numbers that a mark can hold could be read.
    private const int Viewers = 85_000;
    private const int CropsPerPicture = 2;
    private const double LeastScale = 0.5;
    private const double MostScale = 2;

    // Scaled and saved by the browser's own code; pieces travel as text, as everything between the two does.
    private const string Cut =
        "async ([png, pieces]) => { const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob()); "
        + "return pieces.map(([x, y, w, h, W, H]) => { const canvas = document.createElement('canvas'); canvas.width = W; canvas.height = H; "
        + "const pen = canvas.getContext('2d'); pen.imageSmoothingQuality = 'high'; pen.drawImage(picture, x, y, w, h, 0, 0, W, H); "
        + "return canvas.toDataURL('image/jpeg', 0.6).split(',')[1]; }); }";

    private readonly Random _lots = new(20261129);

    [Fact]
    public async Task Read_PiecesOfPages_NamesTheirViewerAndNobodyElse()
    {
        var crops = Number("CLAUDEONOMICS_CROPS", 12);
        var share = Number("CLAUDEONOMICS_CROP_PERCENT", 40) / 100.0;
        var control = fixture.Host.Services.GetRequiredService<ControlDatabase>();
        var (named, wrong, seen, missed) = (0, 0, 0, new List<string>());
        while (seen < crops)
        {
            var number = _lots.Next(1, Viewers + 1);
            var viewer = fixture.Host.Company.Current.People[_lots.Next(fixture.Host.Company.Current.People.Count)].Id;
            number = Number(control, viewer, number);
            foreach (var (path, scheme) in Views(viewer))
            {
                foreach (var (piece, place) in await PiecesAsync(path, scheme, viewer, share, Math.Min(CropsPerPicture, crops - seen)))
                {
                    seen++;
                    switch (Reader(control).Read(piece))
                    {
                        case { } mark when mark.Viewer == number && mark.From <= PagesHost.Now && PagesHost.Now < mark.From + ViewMark.SlotLength:
                            named++;
                            break;
                        case null:
                            missed.Add($"{path} {scheme} {place}");
                            break;
                        default:
                            wrong++;
                            break;
                    }
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{named} of {seen} named, {wrong} wrongly; missed {string.Join("; ", missed)}");
        Assert.Equal(0, wrong);
        Assert.True(named >= Math.Ceiling(seen * 0.99), $"{named} of {seen} named; missed {string.Join("; ", missed)}");
    }

    [Fact]
    public async Task Read_PiecesOfAnotherCompanysPages_NamesNobody()
    {
        var strangers = Number("CLAUDEONOMICS_STRANGERS", 6);
        var reader = new MarkReader(new byte[32]);
        for (var seen = 0; seen < strangers;)
        {
            foreach (var (path, scheme) in Views(SampleCompany.Viewer))
            {
                foreach (var (piece, _) in await PiecesAsync(path, scheme, SampleCompany.Viewer, 0.15, Math.Min(CropsPerPicture, strangers - seen)))
                {
                    Assert.Null(reader.Read(piece));
                    seen++;
                }
            }
        }
    }

    private static IEnumerable<(string Path, ColorScheme Scheme)> Views(string viewer) =>
        from path in (string[])["/", $"/people/{viewer}", "/company"]
        from scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark]
        select (path, scheme);

    private static MarkReader Reader(ControlDatabase control) => new(MarkKey.Find(control)!.Bytes);

    // As if so many had looked before.
    private static int Number(ControlDatabase control, string viewer, int number) => control.Change(
        db =>
        {
            var given = db.ViewerNumbers.FirstOrDefault(given => given.Viewer == viewer);
            if (given is null && !db.ViewerNumbers.Any(given => given.Number == number))
            {
                db.ViewerNumbers.Add(new() { Number = number, Viewer = viewer });
            }

            return given?.Number ?? number;
        },
        static (_, _) => { });

    private async Task<List<(Raster Piece, string Place)>> PiecesAsync(string path, ColorScheme scheme, string viewer, double share, int count)
    {
        if (count == 0)
        {
            return [];
        }

        await using var open = await fixture.OpenAsync(
            path, new() { ViewportSize = new() { Width = Width, Height = Height }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce }, viewer);
        var picture = Convert.ToBase64String(await open.Page.ScreenshotAsync());
        int[][] places = [.. Enumerable.Range(0, count).Select(_ => Place(share))];
        // A page of its own, whose policy lets pieces be cut.
        await open.Page.GotoAsync("about:blank");
        var pieces = await open.Page.EvaluateAsync<JsonElement>(Cut, new object[] { picture, places });
        return [.. pieces.EnumerateArray().Zip(places, static (piece, place) => (PictureReader.Read(piece.GetBytesFromBase64()), string.Join(' ', place)))];
    }

    private int[] Place(double share)
    {
        var shape = Math.Exp((_lots.NextDouble() - 0.5) * Math.Log(4)) * Width / Height;
        var width = (int)Math.Min(Width, Math.Sqrt(share * Width * Height * shape));
        var height = (int)Math.Min(Height, share * Width * Height / width);
        width = (int)Math.Min(Width, share * Width * Height / height);
        var scale = LeastScale * Math.Pow(MostScale / LeastScale, _lots.NextDouble());
        return [_lots.Next(Width - width + 1), _lots.Next(Height - height + 1), width, height, (int)(width * scale), (int)(height * scale)];
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
