using Claudeonomics.Core.Fold;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Storage.Embedded.Batches;

/// <summary>Packs the facts of one commit. Used again for every commit by one thread.</summary>
internal sealed class BatchWriter(OriginTable origins)
{
    private readonly Dictionary<BatchConversation, int> _places = [];
    private readonly List<BatchConversation> _conversations = [];
    private readonly ByteWriter _into = new();

    /// <returns>The packed facts, until the next call.</returns>
    public ReadOnlyMemory<byte> Write<TFact>(ReadOnlySpan<TFact> facts, long receivedMs)
        where TFact : struct, IPlacedFact => Write(facts, [], receivedMs);

    /// <summary>A batch of totals of old days.</summary>
    /// <inheritdoc cref="Write{TFact}(ReadOnlySpan{TFact}, long)"/>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<DayReading> days, long receivedMs) => Write<PlannedFact>([], days, receivedMs);

    private ReadOnlyMemory<byte> Write<TFact>(ReadOnlySpan<TFact> facts, IReadOnlyList<DayReading> days, long receivedMs)
        where TFact : struct, IPlacedFact
    {
        _into.Clear();
        _places.Clear();
        _conversations.Clear();
        var (calls, counters, signals, notes) = NumberNames(facts);
        foreach (var total in days.SelectMany(static day => day.Totals))
        {
            origins.NumberOf(total.Origin);
        }

        _into.Count(origins.Count - origins.Durable);
        for (var number = origins.Durable; number < origins.Count; number++)
        {
            _into.Count(number);
            _into.Text(origins[number].Agent);
            _into.Text(origins[number].Provider);
            _into.Text(origins[number].Model);
        }

        _into.Count(_conversations.Count);
        foreach (var conversation in _conversations)
        {
            _into.Raw(conversation.Hash);
            _into.Count(((long)conversation.Identity << 2) | (conversation.Device != 0 ? 2L : 0) | (long)conversation.Who);
            if (conversation.Device != 0)
            {
                _into.Raw(conversation.Device);
            }
        }

        WriteCalls(facts, calls, receivedMs);
        WriteCounters(facts, counters, receivedMs);
        WriteSignals(facts, signals, receivedMs);
        WriteNotes(facts, notes, receivedMs);
        WriteDays(days, receivedMs);
        return _into.Written;
    }

    // New names stand at the head of the batch, so they are numbered before the first fact is written.
    private (int Calls, int Counters, int Signals, int Notes) NumberNames<TFact>(ReadOnlySpan<TFact> facts)
        where TFact : struct, IPlacedFact
    {
        var (calls, counters, signals, notes) = (0, 0, 0, 0);
        foreach (ref readonly var fact in facts)
        {
            switch (fact.Kind)
            {
                case FactKind.Call:
                    ref readonly var call = ref fact.Batch.Calls[fact.Index];
                    origins.NumberOf(call.Origin);
                    PlaceOf(new(call.Conversation, call.Identity, call.Who, call.Device));
                    calls++;
                    break;
                case FactKind.Counter:
                    ref readonly var point = ref fact.Batch.Counters[fact.Index];
                    origins.NumberOf(point.Origin);
                    PlaceOf(new(point.Conversation, point.Identity, point.Who));
                    counters++;
                    break;
                case FactKind.Note:
                    PlaceOf(ConversationOf(fact.Batch.Notes[fact.Index]));
                    notes++;
                    break;
                default:
                    ref readonly var signal = ref fact.Batch.Signals[fact.Index];
                    origins.NumberOf(signal.Agent);
                    PlaceOf(new(signal.Conversation, signal.Identity, signal.Who));
                    signals++;
                    break;
            }
        }

        return (calls, counters, signals, notes);
    }

    private int PlaceOf(BatchConversation conversation)
    {
        if (_conversations.Count > 0 && _conversations[^1] == conversation)
        {
            return _conversations.Count - 1;
        }

        if (!_places.TryGetValue(conversation, out var place))
        {
            place = _conversations.Count;
            _places.Add(conversation, place);
            _conversations.Add(conversation);
        }

        return place;
    }

