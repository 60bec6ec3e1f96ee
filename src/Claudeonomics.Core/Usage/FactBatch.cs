using System.Runtime.InteropServices;

namespace Claudeonomics.Core.Usage;

/// <summary>The facts of one request on their way to the ledger. Reused between requests, so nobody keeps it after the append.</summary>
public sealed class FactBatch
{
    private readonly List<UsageEvent> _calls = [];
    private readonly List<CounterPoint> _counters = [];
    private readonly List<Signal> _signals = [];
    private readonly List<HourNote> _notes = [];
    private readonly List<HourReading> _readings = [];
    private readonly List<DayReading> _days = [];

    public ReadOnlySpan<UsageEvent> Calls => CollectionsMarshal.AsSpan(_calls);

    public ReadOnlySpan<CounterPoint> Counters => CollectionsMarshal.AsSpan(_counters);

    public ReadOnlySpan<Signal> Signals => CollectionsMarshal.AsSpan(_signals);

    public ReadOnlySpan<HourNote> Notes => CollectionsMarshal.AsSpan(_notes);

    /// <summary>Hours of devices that the calls are all of.</summary>
    public ReadOnlySpan<HourReading> Readings => CollectionsMarshal.AsSpan(_readings);

    /// <summary>Totals of old days, as a batch of the ledger holds them. They were counted when it was committed.</summary>
    public IReadOnlyList<DayReading> Days => _days;

    /// <summary>Facts.</summary>
    public int Count => _calls.Count + _counters.Count + _signals.Count + _notes.Count + _days.Count;

    /// <summary>There is nothing for a ledger to do.</summary>
    public bool IsEmpty => Count + _readings.Count == 0;

    public void Add(in UsageEvent call) => _calls.Add(call);

    public void Add(in CounterPoint point) => _counters.Add(point);

    public void Add(in Signal signal) => _signals.Add(signal);

    public void Add(in HourNote note) => _notes.Add(note);

    public void Add(in HourReading reading) => _readings.Add(reading);

    public void Add(DayReading day) => _days.Add(day);

    public void Clear()
    {
        _notes.Clear();
        _readings.Clear();
        _days.Clear();
        _calls.Clear();
        _counters.Clear();
        _signals.Clear();
    }
}
