using System.Diagnostics.Metrics;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.Server.Operations;

/// <summary>What the ledger tells of itself under <c>/metrics</c>.</summary>
internal sealed class LedgerMetrics : IDisposable
{
    private readonly Meter _meter = new("claudeonomics.ledger");

    public LedgerMetrics(EmbeddedLedger ledger)
    {
        _meter.CreateObservableGauge("claudeonomics.ledger.queued_requests", () => ledger.Queued, description: "Requests waiting for their commit");
        _meter.CreateObservableGauge("claudeonomics.ledger.batches", () => ledger.Head.Sequence, description: "Batches committed");
        _meter.CreateObservableGauge(
            "claudeonomics.ledger.reported_costs",
            () => new[]
            {
                new Measurement<long>(ledger.CostComparison.Agreeing, new KeyValuePair<string, object?>("verdict", "agrees")),
                new Measurement<long>(ledger.CostComparison.Differing, new KeyValuePair<string, object?>("verdict", "differs")),
            },
            description: "Calls whose cost the agent reported, by whether ours agrees, since start");
    }

    public void Dispose() => _meter.Dispose();
}
