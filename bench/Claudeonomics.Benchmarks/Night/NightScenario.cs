using System.Diagnostics;
using Claudeonomics.Benchmarks.Month;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Integrity;
using Claudeonomics.Simulator.People;
using Claudeonomics.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.Benchmarks.Night;

/// <summary>The nightly integrity run of a whole company over working days: the one that is over, and the one of a week ago for the second time.</summary>
internal sealed class NightScenario : IScenario
{
    public string Name => "night";

    public string Summary => "[--people 85000] the integrity run over a working day, and over one for the second time";

    public async Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        // A Wednesday: there are more calls than on a mean day.
        var day = new DateOnly(2026, 10, 28);
        var company = Company.Create(new CompanyOptions(options.Number("people", 85_000), Seed: 1, day));
        var clock = new StreamClock();
        var prices = new CostCalculator(PriceBook.Embedded);
        var ledger = EmbeddedLedger.Open(
            new EmbeddedLedgerOptions { DataDirectory = options.Directory, TimeZone = TimeZoneInfo.Utc, CheckpointInterval = TimeSpan.FromDays(1) },
            prices, clock, NullLogger<EmbeddedLedger>.Instance);
        var run = await MonthScenario.FeedAsync(ledger, company, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), clock, cancellationToken);
        await ledger.DisposeAsync();
        GC.Collect();
        using var memory = new PeakMemory();
        var watch = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        var (read, seconds, people, conversations) = (0.0, 0.0, 0, new List<ConversationDay>());

        // The same day in the place of that of a week ago: what was learnt of it is kept, as by the server.
        var passes = new[] { new IntegrityRun(IntegrityRules.Default), new IntegrityRun(IntegrityRules.Default) };
        foreach (var pass in passes)
        {
            conversations = DayScan.Read(options.Directory, day, new CompanyCalendar(TimeZoneInfo.Utc), prices, cancellationToken);
            read += watch.Elapsed.TotalSeconds - seconds;
            pass.ReadDay(day.DayNumber, conversations, static identity => identity - 1, static _ => false);
            people = pass.Assess(new AssessedWeek(day.DayNumber, day.DayNumber), static (_, _) => null).People;
            seconds = watch.Elapsed.TotalSeconds;
        }

        GC.KeepAlive(passes);
        var processorSeconds = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        var calls = conversations.Sum(static conversation => (long)conversation.Calls);
        if (calls != run.Truth.Requests)
        {
            throw new InvalidOperationException($"The night saw {calls:N0} calls; {run.Truth.Requests:N0} were made.");
        }

        return new(Name,
        [
            Figure.Cost("seconds", seconds, "s", 300, "5 minutes on 2 cores"),
            Figure.Cost("secondsOfReading", read, "s", 300, "of it, raw facts to conversations"),
            Figure.Cost("processorSeconds", processorSeconds, "s", 600, "5 minutes of 2 cores; tells more than seconds on a machine that is shared"),
            Figure.Cost("peakMemory", memory.Peak / 1048576.0, "MiB", 4096, "4 GiB of managed memory and buffers"),
            Figure.Rate("facts", run.Facts, "1", run.Facts, "of the day, as appended"),
            Figure.Rate("calls", calls, "1", run.Truth.Requests, "the truth"),
            Figure.Rate("people", people, "1", company.People.Count, "of the company"),
            Figure.Rate("conversations", conversations.Count, "1", conversations.Count, "of the day"),
        ]);
    }

    /// <summary>The most memory the process had, looked at ten times a second: what the ledger needed before does not count.</summary>
    private sealed class PeakMemory : IDisposable
    {
        private readonly Timer _timer;
        private long _peak;

        public PeakMemory() => _timer = new(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));

        public long Peak
        {
            get
            {
                Look();
                return Volatile.Read(ref _peak);
            }
        }

        public void Dispose() => _timer.Dispose();

        private void Look()
        {
            var now = Environment.WorkingSet;
            if (now > Volatile.Read(ref _peak))
            {
                Volatile.Write(ref _peak, now);
            }
        }
    }
}
