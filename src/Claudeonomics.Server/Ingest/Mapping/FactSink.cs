using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Tools;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>Where mappers put what they read: adds when, where and whose to it, and checks all three.</summary>
/// <remarks>
/// One per request at a time, reused. Successive records mostly share their conversation, sender and model, so the last of each
/// is remembered. An identity is asked for only once everything else about a record holds: a rejected record registers nobody.
/// </remarks>
internal sealed class FactSink(CommonNames names, KeyedHash hash, OriginTable origins, IIngestGate gate)
{
    /// <summary>How far ahead of ours a sender's clock may be.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(10);

    private readonly FactBatch _facts = new();
    private IngestGrant _grant = new("", null);
    private long _oldestUnixMs;
    private long _newestUnixMs;
    private OriginTable.Entry? _lastOrigin;
    private readonly byte[] _lastConversation = new byte[128];
    private int _lastConversationLength;
    private ulong _lastConversationHash;
    private readonly byte[] _lastClaim = new byte[IdentityClaim.MaxBytes];
    private int _lastClaimLength;
    private IdentityClaimKind _lastClaimKind;
    private int? _lastClaimed;
    private Placed _lastPlaced;

    // By kind, whose numbers are 1 to 3.
    private readonly LastTool?[] _lastTools = new LastTool?[4];

    public FactBatch Facts => _facts;

    /// <summary>What extends agents, of the records that became facts: each once in succession, so at most three for each fact.</summary>
    public List<SeenTool> Tools { get; } = [];

    public Tally Tally { get; } = new();

    public CommonNames Names => names;

    /// <summary>Forgets the request before.</summary>
    public void Begin(IngestGrant grant, DateTimeOffset now)
    {
        _grant = grant;
        _oldestUnixMs = (now - RawHorizon.Length).ToUnixTimeMilliseconds();
        _newestUnixMs = (now + MaxAhead).ToUnixTimeMilliseconds();
        _facts.Clear();
        Tools.Clear();
        Array.Clear(_lastTools);
        Tally.Clear();

        // What a claim stands for may change between requests: links are made, keys revoked.
        _lastClaimKind = 0;
    }

    /// <summary>A keyed hash, 0 for an empty id.</summary>
    public ulong HashOf(ReadOnlySpan<byte> id) => hash.Of(id);

    /// <summary>Adds a call, unless something about it does not hold.</summary>
    public Verdict Add(in Record record, in CallReading call)
    {
        if (call.Usage is not { } usage)
        {
            return Verdict.Rejected(DropReason.PartExceedsWhole);
        }

        if (Place(record, call.TraceIsConversation, out var place) is { } reason)
        {
            return Verdict.Rejected(reason);
        }

        var request = hash.Of(call.Request);
        _facts.Add(new UsageEvent
        {
            Identity = place.Identity,
            Who = place.Who,
            Source = record.Source,
            AtUnixMs = place.AtUnixMs,
            Conversation = place.Conversation,
            Request = request,
            Ordinal = request == 0 ? call.Ordinal : 0,
            Origin = OriginOf(call.Agent, call.Provider, call.Model),
            Traits = call.Traits,
            Usage = usage,
            ReportedCostMicros = call.ReportedCostMicros,
        });
        return Verdict.Accepted;
    }

    /// <summary>Notes what a record was made with, once it has become a fact. Nothing else of it is kept but the name, and no name that does not fit.</summary>
    /// <param name="verdict">What became of the record, which was added last.</param>
    /// <param name="name">As it was sent; empty for none.</param>
    public void Saw(Verdict verdict, ToolKind kind, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || !verdict.IsAccepted)
        {
            return;
        }

        // A conversation goes on with the skill or server it began with.
        var last = _lastTools[(int)kind];
        if (last is null || !name.SequenceEqual(last.Sent))
        {
            _lastTools[(int)kind] = last = new(name.Length <= ToolName.MaxBytes ? name.ToArray() : [], ToolName.Read(name));
        }

