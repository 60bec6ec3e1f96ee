using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded.Batches;
using Claudeonomics.Storage.Embedded.Rollups;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Reads the whole chain and says where it first breaks.</summary>
internal static class LedgerVerifier
{
    // The ledger keeps a day more than the horizon of facts that are under way, and days are the company's.
    private static readonly TimeSpan Kept = RawHorizon.Length + TimeSpan.FromDays(1);

    /// <param name="expected">A head kept elsewhere that the chain must pass through.</param>
    public static LedgerVerification Verify(
        LedgerConnection connection, SigningKey key, KeptHead? expected, DateTimeOffset now, CancellationToken cancellationToken)
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

    private sealed class Run(LedgerConnection connection, SigningKey key, KeptHead? kept, DateTimeOffset now)
    {
        private LedgerHead? Expected => kept?.Head;
        private readonly OriginTable _origins = new();
        private readonly FactBatch _facts = new();
        private readonly Dictionary<long, byte[]> _heads = [];
        private long _batches;
        private long _count;
        private long _sequence;
        private byte[] _hash = StoredBatch.NoPredecessor;
        private bool _metExpected = kept is null or { Head.Sequence: 0 };

        public LedgerVerification All(CancellationToken cancellationToken)
        {
            try
            {
                return Read(cancellationToken);
            }
            catch (Exception damaged) when (LedgerConnection.IsDamage(damaged))
            {
                return Bad(_sequence + 1, $"The file cannot be read from here on: {damaged.Message}");
            }
        }

        private LedgerVerification Read(CancellationToken cancellationToken)
        {
            if (ReadHeads() is { } forged)
            {
                return Bad(forged, $"The signed head of batch {forged} was not signed by this store.");
            }

            if (!Begin())
            {
                return Bad(_sequence + 1, "The chain begins with a batch whose predecessor no signed head vouches for.");
            }

            // What a head vouches for is there, or has expired: whoever holds the key could sign any beginning.
            if (Expected is { Sequence: > 0 } && Expected.Sequence <= _sequence && !_metExpected)
            {
                return Bad(Expected.Sequence, kept!.ProblemOfALaterBeginning(now, Kept));
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

            if (FindFoldedProblem(cancellationToken) is { } folded)
            {
                return new(false, _batches, _count, new(_sequence, Convert.ToHexStringLower(_hash)), null, folded, now);
            }

            return _metExpected
                ? new(true, _batches, _count, new(_sequence, Convert.ToHexStringLower(_hash)), null, null, now)
                : Bad(Expected!.Sequence, "The chain does not reach the expected head.");
        }

        // The oldest head is where the chain begins once older batches went with the horizon.
        private bool Begin()
        {
            using var first = connection.Read("ReadChainBeginning");
            first.Read();
            _sequence = first.GetInt64(0) - 1;
            if (_sequence == 0)
            {
                return true;
            }

            if (!_heads.TryGetValue(_sequence, out var head))
            {
                return false;
            }

            _hash = head;
            _metExpected |= Expected?.Sequence == _sequence && Expected.Hash == Convert.ToHexStringLower(head) && kept!.MayHaveExpired(now, Kept);
            return true;
        }

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

            if (Expected?.Sequence == _sequence)
            {
                _metExpected = Expected.Hash == Convert.ToHexStringLower(_hash);
                if (!_metExpected)
                {
                    return "Its hash is not that of the expected head.";
                }
            }

            _facts.Clear();
            try
            {
                BatchReader.Read(batch.Body, batch.Format, batch.ReceivedMs, _origins, ConversationFilter.Everything, _facts);
            }
            catch (InvalidDataException broken)
            {
                return broken.Message;
            }

            _batches++;
            _count += _facts.Count;
            return _facts.Count == batch.Facts ? null : $"It says {batch.Facts} facts and holds {_facts.Count}.";
        }

        // What was folded from the batches, and the names it is told by.
        private string? FindFoldedProblem(CancellationToken cancellationToken)
        {
            if (LedgerSeal.FindProblem(connection, key) is { } problem)
            {
                return problem;
            }

            using (var check = connection.Read("CheckBlocks"))
            {
                if (!check.Read() || check.GetString(0) != "ok")
                {
                    return "Roll-ups are damaged: their index does not find them.";
                }
            }

            using var rows = connection.Read("ReadBlocks");
            while (rows.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    BlockSum.Open(rows.GetInt32(0), (RollupKind)rows.GetInt32(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetFieldValue<byte[]>(4));
                }
                catch (InvalidDataException damaged)
                {
                    return damaged.Message;
                }
            }

            return null;
        }

        private LedgerVerification Bad(long batch, string problem) =>
            new(false, _batches, _count, new(_sequence, Convert.ToHexStringLower(_hash)), batch, problem, now);
    }
}
