using System.Runtime.InteropServices;
using Claudeonomics.Core.Fold;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded.Batches;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Facts of a stretch of time, dealt out by conversation and packed again in memory, so that the ledger's commits are unpacked once however many
/// parts are read.</summary>
/// <remarks>
/// A conversation's facts are all in one part, in the ledger's order. Packed as a commit is: some twenty octets a fact. Different parts may be read at
/// the same time, each once: reading lets go of what it read.
/// </remarks>
public sealed class DealtFacts
{
    // Facts of a part that are packed at once: enough for small differences, few enough for the processor's caches.
    private const int FactsPerPacket = 2_048;

    // The ledger's commits are dealt by so many threads at most; each has packets of its own.
    private const int MostAtOnce = 2;

    private readonly Share[] _shares;
    private readonly long _fromMs;

    private DealtFacts(Share[] shares, long fromMs, int parts) => (_shares, _fromMs, Parts) = (shares, fromMs, parts);

    public int Parts { get; }

    /// <param name="dataDirectory">Of a ledger that was opened before, by this program or another.</param>
    /// <param name="pass">From 0: which conversations are dealt, of a stretch that is too large for memory.</param>
    /// <param name="passes">At least 1.</param>
    /// <param name="parts">Of each pass, at least 1.</param>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The file could not be read.</exception>
    public static DealtFacts Deal(string dataDirectory, FactStretch stretch, int pass, int passes, int parts, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)pass, (uint)passes);
        var commits = stretch.LastCommit - stretch.FirstCommit + 1;
        var shares = new Share[Math.Min(Environment.ProcessorCount, MostAtOnce)];
        Parallel.For(0, shares.Length, new ParallelOptions { CancellationToken = cancellationToken }, number =>
        {
            var own = stretch with
            {
                FirstCommit = stretch.FirstCommit + (commits * number / shares.Length),
                LastCommit = stretch.FirstCommit + (commits * (number + 1) / shares.Length) - 1,
            };
            using var scan = FactScan.Open(dataDirectory);
            var share = new Share(scan.Origins, (ulong)passes, parts, stretch.FromMs);
            scan.Read(own, ConversationFilter.Part(pass, passes), share.Deal, cancellationToken);
            share.Close();
            shares[number] = share;
        });
        return new(shares, stretch.FromMs, parts);
    }

    /// <summary>Reads a part's facts in the ledger's order and lets them go.</summary>
    /// <param name="read">Gets some of them at a time; the batch is used again.</param>
    public void Read(int part, Action<FactBatch> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var facts = new FactBatch();
        foreach (var share in _shares)
        {
            foreach (var packet in share.Take(part))
            {
                facts.Clear();
                BatchReader.Read(packet, BatchFormat.Number, _fromMs, share.Origins, ConversationFilter.Everything, facts);
                read(facts);
            }
        }
    }

    /// <summary>What one thread dealt, of commits that follow one another.</summary>
    private sealed class Share
    {
        private readonly ulong _passes;
        private readonly FactBatch[] _open;
        private readonly List<byte[]>[] _packets;
        private readonly BatchWriter _writer;
        private readonly long _fromMs;
        private readonly List<FactPlace> _places = [];

        public Share(OriginTable origins, ulong passes, int parts, long fromMs)
        {
            (Origins, _passes, _fromMs, _writer) = (origins, passes, fromMs, new(origins));
            _open = new FactBatch[parts];
            _packets = new List<byte[]>[parts];
            for (var part = 0; part < parts; part++)
            {
                (_open[part], _packets[part]) = (new(), []);
            }
        }

        public OriginTable Origins { get; }

        public void Deal(FactBatch facts)
        {
            foreach (ref readonly var call in facts.Calls)
            {
                Open(call.Conversation).Add(call);
            }

            foreach (ref readonly var signal in facts.Signals)
            {
                Open(signal.Conversation).Add(signal);
            }

            foreach (ref readonly var point in facts.Counters)
            {
                Open(point.Conversation).Add(point);
            }

            foreach (ref readonly var note in facts.Notes)
            {
                Open(note.Conversation).Add(note);
            }

            for (var part = 0; part < _open.Length; part++)
            {
                if (_open[part].Count >= FactsPerPacket)
                {
                    Pack(part);
                }
            }
        }

        public void Close()
        {
            for (var part = 0; part < _open.Length; part++)
            {
                if (!_open[part].IsEmpty)
                {
                    Pack(part);
                }

                _open[part] = null!;
            }
        }

        public List<byte[]> Take(int part)
        {
            var packets = _packets[part];
            _packets[part] = [];
            return packets;
        }

        private FactBatch Open(ulong conversation) => _open[conversation / _passes % (ulong)_open.Length];

        private void Pack(int part)
        {
            _places.Clear();
            FactPlace.AddAll(_open[part], _places);
            _packets[part].Add(_writer.Write<FactPlace>(CollectionsMarshal.AsSpan(_places), _fromMs).ToArray());
            _open[part].Clear();
        }
    }
}
