using System.Runtime.InteropServices;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>What memory holds of one conversation: which facts it has seen, and what they changed since they were last published.</summary>
/// <remarks>A cache of the ledger: it can be dropped after any checkpoint and comes back from the archive.</remarks>
internal sealed class ConversationState(ulong id)
{
    private readonly List<UsageRow> _rows = new(1);
    private readonly List<ActivityRow> _activity = new(1);
    private readonly List<SupervisionState> _supervision = [];
    private readonly List<(int Day, uint Fingerprint)> _newKeys = [];
    private readonly List<(int Day, long Batch)> _newBatches = new(2);
    private readonly List<long> _batches = new(2);
    private KeySet _keys;
    private int _lastSeen = -1;
    private (int Day, long Batch) _lastKept;

    public ulong Id { get; } = id;

    public ConversationTraits Traits { get; set; }

    /// <summary>Who told of it, ascending.</summary>
    public List<int> Identities { get; } = new(1);

    /// <summary>When the last batch touched it, milliseconds since 1970 UTC by the ledger's clock.</summary>
    public long TouchedMs { get; set; }

    public int Facts => _keys.Count;

    /// <summary>Pieces in the archive whose keys were not read yet; <see langword="null"/> when there are none.</summary>
    public List<ConversationPiece>? Archived { get; set; }

    /// <summary>All facts, while the conversation is resolved as a whole.</summary>
    public ConversationFacts? Whole { get; set; }

    /// <summary>What <see cref="Whole"/> came to when it was last published to the rows.</summary>
    public Resolution? Resolved { get; set; }

    /// <summary>Last value of cumulative series, so that a point that says nothing new is not kept.</summary>
    public Dictionary<ulong, CounterPoint>? Series { get; set; }

    /// <summary>The batch being committed has facts of it; <see cref="TraitsBefore"/> is what it was before.</summary>
    public bool IsTouched { get; set; }

    public ConversationTraits TraitsBefore { get; set; }

    public bool IsListedForPublishing { get; set; }

    public bool IsListedForCheckpoint { get; set; }

    public IReadOnlyList<long> Batches => _batches;

    public bool Knows(ulong key) => _keys.Contains(key);

    public bool AddKey(ulong key) => _keys.Add(key);

    public void RemoveKey(ulong key) => _keys.Remove(key);

    public void Saw(int identity)
    {
        if (identity == _lastSeen)
        {
            return;
        }

        _lastSeen = identity;
        var place = Identities.BinarySearch(identity);
        if (place < 0)
        {
            Identities.Insert(~place, identity);
            Traits |= Identities.Count > 1 ? ConversationTraits.ManyIdentities : ConversationTraits.None;
        }
    }

    /// <summary>Notes a fact that has become durable, for the next checkpoint.</summary>
    public void Keep(ulong key, int day, long batch)
    {
        _newKeys.Add((day, UsageFold.FingerprintOf(key)));
        if (_lastKept == (day, batch))
        {
            return;
        }

        // Batches only grow, so what is not among the last one's days is new.
        if (_newBatches.Count == 0 || _newBatches[^1].Batch < batch || !_newBatches.Contains((day, batch)))
        {
            _newBatches.Add((day, batch));
        }

        _lastKept = (day, batch);
        AddBatch(batch);
    }

    public void AddBatch(long batch)
    {
        if (_batches.Count == 0 || _batches[^1] < batch)
        {
            _batches.Add(batch);
            return;
        }

        var place = _batches.BinarySearch(batch);
        if (place < 0)
        {
            _batches.Insert(~place, batch);
        }
    }

    public ref ConversationDay RowOf(int identity, int day, int hour, ushort dimension)
    {
        var rows = CollectionsMarshal.AsSpan(_rows);
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            ref var row = ref rows[i];
            if (row.Hour == hour && row.Dimension == dimension && row.Identity == identity && row.Day == day)
            {
                return ref row.Sums;
            }
        }

        _rows.Add(new UsageRow { Identity = identity, Day = day, Hour = hour, Dimension = dimension });
        return ref CollectionsMarshal.AsSpan(_rows)[^1].Sums;
    }

    public ref ActivityCells ActivityOf(int identity, int day, ushort agent)
    {
        var rows = CollectionsMarshal.AsSpan(_activity);
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            ref var row = ref rows[i];
            if (row.Day == day && row.Identity == identity && row.Agent == agent)
            {
                return ref row.Cells;
            }
        }

        _activity.Add(new ActivityRow { Identity = identity, Day = day, Agent = agent });
        return ref CollectionsMarshal.AsSpan(_activity)[^1].Cells;
    }

    public SupervisionState SupervisionOf(int identity)
    {
        foreach (var known in _supervision)
        {
            if (known.Identity == identity)
            {
                return known;
            }
        }

        var added = new SupervisionState(identity);
        _supervision.Add(added);
        return added;
    }

    public ReadOnlySpan<UsageRow> Rows => CollectionsMarshal.AsSpan(_rows);

    public ReadOnlySpan<ActivityRow> Activity => CollectionsMarshal.AsSpan(_activity);

    public ReadOnlySpan<SupervisionState> Supervision => CollectionsMarshal.AsSpan(_supervision);

    public void ClearRows()
    {
        _rows.Clear();
        _activity.Clear();
    }

    /// <summary>What the next checkpoint has to keep, a piece per company day.</summary>
    public IEnumerable<ConversationPiece> NewPieces(Time.CompanyCalendar calendar)
    {
        foreach (var day in _newBatches.Select(static entry => entry.Day).Distinct().Order())
        {
            var fingerprints = _newKeys.Where(entry => entry.Day == day).Select(static entry => entry.Fingerprint).ToArray();
            Array.Sort(fingerprints);
            yield return new(
                Id,
                day,
                Traits,
                [.. Identities],
                fingerprints,
                [.. _newBatches.Where(entry => entry.Day == day).Select(static entry => entry.Batch).Order()],
                [.. _supervision.Select(times => times.NewTimesOf(day, calendar)).OfType<SupervisionTimes>()]);
        }
    }

    public void Kept()
    {
        _newKeys.Clear();
        _newBatches.Clear();
        foreach (var times in _supervision)
        {
            times.Kept();
        }
    }

    internal struct UsageRow
    {
        public int Identity;
        public int Day;
        public int Hour;
        public ushort Dimension;
        public ConversationDay Sums;
    }

    internal struct ActivityRow
    {
        public int Identity;
        public int Day;
        public ushort Agent;
        public ActivityCells Cells;
    }
}
