using System.Runtime.InteropServices;

namespace Claudeonomics.Core.Fold;

/// <summary>The facts of one conversation that no checkpoint has kept yet: their fingerprints by company day, and the batches they are in.</summary>
/// <remarks>Planned facts stand behind the durable ones until <see cref="BecameDurable"/> or <see cref="Forget"/>.</remarks>
internal sealed class NewFacts
{
    private readonly List<uint> _fingerprints = new(8);

    // Facts mostly come in order of time, so a day is one stretch of fingerprints, from here to the next stretch's beginning.
    private readonly List<(int Day, int First)> _stretches = new(1);
    private readonly List<(int Day, long Batch)> _batches = new(2);
    private int _durable;

    /// <param name="day">Company day of the fact.</param>
    /// <param name="fingerprint"><see cref="UsageFold.FingerprintOf"/> its key.</param>
    public void Plan(int day, uint fingerprint)
    {
        if (_stretches.Count == 0 || _stretches[^1].Day != day)
        {
            _stretches.Add((day, _fingerprints.Count));
        }

        _fingerprints.Add(fingerprint);
    }

    /// <summary>The planned facts did not become durable.</summary>
    public void Forget()
    {
        _fingerprints.RemoveRange(_durable, _fingerprints.Count - _durable);
        while (_stretches.Count > 0 && _stretches[^1].First >= _durable)
        {
            _stretches.RemoveAt(_stretches.Count - 1);
        }
    }

    /// <param name="batch">Sequence number of the ledger batch that holds the planned facts, larger than any before.</param>
    public void BecameDurable(long batch)
    {
        var before = _batches.Count;
        for (var stretch = _stretches.Count - 1; stretch >= 0 && EndOf(stretch) > _durable; stretch--)
        {
            var entry = (_stretches[stretch].Day, batch);
            if (_batches.IndexOf(entry, before) < 0)
            {
                _batches.Add(entry);
            }
        }

        _durable = _fingerprints.Count;
    }

    /// <summary>A checkpoint has kept them.</summary>
    public void Clear()
    {
        _fingerprints.Clear();
        _stretches.Clear();
        _batches.Clear();
        _durable = 0;
    }

    /// <summary>The company days they fall on, ascending.</summary>
    public int[] Days()
    {
        if (_stretches.Count == 1)
        {
            return [_stretches[0].Day];
        }

        var days = new SortedSet<int>();
        foreach (var (day, _) in _stretches)
        {
            days.Add(day);
        }

        return [.. days];
    }

    /// <summary>The fingerprints of a company day, ascending.</summary>
    public uint[] FingerprintsOf(int day)
    {
        var all = CollectionsMarshal.AsSpan(_fingerprints);
        var ofDay = new uint[CountOf(day)];
        var count = 0;
        for (var stretch = 0; stretch < _stretches.Count; stretch++)
        {
            var (of, first) = _stretches[stretch];
            if (of == day)
            {
                var part = all[first..EndOf(stretch)];
                part.CopyTo(ofDay.AsSpan(count));
                count += part.Length;
            }
        }

        Array.Sort(ofDay);
        return ofDay;
    }

    /// <summary>Sequence numbers of the batches that hold facts of a company day, ascending.</summary>
    public long[] BatchesOf(int day)
    {
        var ofDay = new List<long>(_batches.Count);
        foreach (var (of, batch) in CollectionsMarshal.AsSpan(_batches))
        {
            if (of == day)
            {
                ofDay.Add(batch);
            }
        }

        return [.. ofDay];
    }

    /// <summary>Adds the batches of all days.</summary>
    public void AddBatchesTo(SortedSet<long> batches)
    {
        foreach (var (_, batch) in CollectionsMarshal.AsSpan(_batches))
        {
            batches.Add(batch);
        }
    }

    private int EndOf(int stretch) => stretch + 1 < _stretches.Count ? _stretches[stretch + 1].First : _fingerprints.Count;

    private int CountOf(int day)
    {
        var count = 0;
        for (var stretch = 0; stretch < _stretches.Count; stretch++)
        {
            count += _stretches[stretch].Day == day ? EndOf(stretch) - _stretches[stretch].First : 0;
        }

        return count;
    }
}
