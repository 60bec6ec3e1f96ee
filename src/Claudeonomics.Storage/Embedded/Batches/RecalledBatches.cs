using Claudeonomics.Core.Fold;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Storage.Embedded.Batches;

/// <summary>Reads single conversations' facts out of ledger batches again. Used by one thread.</summary>
/// <remarks>
/// Conversations that come back together mostly were in the same batches, and a batch can only be unpacked from its beginning. So one that is asked for
/// again among the next few is unpacked as a whole, once. Bound: two batches unpacked, some 8 MB each, and a commit's largest 100,000 facts more.
/// </remarks>
internal sealed class RecalledBatches(LedgerConnection connection, OriginTable origins)
{
    private const int Remembered = 16;
    private const int MostUnpacked = 2;

    // Newest last.
    private readonly Queue<long> _asked = [];
    private readonly Queue<Unpacked> _unpacked = [];

    /// <param name="into">Receives the facts in ledger order; not cleared.</param>
    public void Read(ulong conversation, long sequence, FactBatch into)
    {
        if (_unpacked.FirstOrDefault(batch => batch.Sequence == sequence) is { } known)
        {
            known.CopyTo(conversation, into);
        }
        else if (_asked.Contains(sequence))
        {
            var unpacked = new Unpacked(sequence);
            Read(sequence, ConversationFilter.Everything, unpacked.Facts);
            unpacked.Index();
            Add(_unpacked, unpacked, MostUnpacked);
            unpacked.CopyTo(conversation, into);
        }
        else
        {
            Read(sequence, ConversationFilter.Only(conversation), into);
            Add(_asked, sequence, Remembered);
        }
    }

    private void Read(long sequence, ConversationFilter only, FactBatch into)
    {
        using var row = connection.Read("ReadBatch", ("@seq", sequence));
        if (row.Read())
        {
            var stored = StoredBatch.From(row);
            BatchReader.Read(stored.Body, stored.Format, stored.ReceivedMs, origins, only, into);
        }
    }

    private static void Add<T>(Queue<T> queue, T item, int most)
    {
        if (queue.Count == most)
        {
            queue.Dequeue();
        }

        queue.Enqueue(item);
    }

    /// <summary>A batch's facts, by conversation.</summary>
    private sealed class Unpacked(long sequence)
    {
        private ILookup<ulong, FactPlace> _places = Enumerable.Empty<FactPlace>().ToLookup(static _ => 0UL);

        public long Sequence { get; } = sequence;

        public FactBatch Facts { get; } = new();

        public void Index()
        {
            var places = new List<FactPlace>(Facts.Count);
            FactPlace.AddAll(Facts, places);
            _places = places.ToLookup(static place => place.Kind switch
            {
                FactKind.Call => place.Batch.Calls[place.Index].Conversation,
                FactKind.Counter => place.Batch.Counters[place.Index].Conversation,
                FactKind.Signal => place.Batch.Signals[place.Index].Conversation,
                _ => place.Batch.Notes[place.Index].Conversation,
            });
        }

        public void CopyTo(ulong conversation, FactBatch into)
        {
            foreach (var place in _places[conversation])
            {
                switch (place.Kind)
                {
                    case FactKind.Call:
                        into.Add(Facts.Calls[place.Index]);
                        break;
                    case FactKind.Counter:
                        into.Add(Facts.Counters[place.Index]);
                        break;
                    case FactKind.Signal:
                        into.Add(Facts.Signals[place.Index]);
                        break;
                    default:
                        into.Add(Facts.Notes[place.Index]);
                        break;
                }
            }
        }
    }
}
