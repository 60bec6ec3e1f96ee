using Claudeonomics.Core.Usage;

namespace Claudeonomics.Storage.Embedded.Batches;

/// <summary>Unpacks the facts of one commit.</summary>
internal static class BatchReader
{
    /// <summary>Reads a batch back.</summary>
    /// <param name="only">Which conversations' facts are read.</param>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="BatchWriter"/> writes.</exception>
    public static void Read(
        ReadOnlySpan<byte> body, int format, long receivedMs, OriginTable origins, ConversationFilter only, FactBatch into)
    {
        if (format is < 1 or > BatchFormat.Number)
        {
            throw new InvalidDataException($"Ledger batch format {format} is unknown to this release.");
        }

        var reader = new ByteReader(body);
        ReadOrigins(ref reader, origins);
        var conversations = ReadConversations(ref reader, hasDevices: format >= BatchFormat.WithDevices, only);
        ReadCalls(ref reader, receivedMs, origins, conversations, into);
        ReadCounters(ref reader, receivedMs, origins, conversations, into);
        ReadSignals(ref reader, receivedMs, origins, conversations, into);
        if (format >= BatchFormat.WithDevices)
        {
            ReadNotes(ref reader, receivedMs, conversations, into);
        }

        if (format >= BatchFormat.WithDays)
        {
            ReadDays(ref reader, receivedMs, origins, isWanted: only.IsEverything, into);
        }

        if (!reader.AtEnd)
        {
            throw new InvalidDataException("The batch holds more than it says.");
        }
    }

    private static void ReadOrigins(ref ByteReader reader, OriginTable origins)
    {
        var count = reader.Int32();
        for (var i = 0; i < count; i++)
        {
            var number = reader.Int32();
            origins.Learn(number, new CallOrigin(reader.Text(), reader.Text(), reader.Text()));
        }
    }

    private static BatchConversation[] ReadConversations(ref ByteReader reader, bool hasDevices, ConversationFilter only)
    {
        var conversations = new BatchConversation[reader.Int32()];
        for (var i = 0; i < conversations.Length; i++)
        {
            var hash = reader.Raw64();
            var identity = reader.Count();
            var isWanted = only.Wants(hash);
            conversations[i] = !hasDevices
                ? new(hash, (int)(identity >> 1), (Who)(identity & 1)) { IsWanted = isWanted }
                : new(hash, (int)(identity >> 2), (Who)(identity & 1), (identity & 2) != 0 ? reader.Raw64() : 0) { IsWanted = isWanted };
        }

        return conversations;
    }

    private static void ReadCalls(
        ref ByteReader reader, long receivedMs, OriginTable origins, BatchConversation[] conversations, FactBatch into)
    {
        var count = reader.Int32();
        var (at, index, origin, traits, source) = (receivedMs, 0L, (CallOrigin?)null, default(CallTraits), Source.OtlpEvent);
        for (var i = 0; i < count; i++)
        {
            var flags = (CallFlags)reader.Octet();
            index += reader.Signed();
            at += reader.Signed();
            if ((flags & CallFlags.SameOrigin) == 0)
            {
                origin = origins[reader.Int32()];
                traits = BatchFormat.UnpackTraits(reader.Octet());
                source = (Source)reader.Octet();
            }

            var request = (flags & CallFlags.Request) != 0 ? reader.Raw64() : 0;
            var ordinal = (flags & CallFlags.Ordinal) != 0 ? reader.Unsigned() : 0;
            var uncached = reader.Count();
            var read = reader.Count();
            var (write5m, write1h) = (flags & CallFlags.KnownWrites) != 0 ? (reader.Count(), reader.Count()) : (0, 0);
            var unknown = (flags & CallFlags.UnknownWrites) != 0 ? reader.Count() : 0;
            var output = reader.Count();
            var reasoning = (flags & CallFlags.Reasoning) != 0 ? reader.Count() : 0;
            long? cost = (flags & CallFlags.Cost) != 0 ? reader.Count() : null;
            var (searches, revision, partial) = (flags & CallFlags.Extras) != 0
                ? (reader.Int32(), reader.Octet(), reader.Octet() != 0)
                : (0, (byte)0, false);
            var owner = conversations[checked((int)index)];
            if (owner.IsWanted)
            {
                into.Add(new UsageEvent
                {
                    Identity = owner.Identity,
                    Who = owner.Who,
                    Source = source,
                    AtUnixMs = at,
                    Conversation = owner.Hash,
                    Request = request,
                    Ordinal = ordinal,
                    Origin = origin ?? throw new InvalidDataException("A call without an origin."),
                    Traits = traits,
                    Usage = new(uncached, read, write5m, write1h, unknown, output, reasoning),
                    ReportedCostMicros = cost,
                    WebSearches = searches,
                    IsPartial = partial,
                    ParserRevision = revision,
                    Device = owner.Device,
                });
            }
        }
    }

