using Claudeonomics.Core.Ledger;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.Storage.Embedded.Batches;

namespace Claudeonomics.Storage.Access;

/// <summary>Reads the chain of the access log and says where it first breaks.</summary>
internal static class AccessLogVerifier
{
    public static LedgerVerification Verify(string directory, KeptHead? expected, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var key = SigningKey.OpenOrCreate(directory, AccessLogStore.Purpose);
        var run = new Run(key, expected, now);
        try
        {
            using var connection = LedgerConnection.OpenToRead(AccessLogStore.FileIn(directory), AccessLogStore.Area);
            // One read transaction, so that a commit meanwhile does not look like a break.
            connection.Execute("BEGIN");
            return run.All(connection, cancellationToken);
        }
        catch (Exception damaged) when (LedgerConnection.IsDamage(damaged) || damaged is InvalidDataException)
        {
            return run.Bad($"The file cannot be read from here on: {damaged.Message}");
        }
    }

    private sealed class Run(SigningKey key, KeptHead? kept, DateTimeOffset now)
    {
        private LedgerHead? Expected => kept?.Head;
        private readonly Dictionary<long, byte[]> _heads = [];
        private readonly HashSet<(long About, long Sequence)> _abouts = [];
        private long _batches;
        private long _count;
        private long _sequence;
        private byte[] _hash = StoredBatch.NoPredecessor;

        public LedgerVerification All(LedgerConnection connection, CancellationToken cancellationToken)
        {
            if (ReadHeads(connection) is { } forged)
            {
                return Bad($"The signed head of batch {forged} was not signed by this store.", forged);
            }

            if (!Begin(connection))
            {
                return Bad("The chain begins with a batch whose predecessor no signed head vouches for.");
            }

            // What a head vouches for is there, or has expired: whoever holds the key could sign any beginning.
            var metExpected = Expected is null or { Sequence: 0 }
                || (Expected.Sequence == _sequence && Expected.Hash == Convert.ToHexStringLower(_hash) && kept!.MayHaveExpired(now, AccessLogStore.Kept));
            if (!metExpected && Expected!.Sequence <= _sequence)
            {
                return Bad(kept!.ProblemOfALaterBeginning(now, AccessLogStore.Kept), Expected.Sequence);
            }

            using (var rows = connection.Read("ReadBatchesAfter", ("@seq", _sequence)))
            {
                while (rows.Read())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var batch = StoredBatch.From(rows);
                    if (Problem(batch) is { } problem)
                    {
                        return Bad(problem, batch.Sequence);
                    }

                    metExpected |= Expected?.Sequence == batch.Sequence;
                }
            }

            if (_heads.Keys.Any(sequence => sequence > _sequence))
            {
                return Bad("Batches that a signed head vouches for are missing at the end.");
            }

            if (Indexed(connection) != _abouts.Count || !_abouts.All(pair => IsIndexed(connection, pair)))
            {
                return new(false, _batches, _count, Head, null, "The index of who was looked at does not say what the batches say.", now);
            }

            return metExpected ? new(true, _batches, _count, Head, null, null, now) : Bad("The chain does not reach the expected head.", Expected!.Sequence);
        }

        public LedgerVerification Bad(string problem, long? batch = null) => new(false, _batches, _count, Head, batch ?? (_sequence + 1), problem, now);

        private LedgerHead Head => new(_sequence, Convert.ToHexStringLower(_hash));

        private long? ReadHeads(LedgerConnection connection)
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

        // The oldest head is where the chain begins once older batches were forgotten.
        private bool Begin(LedgerConnection connection)
        {
            using var first = connection.Read("ReadChainBeginning");
            first.Read();
            _sequence = first.GetInt64(0) - 1;
            if (_sequence > 0)
            {
                if (!_heads.TryGetValue(_sequence, out var head))
                {
                    return false;
                }

                _hash = head;
            }

            return true;
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

            if (Expected?.Sequence == _sequence && Expected.Hash != Convert.ToHexStringLower(_hash))
            {
                return "Its hash is not that of the expected head.";
            }

            var entries = AccessBatches.Unpack(batch.Format, batch.Body);
            foreach (var about in entries.Select(static entry => entry.About).OfType<long>())
            {
                _abouts.Add((about, batch.Sequence));
            }

            _batches++;
            _count += entries.Length;
            return entries.Length == batch.Facts ? null : $"It says {batch.Facts} entries and holds {entries.Length}.";
        }

        private static long Indexed(LedgerConnection connection)
        {
            using var row = connection.Read("CountSubjects");
            row.Read();
            return row.GetInt64(0);
        }

        private static bool IsIndexed(LedgerConnection connection, (long About, long Sequence) pair)
        {
            using var row = connection.Read("FindSubject", ("@subject", pair.About), ("@seq", pair.Sequence));
            return row.Read();
        }
    }
}
