using Claudeonomics.Core.Usage;

namespace Claudeonomics.Storage.Embedded.Batches;

/// <summary>Numbers the origins of calls, so that a fact carries one or two bytes instead of three strings.</summary>
/// <remarks>
/// A batch that first uses an origin spells it out, so the hash chain covers the names too. A signal's agent is an origin with
/// neither provider nor model. Bound: the intake lets through 2,000 models and 200 agents.
/// </remarks>
internal sealed class OriginTable
{
    private readonly Dictionary<CallOrigin, int> _numbersByReference = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CallOrigin, int> _numbers = [];
    private readonly List<CallOrigin> _origins = [];
    private readonly Dictionary<string, CallOrigin> _agents = new(StringComparer.Ordinal);

    /// <summary>How many origins the last durable batch knew.</summary>
    public int Durable { get; private set; }

    public int Count => _origins.Count;

    public CallOrigin this[int number] => _origins[number];

    public int NumberOf(CallOrigin origin)
    {
        if (_numbersByReference.TryGetValue(origin, out var number))
        {
            return number;
        }

        if (!_numbers.TryGetValue(origin, out number))
        {
            number = _origins.Count;
            _origins.Add(origin);
            _numbers.Add(origin, number);
        }

        // Origins come interned, so this stays as small as the table; should they not, it starts afresh.
        if (_numbersByReference.Count > 100_000)
        {
            _numbersByReference.Clear();
        }

        _numbersByReference.Add(origin, number);
        return number;
    }

    public int NumberOf(string agent)
    {
        if (!_agents.TryGetValue(agent, out var origin))
        {
            _agents.Add(agent, origin = new CallOrigin(agent, "", ""));
        }

        return NumberOf(origin);
    }

    /// <summary>Takes an origin that a durable batch spelled out.</summary>
    /// <exception cref="InvalidDataException">The number is not the next one and not known by the same name.</exception>
    public void Learn(int number, CallOrigin origin)
    {
        if (number < _origins.Count && _origins[number] == origin)
        {
            return;
        }

        if (number != _origins.Count)
        {
            throw new InvalidDataException($"Origin {number} is spelled out where {_origins.Count} was expected.");
        }

        _origins.Add(origin);
        _numbers[origin] = number;
        Durable = _origins.Count;
    }

    public void BecameDurable() => Durable = _origins.Count;

    /// <summary>Forgets origins that no durable batch spelled out.</summary>
    public void Abandon()
    {
        for (var number = _origins.Count - 1; number >= Durable; number--)
        {
            _numbers.Remove(_origins[number]);
            _origins.RemoveAt(number);
        }

        _numbersByReference.Clear();
    }
}