    private static void ReadCounters(
        ref ByteReader reader, long receivedMs, OriginTable origins, BatchConversation[] conversations, FactBatch into)
    {
        var count = reader.Int32();
        var (at, index, origin) = (receivedMs, 0L, (CallOrigin?)null);
        for (var i = 0; i < count; i++)
        {
            var flags = (CounterFlags)reader.Octet();
            index += reader.Signed();
            at += reader.Signed();
            var start = (flags & CounterFlags.Start) != 0 ? at - reader.Signed() : 0;
            var series = reader.Raw64();
            origin = (flags & CounterFlags.SameOrigin) != 0 ? origin : origins[reader.Int32()];
            var traits = (flags & CounterFlags.Traits) != 0 ? BatchFormat.UnpackTraits(reader.Octet()) : default;
            var measure = (CounterMeasure)reader.Octet();
            var value = reader.Count();
            var owner = conversations[checked((int)index)];
            if (owner.IsWanted)
            {
                into.Add(new CounterPoint
                {
                    Identity = owner.Identity,
                    Who = owner.Who,
                    AtUnixMs = at,
                    StartUnixMs = start,
                    Conversation = owner.Hash,
                    Series = series,
                    Temporality = (flags & CounterFlags.Cumulative) != 0 ? Temporality.Cumulative : Temporality.Delta,
                    Measure = measure,
                    Value = value,
                    Origin = origin ?? throw new InvalidDataException("A counter without an origin."),
                    Traits = traits,
                });
            }
        }
    }

    private static void ReadSignals(
        ref ByteReader reader, long receivedMs, OriginTable origins, BatchConversation[] conversations, FactBatch into)
    {
        var count = reader.Int32();
        var (at, index, agent, source) = (receivedMs, 0L, (string?)null, Source.OtlpEvent);
        for (var i = 0; i < count; i++)
        {
            var flags = (SignalFlags)reader.Octet();
            index += reader.Signed();
            at += reader.Signed();
            agent = (flags & SignalFlags.SameAgent) != 0 ? agent : origins[reader.Int32()].Agent;
            source = (flags & SignalFlags.SameSource) != 0 ? source : (Source)reader.Octet();
            var ordinal = (flags & SignalFlags.LongOrdinal) != 0 ? reader.Raw64() : reader.Unsigned();
            var owner = conversations[checked((int)index)];
            if (owner.IsWanted)
            {
                into.Add(new Signal
                {
                    Identity = owner.Identity,
                    Who = owner.Who,
                    Source = source,
                    AtUnixMs = at,
                    Conversation = owner.Hash,
                    Agent = agent ?? throw new InvalidDataException("A signal without an agent."),
                    Kind = (SignalKind)((byte)flags & 15),
                    ByHuman = (flags & SignalFlags.ByHuman) != 0,
                    Ordinal = ordinal,
                });
            }
        }
    }

    private static void ReadNotes(ref ByteReader reader, long receivedMs, BatchConversation[] conversations, FactBatch into)
    {
        var count = reader.Int32();
        var (at, index) = (receivedMs, 0L);
        for (var i = 0; i < count; i++)
        {
            var kind = (HourNoteKind)reader.Octet();
            index += reader.Signed();
            at += reader.Signed();
            var readAt = receivedMs + reader.Signed();
            var subject = reader.Raw64();
            var owner = conversations[checked((int)index)];
            if (owner.IsWanted)
            {
                into.Add(new HourNote
                {
                    Identity = owner.Identity,
                    Who = owner.Who,
                    Conversation = owner.Hash,
                    Device = owner.Device,
                    HourUnixMs = at,
                    ReadAtUnixMs = readAt,
                    Kind = kind,
                    Subject = subject,
                });
            }
        }
    }

    private static void ReadDays(ref ByteReader reader, long receivedMs, OriginTable origins, bool isWanted, FactBatch into)
    {
        var count = reader.Int32();
        for (var i = 0; i < count; i++)
        {
            var (identity, device, day) = (reader.Int32(), reader.Raw64(), reader.Int32());
            var readAt = receivedMs + reader.Signed();
            var totals = new ModelTotal[reader.Int32()];
            for (var j = 0; j < totals.Length; j++)
            {
                var origin = origins[reader.Int32()];
                var traits = BatchFormat.UnpackTraits(reader.Octet());
                var usage = new TokenUsage(
                    reader.Count(), reader.Count(), reader.Count(), reader.Count(), reader.Count(), reader.Count(), reader.Count());
                totals[j] = new(origin, traits, usage, reader.Int32(), reader.Int32());
            }

            if (isWanted)
            {
                into.Add(new DayReading(identity, device, day, readAt, totals));
            }
        }
    }
}
