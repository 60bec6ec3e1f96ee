using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>What memory holds of one conversation: which facts it has seen, and where its sums stand in the <see cref="RollupDelta"/>.</summary>
/// <remarks>A cache of the ledger: it can be dropped after any checkpoint and comes back from the archive.</remarks>
internal sealed class ConversationState(ulong id)
{
    private readonly NewFacts _new = new();
    private KeySet _keys;
    private int _lastSeen = -1;
    private ConversationTraits _traitsBefore;
    private int[] _identitiesBefore = [];
    private Dictionary<ulong, CounterPoint>? _series;

    // Series that planned points begin.
    private HashSet<ulong>? _newSeries;

    // In the pieces of the archive, as long as their keys were not read.
    private int _unreadFacts;

    public ulong Id { get; } = id;

    public ConversationTraits Traits { get; private set; }

    /// <summary>Who told of it, ascending. Replaced when somebody joins.</summary>
    public int[] Identities { get; private set; } = [];

    /// <summary>When the last batch touched it, milliseconds since 1970 UTC by the ledger's clock.</summary>
    public long TouchedMs { get; private set; }

    public int Facts => _keys.Count + _unreadFacts;

    /// <summary>The archive has pieces of it.</summary>
    public bool IsArchived { get; private set; }

    /// <summary>Pieces in the archive whose keys were not read yet; <see langword="null"/> when there are none.</summary>
    public IReadOnlyList<ConversationPiece>? Unread { get; private set; }

    /// <summary>All facts, while the conversation is resolved as a whole.</summary>
    public ConversationFacts? Whole { get; set; }

    /// <summary>What <see cref="Whole"/> came to when it was last applied.</summary>
    public Resolution? Resolved { get; set; }

    /// <summary>Last value of cumulative series, so that a point that says nothing new is not kept.</summary>
    public Dictionary<ulong, CounterPoint> Series => _series ??= [];

    /// <summary>Where it stands for an hour of a device: what is known of that, planned notes included; <see langword="null"/> until it is asked for.</summary>
    public DeviceHour? Hour { get; set; }

    /// <summary>Facts of it are planned.</summary>
    public bool IsPlanned { get; private set; }

    public bool IsListedForCheckpoint { get; set; }

    /// <summary>Its newest row in the <see cref="RollupDelta"/>, or -1; older ones are chained to it.</summary>
    public int NewestRow { get; set; } = -1;

    /// <summary>The row of acts in the <see cref="RollupDelta"/> that was needed last, or -1.</summary>
    public int LastActivity { get; set; } = -1;

    /// <summary>When people gave signals, per identity, chained.</summary>
    public SupervisionState? Supervision { get; private set; }

    public bool Knows(ulong key) => _keys.Contains(key);

    public bool AddKey(ulong key) => _keys.Add(key);

    /// <summary>Facts of it may be planned from here on, until <see cref="BecameDurable"/> or <see cref="Abandon"/>.</summary>
    public void BeginPlan()
    {
        IsPlanned = true;
        (_traitsBefore, _identitiesBefore) = (Traits, Identities);
    }

    /// <summary>Notes a new fact.</summary>
    /// <param name="day">Its company day.</param>
    public void Plan(ulong key, int day, int identity, ConversationTraits traits)
    {
        Traits |= traits;
        Saw(identity);
        _new.Plan(day, UsageFold.FingerprintOf(key));
    }

    /// <summary>Whether it would have to be resolved as a whole, with a fact of such traits that an identity told.</summary>
    public bool WouldNeedResolution(ConversationTraits traits, int identity) =>
        Traits.NeedsResolution() || (Traits | traits).NeedsResolution() || (Identities.Length > 0 && IsNew(identity));

    /// <summary>Whether as many tell of it as may, and an identity is none of them.</summary>
    public bool WouldBeOneTooMany(int identity) => Identities.Length >= UsageFold.MaxIdentitiesPerConversation && IsNew(identity);

    /// <summary>Whether a point of a cumulative series that was never met can be taken; it counts as met from here on.</summary>
    public bool HasRoomFor(ulong series)
    {
        _newSeries ??= [];
        return _newSeries.Contains(series) || (Series.Count + _newSeries.Count < UsageFold.MaxSeriesPerConversation && _newSeries.Add(series));
    }

