using System.Diagnostics;
using System.Diagnostics.Metrics;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest;

/// <summary>The intake's own numbers. Counted once per body, never per record.</summary>
public sealed class IngestMetrics : IDisposable
{
    public const string MeterName = "claudeonomics.ingest";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _records;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _facts;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _steps;

    public IngestMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(MeterName);
        _requests = _meter.CreateCounter<long>("claudeonomics.ingest.requests", "{request}", "Requests by signal and outcome.");
        _records = _meter.CreateCounter<long>("claudeonomics.ingest.records", "{record}", "Log records, data points and spans by what became of them.");
        _rejected = _meter.CreateCounter<long>("claudeonomics.ingest.rejected", "{record}", "Rejected records by reason.");
        _facts = _meter.CreateCounter<long>("claudeonomics.ingest.facts", "{fact}", "Facts that are durable: new, or known already.");
        _bytes = _meter.CreateCounter<long>("claudeonomics.ingest.bytes", "By", "Bodies as sent.");
        _steps = _meter.CreateHistogram<double>("claudeonomics.ingest.step.duration", "s", "How long each step took for one body.");
    }

    public void Dispose() => _meter.Dispose();

    internal void Received(string signal, long bytes) => _bytes.Add(bytes, new KeyValuePair<string, object?>("signal", signal));

    internal void Requested(string signal, IngestOutcomeKind outcome) =>
        _requests.Add(1, new("signal", signal), new("outcome", IngestOutcome.NameOf(outcome)));

    internal void Mapped(string signal, Tally tally)
    {
        AddRecords(signal, "accepted", tally.Accepted);
        AddRecords(signal, "ignored", tally.Ignored);
        AddRecords(signal, "rejected", tally.Rejected);
        if (tally.Rejected == 0)
        {
            return;
        }

        foreach (var reason in Enum.GetValues<DropReason>())
        {
            if (tally.RejectedFor(reason) is > 0 and var count)
            {
                _rejected.Add(count, new("signal", signal), new("reason", DropReasonNames.Of(reason)));
            }
        }
    }

    internal void Appended(AppendOutcome outcome)
    {
        _facts.Add(outcome.Accepted, new KeyValuePair<string, object?>("outcome", "new"));
        _facts.Add(outcome.Duplicates, new KeyValuePair<string, object?>("outcome", "duplicate"));
        if (outcome.Corrected > 0)
        {
            _facts.Add(outcome.Corrected, new KeyValuePair<string, object?>("outcome", "corrected"));
        }
    }

    internal void Timed(string signal, string step, long startedAt) =>
        _steps.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, new("signal", signal), new("step", step));

    private void AddRecords(string signal, string outcome, int count)
    {
        if (count > 0)
        {
            _records.Add(count, new("signal", signal), new("outcome", outcome));
        }
    }
}
