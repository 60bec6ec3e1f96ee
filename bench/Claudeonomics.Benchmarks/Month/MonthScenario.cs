using System.Diagnostics;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Facts;
using Claudeonomics.Simulator.People;
using Claudeonomics.Simulator.Truth;
using Claudeonomics.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.Benchmarks.Month;

/// <summary>A whole simulated month through the ledger: what the company at Meta would have sent in thirty days.</summary>
internal sealed class MonthScenario : IScenario
{
    // Exports that go into one append: what gathers in the queue while a commit runs.
    private const int ExportsPerAppend = 256;

    // Appends under way at once, so that the ledger never waits for the generator's thread.
    private const int Appends = 8;

    public string Name => "month";

    public string Summary => "[--people 85000] [--days 30] a simulated month through the ledger";

    public async Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        var people = options.Number("people", 2_000);
        var days = options.Number("days", 30);
        var lastDay = new DateOnly(2026, 10, 31);
        var company = Company.Create(new CompanyOptions(people, Seed: 1, lastDay));
        var clock = new StreamClock();
        var ledger = EmbeddedLedger.Open(
            new EmbeddedLedgerOptions { DataDirectory = options.Directory, TimeZone = TimeZoneInfo.Utc, CheckpointInterval = TimeSpan.FromDays(1) },
            new CostCalculator(PriceBook.Embedded), clock, NullLogger<EmbeddedLedger>.Instance);
        var from = new DateTimeOffset(lastDay.AddDays(1 - days), TimeOnly.MinValue, TimeSpan.Zero);
        var generated = GeneratorSeconds(company, from, days);
        var watch = Stopwatch.StartNew();
        var run = await FeedAsync(ledger, company, from, clock, cancellationToken);
        await ledger.CheckpointAsync(cancellationToken);
        var seconds = watch.Elapsed.TotalSeconds;
        var tokens = TokensOf(ledger.Cube);
        await ledger.DisposeAsync();
        var bytes = new DirectoryInfo(options.Directory).EnumerateFiles().Sum(static file => file.Length);
        if (tokens != run.Truth.Tokens.TotalTokens)
        {
            throw new InvalidOperationException($"The cube holds {tokens:N0} tokens; {run.Truth.Tokens.TotalTokens:N0} were used.");
        }

        using var process = Process.GetCurrentProcess();
        var calls = (double)run.Truth.Requests;
        return new(Name,
        [
            Figure.Rate("callsPerSecond", calls / seconds, "1/s", calls / generated, "the generator alone, without a ledger (extrapolated from a day)"),
            Figure.Cost("seconds", seconds, "s", 900, "15 minutes"),
            Figure.Cost("bytesPerCall", bytes / calls, "B", 90, "90 bytes with signals and keys"),
            Figure.Cost("peakMemory", process.PeakWorkingSet64 / 1048576.0, "MiB", 6144, "6 GiB"),
            Figure.Rate("calls", calls, "1", calls, "the truth"),
            Figure.Rate("facts", run.Facts, "1", run.Facts, "as appended"),
            Figure.Rate("tokens", tokens, "1", run.Truth.Tokens.TotalTokens, "the truth"),
        ]);
    }

    internal static async Task<(TruthSums Truth, long Facts)> FeedAsync(
        EmbeddedLedger ledger, Company company, DateTimeOffset from, StreamClock clock, CancellationToken cancellationToken)
    {
        // What was sent late arrives after the month's end, so the stream is read until nothing is left.
        var stream = new ActivityStream(company, from, new DateTimeOffset(company.Options.LastDay.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        var truth = new TruthBook(company.People.Count, calendar: null);
        var writer = new FactWriter(new KeyedHash(new byte[16]), [.. Enumerable.Range(1, company.People.Count)], Who.Known);
        var underWay = new Queue<(Task<Core.Ledger.AppendOutcome?> Append, FactBatch Facts)>();
        var free = new Stack<FactBatch>(Enumerable.Range(0, Appends + 1).Select(static _ => new FactBatch()));
        var facts = 0L;
        for (var more = true; more;)
        {
            var batch = free.Pop();
            batch.Clear();
            more = Fill(stream, writer, truth, batch, clock);
            facts += batch.Count;
            underWay.Enqueue((ledger.AppendAsync(batch, cancellationToken), batch));
            if (underWay.Count == Appends || !more)
            {
                while (underWay.Count > (more ? Appends - 1 : 0))
                {
                    var (append, done) = underWay.Dequeue();
                    _ = await append ?? throw new InvalidOperationException("The queue was full.");
                    free.Push(done);
                }
            }
        }

        return (truth.Total, facts);
    }

    private static bool Fill(ActivityStream stream, FactWriter writer, TruthBook truth, FactBatch batch, StreamClock clock)
    {
        for (var i = 0; i < ExportsPerAppend; i++)
        {
            if (!stream.TryRead(out var export))
            {
                return false;
            }

            writer.Write(export, batch);
            truth.Add(export);
            clock.MoveTo(export.ArrivedAtUnixMs);
        }

        return true;
    }

    private static double GeneratorSeconds(Company company, DateTimeOffset from, int days)
    {
        var stream = new ActivityStream(company, from, null);
        var writer = new FactWriter(new KeyedHash(new byte[16]), [.. Enumerable.Range(1, company.People.Count)], Who.Known);
        var batch = new FactBatch();
        var watch = Stopwatch.StartNew();
        var exports = 0L;
        while (stream.TryRead(from.AddDays(1).ToUnixTimeMilliseconds(), out var export))
        {
            writer.Write(export, batch);
            if (++exports % ExportsPerAppend == 0)
            {
                batch.Clear();
            }
        }

        return watch.Elapsed.TotalSeconds * days;
    }

    private static long TokensOf(UsageCube cube)
    {
        var tokens = 0L;
        foreach (var (_, day) in cube.HotDays)
        {
            foreach (var total in day.Usage.TotalTokens.Span)
            {
                tokens += total;
            }
        }

        return tokens;
    }
}
