using System.Runtime.InteropServices;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>Turns the ledger's facts into sums, batch by batch: which facts are new, what they come to, what the cube gets.</summary>
/// <remarks>
/// <para>A batch goes through <see cref="Plan"/> (which facts are new?), then the caller makes the new ones durable, then
/// <see cref="Commit"/> (what do they change?) or <see cref="Abandon"/>. <see cref="Publish"/> hands what changed to the cube.
/// Used by one thread.</para>
/// <para>The sums depend only on the batches and their order, never on when they were published, kept or evicted.</para>
/// </remarks>
public sealed partial class UsageFold
{
    /// <summary>Facts kept of one conversation: 200 hours of a call a second with its signals. Further ones are refused.</summary>
    public const int MaxFactsPerConversation = 2_000_000;

    /// <summary>Facts of a conversation that has to be resolved as a whole. Further ones are refused.</summary>
    public const int MaxFactsResolvedAsAWhole = 200_000;

    /// <summary>Cumulative series of one conversation. Points of further ones are refused.</summary>
    public const int MaxSeriesPerConversation = 1_000;

    /// <summary>Identities that tell of one conversation. Facts of further ones are refused.</summary>
    public const int MaxIdentitiesPerConversation = 1_000;

    private readonly CompanyCalendar _calendar;
    private readonly CallApplier _applier;
    private readonly UsageCube _cube;
    private readonly ConversationTable _conversations;
    private readonly List<PlannedFact> _planned = [];
    private readonly List<ConversationState> _touched = [];
    private readonly List<ConversationState> _unkept = [];

    public UsageFold(CompanyCalendar calendar, PriceHistory prices, UsageCube cube, IConversationArchive archive)
    {
        ArgumentNullException.ThrowIfNull(cube);
        _calendar = calendar;
        _cube = cube;
        _conversations = new ConversationTable(calendar, archive);
        _readings = new HourReadings(_conversations);
        Delta = new RollupDelta(calendar);
        _applier = new CallApplier(calendar, prices, cube, Delta);
    }

    /// <summary>Conversations in memory.</summary>
    public int Conversations => _conversations.Count;

    /// <summary>The new facts of the batches planned since the last commit, in order.</summary>
    public ReadOnlySpan<PlannedFact> Planned => CollectionsMarshal.AsSpan(_planned);

    /// <summary>What changed in the sums since <see cref="CheckpointKept"/>.</summary>
    public RollupDelta Delta { get; }

    /// <summary>How costs that agents reported compare with ours, since start.</summary>
    public CostComparison CostComparison => _applier.CostComparison;

    /// <summary>Finds the facts of a batch that are new. They count as known from here on, until <see cref="Abandon"/>.</summary>
    public AppendOutcome Plan(FactBatch facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var before = _planned.Count;
        _readings.Begin(facts);
        var refused = PlanCalls(facts, out var superseded) + PlanSignals(facts) + PlanCounters(facts) + PlanNotes(facts);
        var accepted = _planned.Count - before;
        var (withdrawn, restored) = PlanReadings(facts);
        accepted += restored;
        return new(accepted, facts.Count - accepted - refused - superseded, refused, withdrawn, superseded);
    }

    /// <summary>Forgets what was planned: it did not become durable.</summary>
    public void Abandon()
    {
        foreach (ref readonly var fact in Planned)
        {
            fact.State.RemoveKey(KeyOf(fact));
        }

        foreach (var state in _touched)
        {
            state.Abandon();
        }

        _notes.Clear();
        _planned.Clear();
        _touched.Clear();
    }

    /// <summary>Applies what was planned: it is durable as one ledger batch.</summary>
    /// <param name="batch">Its sequence number, larger than any before.</param>
    /// <param name="receivedMs">When it was received, milliseconds since 1970 UTC.</param>
    public void Commit(long batch, long receivedMs)
    {
        foreach (var state in _touched)
        {
            if (state.BecameDurable(batch, receivedMs) && state.Whole is null)
            {
                state.Whole = _conversations.ReadFacts(state, before: batch);
                state.Resolved = ConversationResolver.Resolve(state.Whole);
            }

            ListForCheckpoint(state);
        }

        foreach (ref readonly var fact in Planned)
        {
            Apply(fact, batch);
        }

        foreach (var state in _touched)
        {
            if (state.Whole is not null)
            {
                Resolve(state);
            }
        }

        _notes.Clear();
        _planned.Clear();
        _touched.Clear();
    }