    /// <summary>What was planned is durable as facts of a batch.</summary>
    /// <returns>Whether its facts depend on each other now, or did before.</returns>
    public bool BecameDurable(long batch, long receivedMs)
    {
        IsPlanned = false;
        _newSeries = null;
        TouchedMs = receivedMs;
        _new.BecameDurable(batch);
        return _traitsBefore.NeedsResolution() || Traits.NeedsResolution();
    }

    /// <summary>What was planned did not become durable; its keys are taken back one by one.</summary>
    public void Abandon()
    {
        IsPlanned = false;
        _newSeries = null;
        (Traits, Identities, _lastSeen, Hour) = (_traitsBefore, _identitiesBefore, -1, null);
        _new.Forget();
    }

    public void RemoveKey(ulong key) => _keys.Remove(key);

    /// <summary>Takes back what the archive knows, but for the keys.</summary>
    public void Recall(IReadOnlyList<ConversationPiece> pieces, CompanyCalendar calendar)
    {
        (IsArchived, Unread) = (true, pieces);
        foreach (var piece in pieces)
        {
            _unreadFacts += piece.Fingerprints.Length;
            Traits |= piece.Traits;
            foreach (var identity in piece.Identities)
            {
                Saw(identity);
            }

            foreach (var times in piece.Supervision)
            {
                SupervisionOf(times.Identity).Restore(times);
            }
        }

        for (var supervision = Supervision; supervision is not null; supervision = supervision.Next)
        {
            supervision.Restored(calendar);
        }
    }

    /// <summary>The keys of the archived pieces were added.</summary>
    public void KeysRead() => (Unread, _unreadFacts) = (null, 0);

    /// <summary>Adds the batches that no checkpoint has kept yet.</summary>
    public void AddNewBatchesTo(SortedSet<long> batches) => _new.AddBatchesTo(batches);

    public SupervisionState SupervisionOf(int identity)
    {
        for (var known = Supervision; known is not null; known = known.Next)
        {
            if (known.Identity == identity)
            {
                return known;
            }
        }

        return Supervision = new SupervisionState(Id, identity) { Next = Supervision };
    }

    /// <summary>The company days of which the next checkpoint has to keep something, ascending.</summary>
    public int[] NewDays() => _new.Days();

    /// <summary>What the next checkpoint has to keep of one of these days.</summary>
    public ConversationPiece NewPieceOf(int day, CompanyCalendar calendar) =>
        new(Id, day, Traits, Identities, _new.FingerprintsOf(day), _new.BatchesOf(day), NewTimesOf(day, calendar));

    /// <summary>A checkpoint has kept everything.</summary>
    public void Kept()
    {
        IsListedForCheckpoint = false;
        IsArchived = true;
        (NewestRow, LastActivity) = (-1, -1);
        _new.Clear();
        for (var supervision = Supervision; supervision is not null; supervision = supervision.Next)
        {
            supervision.Kept();
        }
    }

    private bool IsNew(int identity) => identity != _lastSeen && Array.BinarySearch(Identities, identity) < 0;

    private void Saw(int identity)
    {
        if (identity == _lastSeen)
        {
            return;
        }

        _lastSeen = identity;
        var place = Array.BinarySearch(Identities, identity);
        if (place < 0)
        {
            Identities = [.. Identities.AsSpan(0, ~place), identity, .. Identities.AsSpan(~place)];
            Traits |= Identities.Length > 1 ? ConversationTraits.ManyIdentities : ConversationTraits.None;
        }
    }

    private SupervisionTimes[] NewTimesOf(int day, CompanyCalendar calendar)
    {
        List<SupervisionTimes>? times = null;
        for (var supervision = Supervision; supervision is not null; supervision = supervision.Next)
        {
            if (supervision.NewTimesOf(day, calendar) is { } ofIdentity)
            {
                (times ??= []).Add(ofIdentity);
            }
        }

        return times is null ? [] : [.. times];
    }
}