        if (last.Name is { } known && last.NotedOf != _lastPlaced.Identity)
        {
            last.NotedOf = _lastPlaced.Identity;
            Tools.Add(new(_lastPlaced.Identity, _lastPlaced.AtUnixMs, kind, known));
        }
    }

    /// <summary>Adds an act.</summary>
    public Verdict Add(in Record record, string agent, SignalKind kind, bool byHuman, ulong ordinal)
    {
        if (Place(record, traceIsConversation: false, out var place) is { } reason)
        {
            return Verdict.Rejected(reason);
        }

        _facts.Add(new Signal
        {
            Identity = place.Identity,
            Who = place.Who,
            Source = record.Source,
            AtUnixMs = place.AtUnixMs,
            Conversation = place.Conversation,
            Agent = agent,
            Kind = kind,
            ByHuman = byHuman,
            Ordinal = ordinal,
        });
        return Verdict.Accepted;
    }

    /// <summary>Adds a point of a counter.</summary>
    /// <param name="scale">What the sent value is multiplied with: 1,000 for seconds that are kept as milliseconds.</param>
    public Verdict Add(
        in Record record, in PointReading point, CounterMeasure measure, ReadOnlySpan<byte> agent,
        ReadOnlySpan<byte> provider, ReadOnlySpan<byte> model, CallTraits traits = default, double scale = 1)
    {
        if (Counts.Check(point.Value * scale, Counts.MaxOfSum, out var value) is { } problem)
        {
            return Verdict.Rejected(problem);
        }

        // A difference of nothing adds nothing. A running total of nothing says when its series began.
        if (value == 0 && point.Temporality is Temporality.Delta)
        {
            return Verdict.Ignored;
        }

        if (Place(record, traceIsConversation: false, out var place) is { } reason)
        {
            return Verdict.Rejected(reason);
        }

        _facts.Add(new CounterPoint
        {
            Identity = place.Identity,
            Who = place.Who,
            AtUnixMs = Math.Max(place.AtUnixMs, EarliestOf(point, record.TimeUnixNano)),
            StartUnixMs = (long)(point.StartUnixNano / 1_000_000),
            Conversation = place.Conversation,
            Series = point.Series,
            Temporality = point.Temporality,
            Measure = measure,
            Value = value,
            Origin = OriginOf(agent, provider, model),
            Traits = traits,
        });
        return Verdict.Accepted;
    }

    // A series whose start and point are the same moment does not know its start, and its first value adds nothing. A short-lived program
    // counts and exports within a millisecond: in nanoseconds its start is before its point, and in milliseconds it has to stay there.
    private static long EarliestOf(in PointReading point, ulong timeUnixNano) =>
        point.Temporality is Temporality.Cumulative && point.StartUnixNano < timeUnixNano ? (long)(point.StartUnixNano / 1_000_000) + 1 : 0;

    private DropReason? Place(in Record record, bool traceIsConversation, out Placed place)
    {
        place = default;
        if (TimeOf(record) is not { } at)
        {
            return DropReason.Undated;
        }

        if (at < _oldestUnixMs)
        {
            return DropReason.TooOld;
        }

        if (at > _newestUnixMs)
        {
            return DropReason.Future;
        }

        var conversation = ConversationOf(record, traceIsConversation);
        if (conversation == 0)
        {
            return DropReason.NoConversation;
        }

        if (_grant.PersonalIdentity is { } own)
        {
            _lastPlaced = place = new(own, Who.Known, at, conversation);
            return null;
        }

        var claim = IdentityClaim.Of(record, names);
        if (!claim.IsMade)
        {
            return DropReason.NoIdentity;
        }

        if (NumberOf(claim) is not { } claimed)
        {
            return DropReason.TooManyIdentities;
        }

        _lastPlaced = place = new(claimed, Who.Claimed, at, conversation);
        return null;
    }

    private long? TimeOf(in Record record)
    {
        if (record.TimeUnixNano != 0)
        {
            return (long)(record.TimeUnixNano / 1_000_000);
        }

        if (EventTime.ParseUnixMs(record.Text(names.EventTimestamp)) is { } at)
        {
            return at;
        }

        return record.FallbackUnixNano == 0 ? null : (long)(record.FallbackUnixNano / 1_000_000);
    }

    private ulong ConversationOf(in Record record, bool traceIsConversation)
    {
        var id = record.Text(names.GenAiConversation, names.Session);
        if (id.IsEmpty)
        {
            id = record.Text(names.Conversation);
        }

        if (id.IsEmpty && traceIsConversation && record.TraceId.ContainsAnyExcept((byte)0))
        {
            id = record.TraceId;
        }

        if (id.SequenceEqual(_lastConversation.AsSpan(0, _lastConversationLength)))
        {
            return _lastConversationHash;
        }

        var conversation = hash.Of(id);
        if (id.TryCopyTo(_lastConversation))
        {
            (_lastConversationLength, _lastConversationHash) = (id.Length, conversation);
        }

        return conversation;
    }

    private int? NumberOf(in IdentityClaim claim)
    {
        if (claim.Kind != _lastClaimKind || !claim.Value.SequenceEqual(_lastClaim.AsSpan(0, _lastClaimLength)))
        {
            _lastClaimed = gate.NumberOf(claim.Kind, claim.Value);
            claim.Value.CopyTo(_lastClaim);
            (_lastClaimKind, _lastClaimLength) = (claim.Kind, claim.Value.Length);
        }

        return _lastClaimed;
    }

    private CallOrigin OriginOf(ReadOnlySpan<byte> agent, ReadOnlySpan<byte> provider, ReadOnlySpan<byte> model)
    {
        if (_lastOrigin?.Is(agent, provider, model) is not true)
        {
            _lastOrigin = origins.Of(agent, provider, model);
        }

        return _lastOrigin.Origin;
    }

    /// <param name="Name">Null when what was sent is no name.</param>
    private sealed record LastTool(byte[] Sent, string? Name)
    {
        public int? NotedOf { get; set; }
    }

    private readonly record struct Placed(int Identity, Who Who, long AtUnixMs, ulong Conversation);
}