    /// <summary>Hands everything that was committed to the cube.</summary>
    public void Publish()
    {
        if (Delta.IsPending)
        {
            _cube.Write(writer => Delta.Publish(writer, _cube.HotFrom.DayNumber));
        }
    }

    /// <summary>What a checkpoint has to keep of the conversations, by company day; each day's ascending by conversation, read as a signed
    /// number. A piece is made when it is read, so that never all of them take memory.</summary>
    public IEnumerable<(int Day, IEnumerable<ConversationPiece> Pieces)> NewPieces()
    {
        var days = new SortedDictionary<int, List<ConversationState>>();
        foreach (var state in _unkept)
        {
            foreach (var day in state.NewDays())
            {
                // Days before the first hot one are closed: their sums stand, and no fact is matched with theirs again.
                if (day < _cube.HotFrom.DayNumber)
                {
                    continue;
                }

                if (!days.TryGetValue(day, out var ofDay))
                {
                    days.Add(day, ofDay = []);
                }

                ofDay.Add(state);
            }
        }

        foreach (var (day, states) in days)
        {
            states.Sort(static (a, b) => unchecked(((long)a.Id).CompareTo((long)b.Id)));
            yield return (day, states.Select(state => state.NewPieceOf(day, _calendar)));
        }
    }

    /// <summary>A checkpoint with <see cref="Delta"/> and <see cref="NewPieces"/> has become durable.</summary>
    /// <param name="idleSinceMs">Conversations that no batch touched since then leave memory.</param>
    /// <param name="most">If more than half as many are left, all of them leave memory.</param>
    public void CheckpointKept(long idleSinceMs, int most)
    {
        Delta.Clear();
        foreach (var state in _unkept)
        {
            state.Kept();
        }

        _unkept.Clear();
        _conversations.Evict(idleSinceMs, most / 2);
    }

    /// <summary>What a piece keeps of a key.</summary>
    internal static uint FingerprintOf(ulong key) => (uint)(key & uint.MaxValue);

    /// <summary>A fact's key within its conversation.</summary>
    /// <remarks>Two identities may tell of the same fact: they are two facts of one call, so that nobody can silence a colleague by
    /// being first.</remarks>
    internal static ulong KeyOf(FactKey key, int identity)
    {
        unchecked
        {
            return key.Value ^ ((ulong)identity * 0x9E3779B97F4A7C15UL);
        }
    }