    private void WriteCalls<TFact>(ReadOnlySpan<TFact> facts, int count, long receivedMs)
        where TFact : struct, IPlacedFact
    {
        _into.Count(count);
        var (at, place, origin, traits, source) = (receivedMs, 0, (CallOrigin?)null, default(CallTraits), default(Source));
        foreach (ref readonly var fact in facts)
        {
            if (fact.Kind is not FactKind.Call)
            {
                continue;
            }

            ref readonly var call = ref fact.Batch.Calls[fact.Index];
            var usage = call.Usage;
            var same = ReferenceEquals(call.Origin, origin) && call.Traits == traits && call.Source == source;
            var extras = call.WebSearches != 0 || call.IsPartial || call.ParserRevision != 0;
            _into.Octet((byte)((same ? CallFlags.SameOrigin : 0)
                | (call.Request != 0 ? CallFlags.Request : 0)
                | (call.Ordinal != 0 ? CallFlags.Ordinal : 0)
                | (call.ReportedCostMicros is not null ? CallFlags.Cost : 0)
                | ((usage.CacheWrite5mTokens | usage.CacheWrite1hTokens) != 0 ? CallFlags.KnownWrites : 0)
                | (usage.CacheWriteUnknownTokens != 0 ? CallFlags.UnknownWrites : 0)
                | (usage.ReasoningTokens != 0 ? CallFlags.Reasoning : 0)
                | (extras ? CallFlags.Extras : 0)));
            WritePlaceAndTime(new(call.Conversation, call.Identity, call.Who, call.Device), call.AtUnixMs, ref place, ref at);
            if (!same)
            {
                (origin, traits, source) = (call.Origin, call.Traits, call.Source);
                _into.Count(origins.NumberOf(origin));
                _into.Octet(BatchFormat.Pack(traits));
                _into.Octet((byte)source);
            }

            if (call.Request != 0)
            {
                _into.Raw(call.Request);
            }

            if (call.Ordinal != 0)
            {
                _into.Unsigned(call.Ordinal);
            }

            WriteTokens(usage);
            if (call.ReportedCostMicros is { } cost)
            {
                _into.Count(cost);
            }

            if (extras)
            {
                _into.Count(call.WebSearches);
                _into.Octet(call.ParserRevision);
                _into.Octet(call.IsPartial ? (byte)1 : (byte)0);
            }
        }
    }

    private void WriteTokens(in TokenUsage usage)
    {
        _into.Count(usage.UncachedInputTokens);
        _into.Count(usage.CacheReadTokens);
        if ((usage.CacheWrite5mTokens | usage.CacheWrite1hTokens) != 0)
        {
            _into.Count(usage.CacheWrite5mTokens);
            _into.Count(usage.CacheWrite1hTokens);
        }

        if (usage.CacheWriteUnknownTokens != 0)
        {
            _into.Count(usage.CacheWriteUnknownTokens);
        }

        _into.Count(usage.OutputTokens);
        if (usage.ReasoningTokens != 0)
        {
            _into.Count(usage.ReasoningTokens);
        }
    }

    private void WriteCounters<TFact>(ReadOnlySpan<TFact> facts, int count, long receivedMs)
        where TFact : struct, IPlacedFact
    {
        _into.Count(count);
        var (at, place, origin) = (receivedMs, 0, (CallOrigin?)null);
        foreach (ref readonly var fact in facts)
        {
            if (fact.Kind is not FactKind.Counter)
            {
                continue;
            }

            ref readonly var point = ref fact.Batch.Counters[fact.Index];
            var same = ReferenceEquals(point.Origin, origin);
            _into.Octet((byte)((same ? CounterFlags.SameOrigin : 0)
                | (point.Temporality is Temporality.Cumulative ? CounterFlags.Cumulative : 0)
                | (point.StartUnixMs != 0 ? CounterFlags.Start : 0)
                | (point.Traits != default ? CounterFlags.Traits : 0)));
            WritePlaceAndTime(new(point.Conversation, point.Identity, point.Who), point.AtUnixMs, ref place, ref at);
            if (point.StartUnixMs != 0)
            {
                _into.Signed(point.AtUnixMs - point.StartUnixMs);
            }

            _into.Raw(point.Series);
            if (!same)
            {
                origin = point.Origin;
                _into.Count(origins.NumberOf(origin));
            }

            if (point.Traits != default)
            {
                _into.Octet(BatchFormat.Pack(point.Traits));
            }

            _into.Octet((byte)point.Measure);
            _into.Count(point.Value);
        }
    }

