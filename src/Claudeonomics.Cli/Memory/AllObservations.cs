using Claudeonomics.Cli.Counting;

namespace Claudeonomics.Cli.Memory;

/// <summary>All that was ever observed, as often as one asks and without all of it in memory.</summary>
internal sealed class AllObservations : IDisposable
{
    private readonly BaseFile? _base;
    private readonly ObservationTable _beside;

    /// <summary>What is in memory already.</summary>
    public AllObservations(ObservationTable observations) => _beside = observations;

    /// <summary>What a base holds, and what came since. Read from the file that is open, also when another takes its name meanwhile.</summary>
    public AllObservations(BaseFile known, MemoryState state)
    {
        (_base, _beside) = (known, new(state.Hash, state.Names));
        Names.Requests.Load(known.ReadRequests());
        foreach (var added in state.Added)
        {
            _beside.Add(added);
        }
    }

    public NameTables Names => _beside.Names;

    /// <summary>No more than so many calls are told of.</summary>
    public int Count => (_base?.Count ?? 0) + _beside.Count;

    /// <summary>Hands all of them over, those of a key one behind the other.</summary>
    public void EachByKey(TakeObservation take)
    {
        if (_base is null)
        {
            _beside.EachByKey(take);
        }
        else if (_beside.Count == 0)
        {
            _base.Each(take);
        }
        else
        {
            Join(_base, take);
        }
    }

    public void Dispose() => _base?.Dispose();

    // What came since is of a few calls, which are put together as when everything is read anew: what is older first.
    private void Join(BaseFile known, TakeObservation take)
    {
        var touched = new ObservationTable(_beside.KeyedHash, Names);
        known.Each((in observation) =>
        {
            if (_beside.Contains(observation.Key))
            {
                touched.Add(observation);
            }
            else
            {
                take(observation);
            }
        });
        foreach (var added in _beside.All)
        {
            touched.Add(added);
        }

        touched.EachByKey(take);
    }
}
