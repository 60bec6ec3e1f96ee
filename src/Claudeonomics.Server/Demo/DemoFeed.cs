using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Facts;

namespace Claudeonomics.Server.Demo;

/// <summary>Moves a stream's facts into the ledger, as much at once as a commit takes.</summary>
/// <remarks>While one batch is committed the next is simulated: two threads' work, and never more than two batches in memory.</remarks>
internal sealed class DemoFeed(IUsageLedger ledger, FactWriter writer)
{
    private const int FactsPerBatch = 25_000;
    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(20);

    private FactBatch _filling = new();
    private FactBatch _committing = new();
    private Task _commit = Task.CompletedTask;
    private long _lastArrivalMs;

    /// <summary>Is told after each batch up to which moment facts have been read.</summary>
    public Action<DateTimeOffset>? Reached { get; set; }

    /// <summary>Appends everything that arrives before a moment.</summary>
    /// <returns>How many facts, repeated ones included.</returns>
    public async Task<long> RunAsync(ActivityStream stream, DateTimeOffset before, CancellationToken cancellationToken)
    {
        long facts = 0;
        while (Fill(stream, before.ToUnixTimeMilliseconds()))
        {
            facts += _filling.Count;
            await _commit;
            (_filling, _committing) = (_committing, _filling);
            _commit = AppendAsync(_committing, cancellationToken);
            Reached?.Invoke(DateTimeOffset.FromUnixTimeMilliseconds(_lastArrivalMs));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await _commit;
        return facts;
    }

    private bool Fill(ActivityStream stream, long beforeUnixMs)
    {
        _filling.Clear();
        while (_filling.Count < FactsPerBatch && stream.TryRead(beforeUnixMs, out var export))
        {
            writer.Write(export, _filling);
            _lastArrivalMs = export.ArrivedAtUnixMs;
        }

        return _filling.Count > 0;
    }

    private async Task AppendAsync(FactBatch facts, CancellationToken cancellationToken)
    {
        while (await ledger.AppendAsync(facts, cancellationToken) is null)
        {
            await Task.Delay(BusyWait, cancellationToken);
        }
    }
}
