using System.Globalization;
using System.Threading.Channels;
using Claudeonomics.Core.Pictures;
using Claudeonomics.Core.Tracing;

namespace Claudeonomics.Benchmarks.Leak;

/// <summary>The leak drill: real pages in a real browser, pieces of them scaled and saved by that browser, and whom they name.</summary>
internal sealed class LeakScenario : IScenario
{
    private const double AskedShare = 0.4;
    private const double SmallShare = 0.15;

    // Files that wait to be read: the browser is ahead of the readers by a few megabytes and no more.
    private const int MostWaiting = 64;

    public string Name => "leak";

    public string Summary =>
        "[--crops 1000] [--small 500] [--strangers 500] [--viewers 40] [--people 400] [--registered 85000] [--cut 8] [--seed 1] [--window 390x844@2] [--keep FOLDER] whom crops of screenshots name";

    public async Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        var windows = options.Text("window") is { } only ? [.. LeakLots.Windows.Where(window => window.ToString() == only)] : LeakLots.Windows;
        var lots = new LeakLots(options.Number("seed", 1), windows);
        var (asked, small, strangers) = (new LeakTally("crops of 40%"), new LeakTally("crops of 15%"), new LeakTally("pages without a mark of this company's"));
        await using var company = await LeakCompany.StartAsync(
            options.Directory, options.Number("people", 400), options.Number("viewers", 40), options.Number("registered", 85_000), lots);
        await using var browser = await LeakBrowser.StartAsync();
        if (options.Text("keep") is { } kept)
        {
            await File.WriteAllBytesAsync(Path.Combine(kept, "key"), company.Key, cancellationToken);
        }

