using System.Text.Json;
using Claudeonomics.Simulator.Logs;

namespace Claudeonomics.Benchmarks.Scan;

/// <summary>The command line over a month of a busy developer's logs, as published, on one core, with the files in the page cache.</summary>
internal sealed class ScanScenario : IScenario
{
    public string Name => "scan";

    public string Summary => "[--small] [--rounds 5] [--peers 1] the command line over 1.3 GB of logs, beside cat and its peers";

    public async Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        var rounds = options.Number("rounds", 5);
        var home = Path.Combine(options.Directory, "home");
        var truth = LogCorpus.Write(home, options.Has("small") ? LogCorpusOptions.Small : LogCorpusOptions.Large);
        await ProgramRun.RunAsync("sync", [], []);
        var programs = new ScanPrograms(home, Path.Combine(options.Directory, "memory"));
        var cat = await MedianAsync(rounds, programs.CatAsync);
        var cold = await MedianAsync(rounds, async () =>
        {
            programs.Forget();
            return await programs.ReportAsync();
        });
        CheckTruth(cold.Output, truth);
        var warm = await MedianAsync(rounds * 2, programs.ReportAsync);
        CheckTruth(warm.Output, truth);
        var after = await MedianAsync(rounds * 2, async () =>
        {
            programs.AppendOneLine(truth);
            var run = await programs.ReportAsync();
            CheckTruth(run.Output, truth);
            return run;
        });
        var figures = new List<Figure>
        {
            Figure.Cost("coldSeconds", cold.Seconds, "s", cat.Seconds, "cat of the same files"),
            Figure.Cost("warmSeconds", warm.Seconds, "s", cat.Seconds, "cat of the same files"),
            Figure.Cost("afterOneLineSeconds", after.Seconds, "s", cat.Seconds, "cat of the same files"),
            Figure.Cost("peakMemory", cold.PeakMiB, "MiB", 100, "100 MiB"),
            Figure.Cost("warmMemory", warm.PeakMiB, "MiB", 100, "100 MiB"),
            Figure.Rate("requests", truth.Total.Requests, "1", truth.Total.Requests, "the truth"),
        };
        if (options.Number("peers", 1) > 0)
        {
            await AddPeersAsync(figures, programs, cold, warm);
        }

        return new(Name, figures);
    }

    private static async Task AddPeersAsync(List<Figure> figures, ScanPrograms programs, ProgramRun cold, ProgramRun warm)
    {
        foreach (var peer in programs.Peers)
        {
            var first = await peer.RunAsync();
            var second = await MedianAsync(2, peer.RunAsync);
            figures.Add(Figure.Cost($"coldBeside-{peer.Name}", cold.Seconds, "s", first.Seconds, $"{peer.Name}, cold"));
            figures.Add(Figure.Cost($"warmBeside-{peer.Name}", warm.Seconds, "s", second.Seconds, $"{peer.Name}, warm"));
            figures.Add(Figure.Cost($"memoryBeside-{peer.Name}", cold.PeakMiB, "MiB", first.PeakMiB, $"{peer.Name}, cold"));
        }
    }

    private static void CheckTruth(string report, LogTruth truth)
    {
        using var json = JsonDocument.Parse(report);
        var totals = json.RootElement.GetProperty("totals");
        var (tokens, usd) = (totals.GetProperty("totalTokens").GetInt64(), totals.GetProperty("listCostUsd").GetDecimal());
        var total = truth.Total;
        if (tokens != total.Usage.TotalTokens || usd != total.CostNanoUsd / 1_000_000_000m)
        {
            throw new InvalidOperationException($"{tokens:N0} tokens and {usd} dollars were reported; {total.Usage.TotalTokens:N0} and {total.CostNanoUsd / 1_000_000_000m} were used.");
        }
    }

    private static async Task<ProgramRun> MedianAsync(int rounds, Func<Task<ProgramRun>> run)
    {
        var runs = new List<ProgramRun>();
        for (var round = 0; round < rounds; round++)
        {
            runs.Add(await run());
        }

        return runs.OrderBy(static run => run.Seconds).ElementAt(rounds / 2);
    }
}
