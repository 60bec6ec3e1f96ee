using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded.Batches;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Reads the whole chain and says where it first breaks.</summary>
internal static class LedgerVerifier
{
    /// <param name="expected">A head kept elsewhere that the chain must pass through.</param>
    public static LedgerVerification Verify(
        LedgerConnection connection, SigningKey key, LedgerHead? expected, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // One read transaction, so that a commit meanwhile does not look like a break.
        connection.Execute("BEGIN");
        try
        {
            return new Run(connection, key, expected, now).All(cancellationToken);
        }
        finally
        {
            connection.Execute("ROLLBACK");
        }
    }

    private sealed class Run(LedgerConnection connection, SigningKey key, LedgerHead? expected, DateTimeOffset now)
    {
        private readonly OriginTable _origins = new();
        private readonly FactBatch _facts = new();
        private readonly Dictionary<long, byte[]> _heads = [];
        private long _batches;
        private long _count;
        private long _sequence;
        private byte[] _hash = StoredBatch.NoPredecessor;
        private bool _metExpected = expected is null or { Sequence: 0 };

        public LedgerVerification All(CancellationToken cancellationToken)
        {
            if (ReadHeads() is { } forged)
            {
                return Bad(forged, $"The signed head of batch {forged} was not signed by this store.");
            }

            using (var rows = connection.Read("ReadOrigins"))
            {
                while (rows.Read())
                {
                    _origins.Learn(rows.GetInt32(0), new CallOrigin(rows.GetString(1), rows.GetString(2), rows.GetString(3)));
                }
            }

            using (var rows = connection.Read("ReadBatchesAfter", ("@seq", _sequence)))
            {
                while (rows.Read())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (Problem(StoredBatch.From(rows)) is { } problem)
                    {
                        return Bad(rows.GetInt64(0), problem);
                    }
                }
            }

            if (_heads.Keys.Any(sequence => sequence > _sequence))
            {
                return Bad(_sequence + 1, "Batches that a signed head vouches for are missing at the end.");
            }

            return _metExpected
                ? new(true, _batches, _count, new(_sequence, Convert.ToHexStringLower(_hash)), null, null, now)
                : Bad(expected!.Sequence, "The chain does not reach the expected head.");
        }

        // The oldest head is where the chain begins once older batches went with the horizon.
        private long? ReadHeads()
        {
            using var rows = connection.Read("ReadHeads");
            while (rows.Read())
            {
                var (sequence, hash) = (rows.GetInt64(0), rows.GetFieldValue<byte[]>(1));
                if (!key.IsSignatureOf(rows.GetFieldValue<byte[]>(3), sequence, hash, rows.GetInt64(2)))
                {
                    return sequence;
                }

                if (_heads.Count == 0)
                {
                    (_sequence, _hash) = (sequence, hash);
                    _metExpected |= expected?.Sequence == sequence && expected.Hash == Convert.ToHexStringLower(hash);
                }

                _heads.Add(sequence, hash);
            }

            return null;
        }

        private string? Problem(StoredBatch batch)
        {
            if (batch.Sequence != _sequence + 1)
            {
                return $"Batch {_sequence + 1} is missing.";
            }

            if (!batch.PreviousHash.AsSpan().SequenceEqual(_hash))
            {
                return "It does not follow from the batch before it.";
            }

            if (!batch.HasItsHash())
            {
                return "Its bytes are not those that were hashed.";
            }

            (_sequence, _hash) = (batch.Sequence, batch.Hash);
            if (_heads.TryGetValue(_sequence, out var signed) && !signed.AsSpan().SequenceEqual(_hash))
            {
                return "Its hash is not the one that was signed.";
            }

            if (expected?.Sequence == _sequence)
            {
                _metExpected = expected.Hash == Convert.ToHexStringLower(_hash);
                if (!_metExpected)
                {
                    return "Its hash is not that of the expected head.";
                }
            }

            _facts.Clear();
            try
            {
                BatchReader.Read(batch.Body, batch.Format, batch.ReceivedMs, _origins, null, _facts);
            }
            catch (InvalidDataException broken)
            {
                return broken.Message;
            }

            _batches++;
            _count += _facts.Count;
            return _facts.Count == batch.Facts ? null : $"It says {batch.Facts} facts and holds {_facts.Count}.";
        }

        private LedgerVerification Bad(long batch, string problem) =>
            new(false, _batches, _count, new(_sequence, Convert.ToHexStringLower(_hash)), batch, problem, now);
    }
}
