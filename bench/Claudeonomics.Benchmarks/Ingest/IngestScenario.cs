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
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public string Name => "ingest";

    public string Summary => "[--records 300000] [--rounds 3] [--people 200] [--connections 128] [--warm-up 15] [--freshness 20] durable telemetry records/s beside a sink";

    public async Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        var connections = options.Number("connections", 128);
        await using var product = await Product.StartAsync(options.Directory);
        await using var sink = await ChildServer.PeerAsync(Peers.Sink);
        var loads = new IngestLoads(await product.IngestKeyAsync(), options.Number("people", 200), IngestLoads.AllKinds);
        var emails = await PutPeopleAsync(product, loads);
        var figures = new List<Figure>();
        var outcomes = new List<(LoadOutcome Product, LoadOutcome Sink)>();
        foreach (var kind in loads.Kinds(options.Number("records", 300_000), options.Number("rounds", 3)))
        {
            if (outcomes.Count == 0)
            {
                WarmUp(kind, product, sink, connections, TimeSpan.FromSeconds(options.Number("warm-up", 15)));
            }

            var outcome = Measure(kind, product, sink, connections);
            outcomes.Add(outcome);
            figures.Add(Figure.Rate(kind.Name, outcome.Product.PerSecond, "1/s", outcome.Sink.PerSecond, "read-only sink"));
        }

        await CheckAsync(product, loads, emails);
        var freshnessSeconds = options.Number("freshness", 20);
        var background = loads.Background(freshnessSeconds * BackgroundPerSecond);
        var delays = await new Freshness(product, loads).MeasureAsync(background.Rounds[0], TimeSpan.FromSeconds(freshnessSeconds));
        await CheckAsync(product, loads, emails);

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

    // A server becomes fast with use. The same bodies again and again serve for that as well, and none of them may count again.
    private static void WarmUp(IngestLoad load, Product product, ChildServer sink, int connections, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            LoadGenerator.SendOnce(sink.Address, load.Rounds[0], connections, Ok);
            LoadGenerator.SendOnce(product.Address, load.Rounds[0], connections, Ok);
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

    private static async Task<Dictionary<string, string>> PutPeopleAsync(Product product, IngestLoads loads)
    {
        var ids = new Dictionary<string, string>();
        foreach (var person in loads.People.DistinctBy(static person => person.Email))
        {
            ids.Add(await product.PutAsync(person, "Benchmark"), person.Email);
        }

        return ids;
    }

    // What was acknowledged is what the board shows: all tokens, and those of everybody who is listed.
    private static async Task CheckAsync(Product product, IngestLoads loads, Dictionary<string, string> emails)
    {
        var tokens = loads.Truths.Values.Sum(static truth => truth.Tokens);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var board = await product.GetAsync("api/v1/boards/tokens?window=30d&limit=250");
            var shown = board.GetProperty("population").GetProperty("totalTokens").GetInt64();
            if (shown == tokens)
            {
                foreach (var row in board.GetProperty("standings").EnumerateArray())
                {
                    if (!emails.TryGetValue(row.GetProperty("person").GetProperty("id").GetString()!, out var email))
                    {
                        continue;
                    }

                    var truth = loads.Truths[email];
                    var (shownTokens, calls) = (row.GetProperty("tokens").GetProperty("total").GetInt64(), row.GetProperty("requests").GetInt64());
                    if ((shownTokens, calls) != (truth.Tokens, truth.Calls))
                    {
                        throw new InvalidOperationException($"The board shows {shownTokens:N0} tokens of {calls:N0} calls for somebody who used {truth.Tokens:N0} in {truth.Calls:N0}.");
                    }
                }

                return;
            }

            if (Stopwatch.GetElapsedTime(start) > LongestWait)
            {
                throw new InvalidOperationException($"The board shows {shown:N0} tokens; {tokens:N0} were used.");
            }

            await Task.Delay(100);
        }
    }
}
