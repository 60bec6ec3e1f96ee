using System.Collections.Concurrent;

namespace Claudeonomics.Core.Cube;

/// <summary>Numbers the agents and remembers which of them ever gave a signal.</summary>
/// <remarks>Written by one thread, read by any. Bound: 200 agents and <c>other</c>, kept by the intake.</remarks>
public sealed class AgentTable
{
    private readonly ConcurrentDictionary<string, ushort> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<bool> _hasSignals = [];
    private readonly Lock _lock = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _names.Count;
            }
        }
    }

    public ushort NumberOf(string agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (_numbers.TryGetValue(agent, out var number))
        {
            return number;
        }

        lock (_lock)
        {
            number = (ushort)_names.Count;
            _names.Add(agent);
            _hasSignals.Add(false);
        }

        _numbers[agent] = number;
        return number;
    }

    public string NameOf(ushort number)
    {
        lock (_lock)
        {
            return _names[number];
        }
    }

    /// <summary>Whether the whole ledger has a signal of this agent: only then does a day without one say anything.</summary>
    public bool HasSignals(ushort number)
    {
        lock (_lock)
        {
            return _hasSignals[number];
        }
    }

    public void SawSignal(ushort number)
    {
        lock (_lock)
        {
            _hasSignals[number] = true;
        }
    }
}
