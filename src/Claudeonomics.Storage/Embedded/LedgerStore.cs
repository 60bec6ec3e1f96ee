using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Fold;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded.Batches;
using Claudeonomics.Storage.Embedded.Rollups;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.Storage.Embedded;

/// <summary>The ledger's file and everything folded from it. Used by one thread.</summary>
internal sealed partial class LedgerStore : IConversationArchive, IDisposable
{
    private readonly EmbeddedLedgerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ClockWatch _watch;
    private readonly LedgerConnection _connection;
    private readonly SigningKey _key;
    private readonly OriginTable _origins = new();
    private readonly BatchWriter _batchWriter;
    private readonly RecalledBatches _recalled;
    private readonly UsageCube _cube;
    private readonly CompanyCalendar _calendar;
    private readonly CostCalculator _currentPrices;
    private const char TextSeparator = '\u001E';

    private byte[] _hash = StoredBatch.NoPredecessor;
    private long _sequence;
    private int _durableDimensions;
    private int _factsSinceCheckpoint;
    private long _checkpointSequence;
    private long _checkpointStamp;
    private DateOnly _retainedOn;

    public LedgerStore(EmbeddedLedgerOptions options, CostCalculator currentPrices, UsageCube cube, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _watch = new ClockWatch(clock);
        _cube = cube;
        _currentPrices = currentPrices;
        _calendar = new CompanyCalendar(options.TimeZone);
        Directory.CreateDirectory(options.DataDirectory);
        _key = SigningKey.OpenOrCreate(options.DataDirectory);
        var file = LedgerConnection.FileIn(options.DataDirectory);
        _connection = LedgerConnection.OpenToWrite(file);
        LedgerSchema.Ensure(_connection, file);
        if (LedgerSeal.FindProblem(_connection, key: null) is { } problem)
        {
            throw new InvalidDataException($"{file}: {problem} Run verify; restore a backup.");
        }

        PriceHistory? prices = null;
        _connection.InTransaction(() =>
        {
            FixTimeZone();
            prices = ReadPrices();
            Seal();
        });
        _batchWriter = new BatchWriter(_origins);
        _recalled = new RecalledBatches(_connection, _origins);
        ReadOrigins();
        Rollups = new RollupStore(_connection);
        Fold = new UsageFold(_calendar, prices!, cube, this);
        Load();
        _retainedOn = Today;
    }

    public RollupStore Rollups { get; }

    public UsageFold Fold { get; private set; }

    /// <summary>Days past their time that are kept until the clock has proved steady.</summary>
    public int HeldDays { get; private set; }

    public LedgerHead Head => new(_sequence, Convert.ToHexStringLower(_hash));

    /// <summary>Makes the facts planned in <see cref="Fold"/> durable and applies them.</summary>
    /// <exception cref="SqliteException">Nothing was kept; the plan is forgotten.</exception>
    public void CommitPlanned()
    {
        var planned = Fold.Planned;
        if (planned.Length == 0)
        {
            return;
        }

        var receivedMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var (first, last) = SpanOf(planned);
        var body = _batchWriter.Write(planned, receivedMs).ToArray();
        var sequence = _sequence + 1;
        var hash = StoredBatch.ComputeHash(_hash, sequence, receivedMs, planned.Length, first, last, BatchFormat.Number, body);
        try
        {
            _connection.InTransaction(() =>
            {
                if (_origins.Count > _origins.Durable)
                {
                    AppendOrigins();
                    Seal();
                }

                _connection.Run("AppendBatch", ("@seq", sequence), ("@received_at", receivedMs), ("@facts", Fold.Planned.Length),
                    ("@first_at", first), ("@last_at", last), ("@format", BatchFormat.Number), ("@previous_hash", _hash),
                    ("@hash", hash), ("@body", body));
            });
        }
        catch
        {
            _origins.Abandon();
            Fold.Abandon();
            throw;
        }

        _origins.BecameDurable();
        _factsSinceCheckpoint += planned.Length;
        (_sequence, _hash) = (sequence, hash);
        Fold.Commit(sequence, receivedMs);
    }

    /// <summary>Something is to be kept, or to be let go of: a day begins and its oldest goes, whether or not anything comes in.</summary>
    public bool IsCheckpointDue => IsFoldDue || Today != _retainedOn;

    private bool IsFoldDue =>
        _sequence > _checkpointSequence
        && (IsMuchFolded || _clock.GetElapsedTime(_checkpointStamp) >= _options.CheckpointInterval);

    private bool IsMuchFolded => _factsSinceCheckpoint >= _options.FactsPerCheckpoint || Fold.Conversations > _options.MaxConversations;