    private static ulong KeyOf(in PlannedFact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.Call:
                ref readonly var call = ref fact.Batch.Calls[fact.Index];
                return KeyOf(call.Key, call.Identity);
            case FactKind.Counter:
                ref readonly var point = ref fact.Batch.Counters[fact.Index];
                return KeyOf(point.Key, point.Identity);
            case FactKind.Note:
                ref readonly var note = ref fact.Batch.Notes[fact.Index];
                return KeyOf(note.Key, note.Identity);
            default:
                ref readonly var signal = ref fact.Batch.Signals[fact.Index];
                return KeyOf(signal.Key, signal.Identity);
        }
    }

    private int PlanCalls(FactBatch facts, out int superseded)
    {
        var refused = 0;
        superseded = 0;
        var calls = facts.Calls;
        for (var i = 0; i < calls.Length; i++)
        {
            ref readonly var call = ref calls[i];
            if (_readings.IsSuperseded(call))
            {
                superseded++;
                continue;
            }

            var traits = ConversationTraitsExtensions.Of(call.Source);
            refused += PlanFact(
                _conversations.Find(call.Conversation), KeyOf(call.Key, call.Identity), call.Identity, call.AtUnixMs, traits, new(facts, FactKind.Call, i));
        }

        return refused;
    }

    private int PlanSignals(FactBatch facts)
    {
        var refused = 0;
        var signals = facts.Signals;
        for (var i = 0; i < signals.Length; i++)
        {
            ref readonly var signal = ref signals[i];
            refused += PlanFact(
                _conversations.Find(signal.Conversation), KeyOf(signal.Key, signal.Identity), signal.Identity, signal.AtUnixMs,
                ConversationTraitsExtensions.Of(signal), new(facts, FactKind.Signal, i));
        }

        return refused;
    }

    private int PlanCounters(FactBatch facts)
    {
        var refused = 0;
        var counters = facts.Counters;
        for (var i = 0; i < counters.Length; i++)
        {
            ref readonly var point = ref counters[i];
            var state = _conversations.Find(point.Conversation);
            switch (Judge(state, point))
            {
                case PointVerdict.TooManySeries:
                    refused++;
                    break;
                case PointVerdict.SaysSomething:
                    refused += PlanFact(
                        state, KeyOf(point.Key, point.Identity), point.Identity, point.AtUnixMs, ConversationTraitsExtensions.Of(point),
                        new(facts, FactKind.Counter, i));
                    break;
            }
        }

        return refused;
    }

    /// <param name="besides">Facts that the conversation may have beyond the bounds.</param>
    /// <returns>1 when the fact is refused, else 0.</returns>
    private int PlanFact(ConversationState state, ulong key, int identity, long atMs, ConversationTraits traits, FactPlace place, int besides = 0)
    {
        if (state.Unread is not null)
        {
            _conversations.ReadKeysFor(state, key);
        }

        var most = state.WouldNeedResolution(traits, identity) ? MaxFactsResolvedAsAWhole : MaxFactsPerConversation;
        if ((state.Facts - besides >= most || state.WouldBeOneTooMany(identity)) && !state.Knows(key))
        {
            return 1;
        }

        if (!state.AddKey(key))
        {
            return 0;
        }

        if (!state.IsPlanned)
        {
            state.BeginPlan();
            _touched.Add(state);
        }

        state.Plan(key, _calendar.DayNumberOf(atMs), identity, traits);
        _planned.Add(new(state, place));
        return 0;
    }

    private enum PointVerdict
    {
        SaysSomething,
        SaysNothingNew,
        TooManySeries,
    }

    // A cumulative series repeats itself every ten seconds, whether or not anything happened. A point that repeats the last
    // value says nothing, so nothing is lost by not keeping it.
    private static PointVerdict Judge(ConversationState state, in CounterPoint point)
    {
        if (point.Temporality is not Temporality.Cumulative)
        {
            return PointVerdict.SaysSomething;
        }

        var series = SeriesOf(point);
        if (!state.Series.TryGetValue(series, out var last))
        {
            return state.HasRoomFor(series) ? PointVerdict.SaysSomething : PointVerdict.TooManySeries;
        }

        return last.StartUnixMs == point.StartUnixMs && last.AtUnixMs <= point.AtUnixMs && last.Value == point.Value
            ? PointVerdict.SaysNothingNew
            : PointVerdict.SaysSomething;
    }

    // What one identity told of a series says nothing about what another did.
    private static ulong SeriesOf(in CounterPoint point) => KeyOf(new FactKey(point.Series), point.Identity);

    private void ListForCheckpoint(ConversationState state)
    {
        if (!state.IsListedForCheckpoint)
        {
            state.IsListedForCheckpoint = true;
            _unkept.Add(state);
        }
    }

    private void Apply(in PlannedFact fact, long batch)
    {
        var state = fact.State;
        switch (fact.Kind)
        {
            case FactKind.Call:
                Apply(state, fact.Batch.Calls[fact.Index], batch);
                break;
            case FactKind.Counter:
                Apply(state, fact.Batch.Counters[fact.Index], batch);
                break;
            case FactKind.Note:
                Apply(state, fact.Batch.Notes[fact.Index]);
                break;
            default:
                ref readonly var signal = ref fact.Batch.Signals[fact.Index];
                _applier.Apply(state, signal);
                state.Whole?.Add(signal);
                break;
        }
    }

    private void Apply(ConversationState state, in UsageEvent call, long batch)
    {
        if (state.Whole is null)
        {
            _applier.ApplyAlone(state, call, batch);
        }
        else
        {
            _applier.Report(state, call);
            state.Whole.Add(call, batch);
        }
    }

    private void Apply(ConversationState state, in CounterPoint point, long batch)
    {
        if (point.Temporality is Temporality.Cumulative)
        {
            var series = SeriesOf(point);
            if (!state.Series.TryGetValue(series, out var last) || last.AtUnixMs <= point.AtUnixMs)
            {
                state.Series[series] = point;
            }
        }

        _applier.Report(state, point);
        if (point.IsDependent())
        {
            // In a conversation that needs no resolution such a counter is masked and adds nothing.
            state.Whole?.Add(point, batch);
        }
        else
        {
            _applier.Apply(state, ResolvedAct.Of(point), 1);
        }
    }

    private void Resolve(ConversationState state)
    {
        var resolved = ConversationResolver.Resolve(state.Whole!);
        _applier.Apply(state, state.Resolved!, state.Whole!, -1);
        _applier.Apply(state, resolved, state.Whole!, 1);
        if (state.Traits.NeedsResolution())
        {
            state.Resolved = resolved;
        }
        else
        {
            (state.Whole, state.Resolved) = (null, null);
        }
    }
}
