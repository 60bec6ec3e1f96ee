using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Changes;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Counting;

/// <summary>All observations: one for each call in each file that tells of it.</summary>
internal sealed class ObservationTable(KeyedHash hash, NameTables names) : CallSink
{
    private const int ChunkBits = 12;

    // Sets keys of changes apart from those of calls.
    private const uint ChangeKeys = 0x4368_6E67;

    private readonly List<Observation[]> _chunks = [];
    private readonly KeyIndex _index = new();
    private int _file;
    private int _agent;
    private byte _revision;

    public NameTables Names => names;

    public KeyedHash KeyedHash => hash;

    public int Count { get; private set; }

    public ref Observation this[int number] => ref _chunks[number >> ChunkBits][number & ((1 << ChunkBits) - 1)];

    /// <summary>What is added from now on comes from this file.</summary>
    public void Begin(int file, string agent, byte revision)
    {
        _file = file;
        _agent = Names.Words.Of(System.Text.Encoding.UTF8.GetBytes(agent));
        _revision = revision;
    }

    public override ulong Hash(ReadOnlySpan<byte> id) => hash.Of(id);

    public override void Add(in LogCall call)
    {
        var observed = new Observation
        {
            Key = call.Key != 0 ? call.Key : KeyOf(call),
            Family = call.Family,
            AtUnixMs = call.AtUnixMs ?? Observation.NoTime,
            Usage = call.Usage,
            ReportedCostMicros = call.ReportedCostMicros ?? 0,
            HasReportedCost = call.ReportedCostMicros is not null,
            File = _file,
            Origin = Names.OriginOf(_agent, call.Provider, call.Model),
            Conversation = Names.Conversations.Of(call.ConversationId),
            Project = Names.Projects.Of(call.Project),
            WebSearches = call.WebSearches,
            Traits = call.Traits,
            Yields = call.Yields,
            Revision = _revision,
            IsPartial = call.IsPartial,
            IsSum = call.IsSum,
        };
        observed.Key = CallSink.Join(observed.Key, (ulong)_agent);

        // Agents whose telemetry names calls name them by the request; where it has none, the answer's id is as good a name.
        Add(observed, call.RequestId.IsEmpty ? call.ResponseId : call.RequestId);
    }

    public override void AddChange(in LogChange change)
    {
        var about = ChangeClassifier.Of(change.Path, change.Project);
        if (about is ChangeClass.None || change.AtUnixMs is not { } at)
        {
            return;
        }

        Add(new Observation
        {
            Key = CallSink.Join(CallSink.Join(change.Key, (ulong)_agent), ChangeKeys),
            AtUnixMs = at,
            File = _file,
            Origin = Names.OriginOf(_agent, default, default),
            Revision = _revision,
            Change = about,
        });
    }

    public IEnumerable<Observation> All
    {
        get
        {
            for (var number = 0; number < Count; number++)
            {
                yield return this[number];
            }
        }
    }

    /// <summary>Hands all of them over, those of a key one behind the other.</summary>
    public void EachByKey(TakeObservation take)
    {
        foreach (var first in _index.Firsts)
        {
            for (var number = first; number >= 0; number = _index.Next(number))
            {
                take(this[number]);
            }
        }
    }

    public bool Contains(ulong key) => _index.First(key) >= 0;

    /// <summary>Takes what was observed before. In one file the copies of a call are one observation.</summary>
    public void Add(in Observation observed) => Add(observed, requestId: default);

    private void Add(Observation observed, ReadOnlySpan<byte> requestId)
    {
        var first = _index.First(observed.Key);
        for (var number = first; number >= 0; number = _index.Next(number))
        {
            if (this[number].File == observed.File)
            {
                this[number].Merge(observed);
                return;
            }
        }

        if (Count >> ChunkBits == _chunks.Count)
        {
            _chunks.Add(new Observation[1 << ChunkBits]);
        }

        if (!requestId.IsEmpty)
        {
            observed.Request = Names.Requests.Add(requestId);
        }

        var added = Count++;
        this[added] = observed;
        _index.Add(observed.Key, added);
    }

    private ulong KeyOf(in LogCall call)
    {
        if (!call.RequestId.IsEmpty || !call.ResponseId.IsEmpty)
        {
            return Join(Hash(call.ResponseId), Hash(call.RequestId));
        }

        return Join(
            Join(Hash(call.ConversationId), (ulong)(call.AtUnixMs ?? 0)),
            Join(Hash(call.Model), Of(call.Usage)));
    }
}