    private DateOnly Today => _calendar.DayOf(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Keeps the sums as far as they are folded, so that a restart reads only what comes after; then lets go of what is past its time.</summary>
    public void Checkpoint()
    {
        _checkpointStamp = _clock.GetTimestamp();
        if (_sequence > _checkpointSequence)
        {
            KeepFolded();
        }

        _retainedOn = Today;
        HeldDays = Retention.Apply(_connection, Rollups, _cube, _retainedOn, _watch.IsSteady, _options, Seal);
    }

    private void KeepFolded()
    {
        Fold.Publish();

        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        IReadOnlyList<(int, BloomFilter)> added = [];
        _connection.Begin();

        // Requests wait meanwhile, so the other half of the work is done beside this thread. Both only read what is folded.
        var pieces = Task.Run(() => Rollups.Pack(_sequence, Fold.NewPieces()));
        try
        {
            WriteNames();
            added = Rollups.Write(_sequence, Fold.Delta, pieces);
            WritePosition(now);
            CommitWith(() =>
            {
                Rollups.Added(_sequence, added);
                Fold.CheckpointKept(now - (long)_options.ConversationIdle.TotalMilliseconds, _options.MaxConversations);
            });
        }
        catch
        {
            // It reads what the next commit will change.
            Task.WaitAny([pieces]);
            _connection.Rollback();
            throw;
        }

        _durableDimensions = _cube.Dimensions.Count;
        (_checkpointSequence, _factsSinceCheckpoint) = (_sequence, 0);
        Rollups.Merge(CommitWith);
        _cube.Write(writer => writer.SettleBefore(_calendar.DayOf(now).AddDays(-1)));
    }

    /// <summary>Forgets everything folded and folds the batches again, as far back as they are kept.</summary>
    public void Rebuild()
    {
        Fold.Publish();
        var hotFrom = _cube.HotFrom.DayNumber;
        _connection.InTransaction(() =>
        {
            foreach (var day in Rollups.Days.Where(day => day >= hotFrom).ToList())
            {
                Rollups.Delete(day);
            }

            WriteNames();
            _connection.Run("WriteCheckpoint", ("@seq", 0), ("@hash", StoredBatch.NoPredecessor), ("@hot_from", hotFrom));
            Seal();
        });
        _durableDimensions = _cube.Dimensions.Count;
        _cube.Write(writer =>
        {
            // Readers look at the segments while the cube is open.
            Rollups.ReadSegments();
            writer.Clear();
        });
        Fold = new UsageFold(_calendar, ReadPrices(), _cube, this);
        Load();
        Checkpoint();
    }

    public LedgerVerification Verify(KeptHead? expected, CancellationToken cancellationToken)
    {
        using var connection = LedgerConnection.OpenToRead(LedgerConnection.FileIn(_options.DataDirectory));
        return LedgerVerifier.Verify(connection, _key, expected, _clock.GetUtcNow(), cancellationToken);
    }

    public IReadOnlyList<ConversationPiece> PiecesOf(ulong conversation) => Rollups.PiecesOf(conversation);

    public void ReadFacts(ulong conversation, long batch, FactBatch into) => _recalled.Read(conversation, batch, into);

    public void Dispose()
    {
        _connection.Dispose();
        _key.Dispose();
    }

    // The rows move from memory to the file in one step for whoever reads both.
    private void CommitWith(Action published)
    {
        Seal();
        _cube.Write(_ =>
        {
            _connection.Commit();
            published();
        });
    }

    private void Seal() => LedgerSeal.Write(_connection, _key);

    private static (long First, long Last) SpanOf(ReadOnlySpan<PlannedFact> planned)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (ref readonly var fact in planned)
        {
            var at = fact.AtUnixMs;
            (first, last) = (Math.Min(first, at), Math.Max(last, at));
        }

        return (first, last);
    }

    private void FixTimeZone()
    {
        using (var row = _connection.Read("ReadMeta", ("@key", "time-zone")))
        {
            if (row.Read())
            {
                var fixedZone = row.GetString(0);
                if (fixedZone != _options.TimeZone.Id)
                {
                    throw new InvalidDataException(
                        $"The ledger's days begin in {fixedZone} since its first start; {_options.TimeZone.Id} was asked for.");
                }

                return;
            }
        }

        _connection.Run("WriteMeta", ("@key", "time-zone"), ("@value", _options.TimeZone.Id));
    }

