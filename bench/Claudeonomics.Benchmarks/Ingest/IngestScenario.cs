using System.Diagnostics;
using System.Globalization;
using Claudeonomics.Benchmarks.Load;

namespace Claudeonomics.Benchmarks.Ingest;

/// <summary>Real bodies over loopback into the real server, which answers when they are durable, beside a sink that only receives and decompresses.</summary>
internal sealed class IngestScenario : IScenario
{
    private const int LeastPerSecond = 300_000;

    // Ten times what 85,000 people send in bursts.
    private const int BackgroundPerSecond = 30_000;
    private const int Ok = 200;

    // A quarter of a second's worth.
    private const int WarmUpRequests = 1_000;

    public string Name => "ingest";

    public string Summary => "[--records 300000] [--rounds 3] [--people 200] [--connections 128] [--warm-up 60] [--freshness 20] durable telemetry records/s beside a sink";

    public async Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        var connections = options.Number("connections", 128);
        await using var product = await Product.StartAsync(options.Directory);
        await using var sink = await ChildServer.PeerAsync(Peers.Sink);
        var loads = new IngestLoads(await product.IngestKeyAsync(), options.Number("people", 200), IngestLoads.AllKinds, DateTimeOffset.UtcNow);
        var board = await CompanyBoard.OpenAsync(product, loads, static _ => "Benchmark");
        var figures = new List<Figure>();
        var outcomes = new List<(LoadOutcome Product, LoadOutcome Sink)>();
        WarmUp(loads, product, sink, connections, options.Seconds("warm-up", 60));
        foreach (var kind in loads.Kinds(options.Number("records", 300_000), options.Number("rounds", 3)))
        {
            var outcome = Measure(kind, product, sink, connections);
            outcomes.Add(outcome);
            figures.Add(Figure.Rate(kind.Name, outcome.Product.PerSecond, "1/s", outcome.Sink.PerSecond, "read-only sink"));
        }

        await board.CheckAsync();
        var duration = options.Seconds("freshness", 20);
        var background = loads.Background((int)(duration.TotalSeconds * BackgroundPerSecond));
        var delays = await new Freshness(product, loads).MeasureAsync(background.Rounds[0], duration);
        await board.CheckAsync();

        // Contract: bodies of 20 and of 150 records, compressed.
        var durable = outcomes[0].Product + outcomes[1].Product;
        var received = outcomes[0].Sink + outcomes[1].Sink;
        return new(Name,
        [
            Figure.Rate("durableRecordsPerSecond", durable.PerSecond, "1/s", received.PerSecond, "read-only sink"),
            Figure.Rate("durableRecordsPerSecondAtLeast", durable.PerSecond, "1/s", LeastPerSecond, "300,000 a second"),
            .. figures,
            Figure.Cost("freshnessP99", delays[(int)(delays.Count * 0.99)], "s", 2, "2 s from the acknowledgement to the stream"),
            Figure.Cost("freshnessP50", delays[delays.Count / 2], "s", 2, "2 s from the acknowledgement to the stream"),
        ]);
    }

    // A server becomes fast with use: its code is compiled anew, with what was learned, while it works. A server that runs for weeks is measured
    // after that, and only facts that are new lead through all of it. A checkpoint comes once in some four million records: the first takes
    // several times what the third does.
    private static void WarmUp(IngestLoads loads, Product product, ChildServer sink, int connections, TimeSpan duration)
    {
        var bodies = loads.WarmUp();
        for (var left = duration; left > TimeSpan.Zero;)
        {
            var requests = Enumerable.Range(0, WarmUpRequests).Select(_ => bodies()).ToList();
            foreach (var address in (Uri[])[sink.Address, product.Address])
            {
                left -= TimeSpan.FromSeconds(LoadGenerator.SendOnce(address, requests, connections, Ok).Seconds);
            }
        }
    }

    private static (LoadOutcome Product, LoadOutcome Sink) Measure(IngestLoad load, Product product, ChildServer sink, int connections)
    {
        LoadOutcome durable = default, received = default;
        var (productStart, sinkStart) = (product.ProcessorTime, sink.ProcessorTime);
        for (var round = 0; round < load.Rounds.Count; round++)
        {
            var sunk = LoadGenerator.SendOnce(sink.Address, load.Rounds[round], connections, Ok);
            var kept = LoadGenerator.SendOnce(product.Address, load.Rounds[round], connections, Ok);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{load.Name} round {round}: {kept.PerSecond:N0} records/s of {sunk.PerSecond:N0}; processor {MicrosPer(kept, product.ProcessorTime - productStart):0.00} us a record of {MicrosPer(sunk, sink.ProcessorTime - sinkStart):0.00}"));
            (productStart, sinkStart) = (product.ProcessorTime, sink.ProcessorTime);
            if (round > 0)
            {
                (durable, received) = (durable + kept, received + sunk);
            }
        }

        return (durable, received);
    }

    private static double MicrosPer(LoadOutcome outcome, TimeSpan time) => time.TotalMicroseconds / outcome.Weight;
}