        var files = Channel.CreateBounded<Crop>(MostWaiting);
        var readers = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Task.Run(() => ReadAsync(files.Reader, new(company.Key), options.Text("keep"), cancellationToken), cancellationToken)).ToList();
        var processor = Environment.CpuUsage.TotalTime;
        var run = new Run(company, browser, lots, files.Writer, options.Number("cut", 8));
        await run.TakeAsync(asked, AskedShare, options.Number("crops", 1_000));
        await run.TakeAsync(small, SmallShare, options.Number("small", 500));
        await run.TakeStrangersAsync(strangers, AskedShare, options.Number("strangers", 500));
        files.Writer.Complete();
        await Task.WhenAll(readers);
        var seconds = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        foreach (var tally in ((LeakTally[])[asked, small, strangers]).Where(static tally => tally.Crops > 0))
        {
            tally.Print(Console.Error);
        }

        return new(Name, Figures(asked, small, strangers, seconds));
    }

    // A part of the drill that was left out has no figure.
    private static List<Figure> Figures(LeakTally asked, LeakTally small, LeakTally strangers, double seconds)
    {
        var crops = asked.Crops + small.Crops + strangers.Crops;
        var figures = new List<Figure>
        {
            Figure.Cost("wrong", asked.Wrong + small.Wrong + strangers.Wrong, "crops", 1, $"fewer, of {crops} crops"),
            Figure.Cost("processorSecondsPerCrop", seconds / crops, "s", 10, "a patient auditor; with the drill's own part, without the browser's"),
        };
        if (small.Crops > 0)
        {
            figures.Insert(0, Figure.Rate("namedSmall", small.Named.Value, "share", 0.999, $"the aim, of {small.Crops} crops of 15%"));
        }

        if (asked.Crops > 0)
        {
            figures.Insert(0, Figure.Rate("named", asked.Named.Value, "share", 0.99, $"the right one, of {asked.Crops} crops of 40% of the area"));
        }

        return figures;
    }

    private static async Task ReadAsync(ChannelReader<Crop> files, MarkReader reader, string? folder, CancellationToken cancellationToken)
    {
        await foreach (var crop in files.ReadAllAsync(cancellationToken))
        {
            var outcome = OutcomeOf((crop.Foreign ?? reader).Read(PictureReader.Read(crop.File)), crop);
            crop.Tally.Add(crop.View, crop.Piece, outcome);
            if (folder is not null && outcome is not LeakOutcome.Right && crop.Number is not null)
            {
                var name = $"{outcome}-{crop.Number}-{Guid.NewGuid():n}.{(crop.Piece.IsJpeg ? "jpg" : "png")}";
                await File.WriteAllBytesAsync(Path.Combine(folder, name), crop.File, cancellationToken);
            }

            if (crop.Tally.Crops % 500 == 0)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss} {crop.Tally.Crops}: {crop.Tally.Named}"));
            }
        }
    }

    // The time is part of the answer: a page is marked with the slot in which it was made.
    private static LeakOutcome OutcomeOf(ViewMark? mark, Crop crop) => mark is not { } found ? LeakOutcome.Nobody
        : found.Viewer == crop.Number && found.Slot >= ViewMark.SlotOf(crop.Before) && found.Slot <= ViewMark.SlotOf(crop.After) ? LeakOutcome.Right
        : LeakOutcome.Wrong;

    /// <param name="Number">Whom it is to name; <see langword="null"/> for nobody.</param>
    /// <param name="Foreign">Another company's reader.</param>
    private sealed record Crop(
        LeakTally Tally, LeakView View, LeakPiece Piece, byte[] File, int? Number, DateTimeOffset Before, DateTimeOffset After, MarkReader? Foreign = null);

    private sealed class Run(LeakCompany company, LeakBrowser browser, LeakLots lots, ChannelWriter<Crop> files, int cut)
    {
        // Looks of one person before it is another's turn.
        private const int LooksPerVisit = 5;

        private readonly Dictionary<LeakViewer, string> _states = [];
        private readonly MarkReader _foreign = new(new byte[32]);

        public Task TakeAsync(LeakTally tally, double share, int crops) => VisitAsync(
            crops,
            async (visit, viewer, count) =>
            {
                foreach (var crop in await LookAsync(tally, visit, viewer, share, count, isPlain: false))
                {
                    await files.WriteAsync(crop);
                }
            });

        /// <summary>By turns pages whose mark was taken out, and marks of somebody else's company.</summary>
        public Task TakeStrangersAsync(LeakTally tally, double share, int crops)
        {
            var isPlain = false;
            return VisitAsync(
                crops,
                async (visit, viewer, count) =>
                {
                    isPlain = !isPlain;
                    foreach (var crop in await LookAsync(tally, visit, viewer, share, count, isPlain))
                    {
                        await files.WriteAsync(crop with { Number = null, Foreign = isPlain ? null : _foreign });
                    }
                });
        }

        private async Task VisitAsync(int crops, Func<LeakVisit, LeakViewer, int, Task> look)
        {
            for (var taken = 0; taken < crops;)
            {
                var viewer = lots.Of(company.Viewers);
                if (!_states.TryGetValue(viewer, out var state))
                {
                    _states.Add(viewer, state = await browser.SignInAsync(viewer.Link));
                }

                await using var visit = browser.Visit(company.Address, state);
                for (var looks = 0; looks < LooksPerVisit && taken < crops; looks++)
                {
                    var count = Math.Min(cut, crops - taken);
                    await look(visit, viewer, count);
                    taken += count;
                }
            }
        }

        private async Task<IEnumerable<Crop>> LookAsync(LeakTally tally, LeakVisit visit, LeakViewer viewer, double share, int count, bool isPlain)
        {
            var view = lots.View(PagesOf(viewer));
            LeakPiece[] pieces = [.. Enumerable.Range(0, count).Select(_ => lots.Piece(view.Window, share))];
            var before = DateTimeOffset.UtcNow;
            var screenshot = await visit.LookAsync(view, isPlain);
            var after = DateTimeOffset.UtcNow;
            return pieces.Zip(await browser.CutAsync(screenshot, pieces), (piece, file) => new Crop(tally, view, piece, file, viewer.Number, before, after));
        }

        private IReadOnlyList<string> PagesOf(LeakViewer viewer) =>
            ["/", "/boards/score", $"/people/{viewer.PersonId}", $"/people/{lots.Of(company.Viewers).PersonId}", "/company", $"/teams/{viewer.TeamId}"];
    }
}