    // Another price book than at the last start is in force from the next batch on; what was folded keeps its prices.
    private PriceHistory ReadPrices()
    {
        PriceHistory? history = null;
        using (var rows = _connection.Read("ReadPriceBooks"))
        {
            while (rows.Read())
            {
                var texts = rows.GetString(2).Split(TextSeparator);
                var prices = rows.GetString(1) == _currentPrices.Book.Version
                    ? _currentPrices
                    : new CostCalculator(PriceBook.FromTexts(texts));
                if (history is null)
                {
                    history = new PriceHistory(prices);
                }
                else
                {
                    history.Add(rows.GetInt64(0), prices);
                }
            }
        }

        if (history?.Current == _currentPrices)
        {
            return history;
        }

        long next;
        using (var row = _connection.Read("FindNextBatch"))
        {
            row.Read();
            next = row.GetInt64(0);
        }

        _connection.Run("WritePriceBook", ("@from_seq", next), ("@version", _currentPrices.Book.Version),
            ("@texts", string.Join(TextSeparator, _currentPrices.Book.Texts)));
        if (history is null)
        {
            return new PriceHistory(_currentPrices);
        }

        history.Add(next, _currentPrices);
        return history;
    }

    private void ReadOrigins()
    {
        using var rows = _connection.Read("ReadOrigins");
        while (rows.Read())
        {
            _origins.Learn(rows.GetInt32(0), new CallOrigin(rows.GetString(1), rows.GetString(2), rows.GetString(3)));
        }
    }

    private void AppendOrigins()
    {
        for (var number = _origins.Durable; number < _origins.Count; number++)
        {
            var origin = _origins[number];
            _connection.Run("AppendOrigin", ("@number", number), ("@agent", origin.Agent), ("@provider", origin.Provider),
                ("@model", origin.Model));
        }
    }

    private void WriteNames()
    {
        for (var number = _durableDimensions; number < _cube.Dimensions.Count; number++)
        {
            DimensionRow.Write(_connection, number, _cube.Dimensions[number]);
        }

        for (ushort number = 0; number < _cube.Agents.Count; number++)
        {
            _connection.Run("WriteAgent", ("@number", (int)number), ("@name", _cube.Agents.NameOf(number)),
                ("@has_signals", _cube.Agents.HasSignals(number) ? 1 : 0));
        }
    }

    private void WritePosition(long nowMs)
    {
        _connection.Run("WriteCheckpoint", ("@seq", _sequence), ("@hash", _hash), ("@hot_from", _cube.HotFrom.DayNumber));
        _connection.Run("WriteHead", ("@seq", _sequence), ("@hash", _hash), ("@signed_at", nowMs),
            ("@signature", _key.Sign(_sequence, _hash, nowMs)));
    }

    // Sums up to the checkpoint from the roll-ups, the rest from the batches after it.
    private void Load()
    {
        _checkpointStamp = _clock.GetTimestamp();
        (_sequence, _hash) = (0, StoredBatch.NoPredecessor);
        var hotFrom = 0;
        using (var row = _connection.Read("ReadCheckpoint"))
        {
            if (row.Read())
            {
                (_sequence, _hash, hotFrom) = (row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetInt32(2));
            }
        }

        _checkpointSequence = _sequence;
        CubeLoader.Load(_connection, Rollups, _cube, hotFrom);
        _durableDimensions = _cube.Dimensions.Count;
        if (_sequence == 0)
        {
            StartAtOldestHead();
        }

        ReplayTail();
        Fold.Publish();
    }

    private void StartAtOldestHead()
    {
        using var heads = _connection.Read("ReadHeads");
        using var first = _connection.Read("ReadChainBeginning");
        if (first.Read() && first.GetInt64(0) > 1 && heads.Read())
        {
            (_sequence, _hash) = (heads.GetInt64(0), heads.GetFieldValue<byte[]>(1));
        }
    }

    private void ReplayTail()
    {
        var facts = new FactBatch();
        using var command = _connection.Connection.CreateCommand();
        command.CommandText = SqlText.Of("Embedded", "ReadBatchesAfter");
        command.Parameters.AddWithValue("@seq", _sequence);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var batch = StoredBatch.From(rows);
            if (batch.Sequence != _sequence + 1 || !batch.PreviousHash.AsSpan().SequenceEqual(_hash) || !batch.HasItsHash())
            {
                throw new InvalidDataException(
                    $"Ledger batch {batch.Sequence} does not follow from batch {_sequence}: the file was damaged or changed. Run verify; restore a backup.");
            }

            facts.Clear();
            BatchReader.Read(batch.Body, batch.Format, batch.ReceivedMs, _origins, ConversationFilter.Everything, facts);
            Fold.Plan(facts);
            Fold.Commit(batch.Sequence, batch.ReceivedMs);
            (_sequence, _hash) = (batch.Sequence, batch.Hash);
            _factsSinceCheckpoint += batch.Facts;
            if (IsMuchFolded)
            {
                // A rebuild folds more than memory should hold; it leaves memory in the same steps as live. No day goes meanwhile: what is still to be
                // folded of it would have no place any more.
                KeepFolded();
            }
        }
    }
}