    private void WriteSignals<TFact>(ReadOnlySpan<TFact> facts, int count, long receivedMs)
        where TFact : struct, IPlacedFact
    {
        _into.Count(count);
        var (at, place, agent, source) = (receivedMs, 0, (string?)null, Source.OtlpEvent);
        foreach (ref readonly var fact in facts)
        {
            if (fact.Kind is not FactKind.Signal)
            {
                continue;
            }

            ref readonly var signal = ref fact.Batch.Signals[fact.Index];
            var same = ReferenceEquals(signal.Agent, agent);
            var isLong = signal.Ordinal > uint.MaxValue;
            _into.Octet((byte)((SignalFlags)signal.Kind
                | (signal.ByHuman ? SignalFlags.ByHuman : 0)
                | (same ? SignalFlags.SameAgent : 0)
                | (isLong ? SignalFlags.LongOrdinal : 0)
                | (signal.Source == source ? SignalFlags.SameSource : 0)));
            WritePlaceAndTime(new(signal.Conversation, signal.Identity, signal.Who), signal.AtUnixMs, ref place, ref at);
            if (!same)
            {
                agent = signal.Agent;
                _into.Count(origins.NumberOf(agent));
            }

            if (signal.Source != source)
            {
                source = signal.Source;
                _into.Octet((byte)source);
            }

            if (isLong)
            {
                _into.Raw(signal.Ordinal);
            }
            else
            {
                _into.Unsigned(signal.Ordinal);
            }
        }
    }

    private void WriteNotes<TFact>(ReadOnlySpan<TFact> facts, int count, long receivedMs)
        where TFact : struct, IPlacedFact
    {
        _into.Count(count);
        var (at, place) = (receivedMs, 0);
        foreach (ref readonly var fact in facts)
        {
            if (fact.Kind is not FactKind.Note)
            {
                continue;
            }

            ref readonly var note = ref fact.Batch.Notes[fact.Index];
            _into.Octet((byte)note.Kind);
            WritePlaceAndTime(ConversationOf(note), note.HourUnixMs, ref place, ref at);
            _into.Signed(note.ReadAtUnixMs - receivedMs);
            _into.Raw(note.Subject);
        }
    }

    private void WriteDays(IReadOnlyList<DayReading> days, long receivedMs)
    {
        _into.Count(days.Count);
        foreach (var day in days)
        {
            _into.Count(day.Identity);
            _into.Raw(day.Device);
            _into.Count(day.Day);
            _into.Signed(day.ReadAtUnixMs - receivedMs);
            _into.Count(day.Totals.Count);
            foreach (var total in day.Totals)
            {
                _into.Count(origins.NumberOf(total.Origin));
                _into.Octet(BatchFormat.Pack(total.Traits));
                var usage = total.Usage;
                foreach (var count in (ReadOnlySpan<long>)
                    [
                        usage.UncachedInputTokens, usage.CacheReadTokens, usage.CacheWrite5mTokens, usage.CacheWrite1hTokens,
                        usage.CacheWriteUnknownTokens, usage.OutputTokens, usage.ReasoningTokens, total.Calls, total.WebSearches,
                    ])
                {
                    _into.Count(count);
                }
            }
        }
    }

    private static BatchConversation ConversationOf(in HourNote note) => new(note.Conversation, note.Identity, note.Who, note.Device);

    private void WritePlaceAndTime(BatchConversation conversation, long atMs, ref int place, ref long at)
    {
        var next = _conversations[place] == conversation ? place : _places[conversation];
        _into.Signed(next - place);
        _into.Signed(atMs - at);
        (place, at) = (next, atMs);
    }
}
