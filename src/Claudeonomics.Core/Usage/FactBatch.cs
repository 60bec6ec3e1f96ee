using System.Runtime.InteropServices;

namespace Claudeonomics.Core.Usage;

/// <summary>The facts of one request on their way to the ledger. Reused between requests, so nobody keeps it after the append.</summary>
public sealed class FactBatch
{
    private readonly List<UsageEvent> _calls = [];
    private readonly List<CounterPoint> _counters = [];
    private readonly List<Signal> _signals = [];

    public ReadOnlySpan<UsageEvent> Calls => CollectionsMarshal.AsSpan(_calls);

    public ReadOnlySpan<CounterPoint> Counters => CollectionsMarshal.AsSpan(_counters);

    public ReadOnlySpan<Signal> Signals => CollectionsMarshal.AsSpan(_signals);

    public int Count => _calls.Count + _counters.Count + _signals.Count;

    public void Add(in UsageEvent call) => _calls.Add(call);

    public void Add(in CounterPoint point) => _counters.Add(point);

    public void Add(in Signal signal) => _signals.Add(signal);

    public void Clear()
    {
        _calls.Clear();
        _counters.Clear();
        _signals.Clear();
    }
}
