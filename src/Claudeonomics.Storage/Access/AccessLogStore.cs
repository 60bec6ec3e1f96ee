using System.Globalization;
using System.Security.Cryptography;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.Storage.Embedded.Batches;

namespace Claudeonomics.Storage.Access;

/// <summary>A head of the chain with the store's signature, to be kept elsewhere.</summary>
/// <param name="Signature">Base64, ECDSA on P-256 over purpose, sequence, moment and hash.</param>
public sealed record SignedHead(long Sequence, string Hash, DateTimeOffset SignedAt, string Signature);

/// <summary>Who looked at what, in a file of its own: batches chained by their hashes as the ledger's are. See README.md beside this file.</summary>
/// <remarks>One writer at a time; reading opens a connection of its own.</remarks>
public sealed class AccessLogStore : IDisposable
{
    internal const string Area = "Access";

    /// <summary>How long entries are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    internal static readonly string Purpose = "claudeonomics access head 1";

    private readonly Lock _writing = new();
    private readonly string _file;
    private readonly LedgerConnection _connection;
    private readonly SigningKey _key;
    private long _sequence;
    private byte[] _hash;

    // Numbers of this month, as many as there are people.
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private DateOnly _month;

    private AccessLogStore(string directory)
    {
        _file = FileIn(directory);
        _key = SigningKey.OpenOrCreate(directory, Purpose);
        _connection = LedgerConnection.OpenToWrite(_file, Area);
        // What is erased is overwritten, not just forgotten.
        _connection.Execute("PRAGMA secure_delete = ON");
        _connection.Run("CreateSchema");
        (_sequence, _hash) = ReadHead(_connection);
    }

    /// <summary>The file in a data directory.</summary>
    public static string FileIn(string directory) => Path.Combine(directory, "access.db");

    /// <summary>Whether a directory holds a log.</summary>
    public static bool IsIn(string directory) => File.Exists(FileIn(directory));

    /// <summary>Opens the log of a data directory, making it when there is none.</summary>
    public static AccessLogStore Open(string directory) => new(directory);

    /// <summary>Makes records durable as one batch.</summary>
    /// <param name="records">At least one.</param>
    /// <param name="month">Of whose numbers the people in it get.</param>
    public void Append(IReadOnlyList<AccessRecord> records, DateOnly month, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentOutOfRangeException.ThrowIfZero(records.Count);
        var nowMs = now.ToUnixTimeMilliseconds();
        lock (_writing)
        {
            try
            {
                _connection.InTransaction(() =>
                {
                    AccessEntry[] entries = [.. records.Select(record => new AccessEntry(
                        record.At.ToUnixTimeMilliseconds(), record.Act, record.By, NumberOf(record.ByPerson, month), NumberOf(record.About, month),
                        record.What.Length <= AccessEntry.MaxWhatChars ? record.What : record.What[..AccessEntry.MaxWhatChars], record.Snapshot, record.Count))];
                    var (sequence, hash) = Write(entries, nowMs);
                    (_sequence, _hash) = (sequence, hash);
                });
            }
            catch
            {
                // Numbers that were given in what was undone are nobody's.
                _numbers.Clear();
                (_sequence, _hash) = ReadHead(_connection);
                throw;
            }
        }
    }

    /// <summary>Signs the chain as it is.</summary>
    /// <returns><see langword="null"/> while nothing is in it.</returns>
    public SignedHead? SignHead(DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        lock (_writing)
        {
            if (_sequence == 0)
            {
                return null;
            }

            var signature = _key.Sign(_sequence, _hash, nowMs);
            _connection.InTransaction(() =>
                _connection.Run("WriteHead", ("@seq", _sequence), ("@hash", _hash), ("@signed_at", nowMs), ("@signature", signature)));
            return new(_sequence, Convert.ToHexStringLower(_hash), DateTimeOffset.FromUnixTimeMilliseconds(nowMs), Convert.ToBase64String(signature));
        }
    }

    /// <summary>All numbers that stand for a person.</summary>
    public IReadOnlyList<long> NumbersOf(string personId)
    {
        using var connection = LedgerConnection.OpenToRead(_file, Area);
        using var rows = connection.Read("ReadReferencesOf", ("@person", personId));
        var numbers = new List<long>();
        while (rows.Read())
        {
            numbers.Add(rows.GetInt64(0));
        }

        return numbers;
    }

    /// <summary>Whom numbers stand for. Numbers of the erased are not in the answer.</summary>
    public IReadOnlyDictionary<long, string> PeopleOf(IEnumerable<long> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        using var connection = LedgerConnection.OpenToRead(_file, Area);
        var people = new Dictionary<long, string>();
        foreach (var number in numbers.Distinct())
        {
            using var row = connection.Read("FindPerson", ("@number", number));
            if (row.Read())
            {
                people[number] = row.GetString(0);
            }
        }

        return people;
    }

    /// <summary>Entries, the latest first.</summary>
    /// <param name="before">Only what stands before this place; <see langword="null"/> for the latest.</param>
    /// <param name="isWanted">Which.</param>
    /// <param name="mostBatches">How many batches are read at most: a page may be short while there is more.</param>
    /// <returns>The entries, and where to go on; <see langword="null"/> when there is nothing before.</returns>
    public (IReadOnlyList<PlacedAccessEntry> Entries, AccessPlace? Next) Read(
        AccessPlace? before, int limit, Func<AccessEntry, bool> isWanted, int mostBatches)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        using var connection = LedgerConnection.OpenToRead(_file, Area);
        using var rows = connection.Read("ReadBatchesBefore", ("@seq", before?.Sequence ?? long.MaxValue));
        var found = new List<PlacedAccessEntry>();
        AccessPlace? last = null;
        for (var batches = 0; rows.Read(); batches++)
        {
            if (batches == mostBatches)
            {
                return (found, last);
            }

            var batch = StoredBatch.From(rows);
            var entries = AccessBatches.Unpack(batch.Format, batch.Body);
            for (var place = (batch.Sequence == before?.Sequence ? Math.Min(before.Value.Place, entries.Length) : entries.Length) - 1; place >= 0; place--)
            {
                last = new(batch.Sequence, place);
                if (isWanted(entries[place]))
                {
                    found.Add(new(last.Value, entries[place]));
                    if (found.Count == limit)
                    {
                        return (found, last);
                    }
                }
            }
        }

        return (found, null);
    }

    /// <summary>Entries about a person, the latest first.</summary>
    /// <param name="numbers">All that stand for them.</param>
    public IReadOnlyList<AccessEntry> ReadAbout(IReadOnlyCollection<long> numbers, int limit)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        using var connection = LedgerConnection.OpenToRead(_file, Area);
        var batches = new SortedSet<long>();
        foreach (var number in numbers)
        {
            using var rows = connection.Read("ReadSubjectBatches", ("@subject", number));
            while (rows.Read())
            {
                batches.Add(rows.GetInt64(0));
            }
        }

        var found = new List<AccessEntry>();
        foreach (var sequence in batches.Reverse())
        {
            using var row = connection.Read("ReadBatch", ("@seq", sequence));
            if (row.Read())
            {
                var batch = StoredBatch.From(row);
                found.AddRange(AccessBatches.Unpack(batch.Format, batch.Body).Where(entry => entry.About is { } about && numbers.Contains(about)).Reverse());
            }

            if (found.Count >= limit)
            {
                break;
            }
        }

        return found.Count > limit ? found.GetRange(0, limit) : found;
    }

    /// <summary>Makes a person's entries nobody's: what they looked at, and who looked at them, stays in the chain under numbers that lead nowhere.</summary>
    public void ForgetPerson(string personId)
    {
        lock (_writing)
        {
            _connection.InTransaction(() => _connection.Run("DeleteReferencesOf", ("@person", personId)));
            _numbers.Remove(personId);
            // What was overwritten in the file could still be read beside it.
            _connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /// <summary>Forgets what is older, up to a signed head from which the rest still verifies.</summary>
    public void Expire(DateTimeOffset before)
    {
        lock (_writing)
        {
            _connection.InTransaction(() =>
            {
                long? through;
                using (var found = _connection.Read("FindLastExpiredHead", ("@before", before.ToUnixTimeMilliseconds())))
                {
                    through = found.Read() && !found.IsDBNull(0) ? found.GetInt64(0) : null;
                }

                if (through is not { } sequence)
                {
                    return;
                }

                _connection.Run("DeleteBatchesThrough", ("@seq", sequence));
                _connection.Run("DeleteSubjectsThrough", ("@seq", sequence));
                _connection.Run("DeleteHeadsBefore", ("@seq", sequence));
                _connection.Run("DeleteReferencesBefore", ("@month", Word(DateOnly.FromDateTime(before.UtcDateTime))));
            });
        }
    }

    /// <summary>Reads the whole chain and says where it first breaks; also while a server writes it.</summary>
    /// <param name="expected">A head kept elsewhere that the chain must pass through.</param>
    /// <returns>As of the ledger; its facts are entries here.</returns>
    public static LedgerVerification Verify(string directory, KeptHead? expected, DateTimeOffset now, CancellationToken cancellationToken) => IsIn(directory)
        ? AccessLogVerifier.Verify(directory, expected, now, cancellationToken)
        : new(false, 0, 0, new(0, Convert.ToHexStringLower(StoredBatch.NoPredecessor)), 1, "There is no access log.", now);

    /// <summary>Copies everything written so far; also while a server writes it.</summary>
    /// <param name="target">A directory without an access log.</param>
    public static void Copy(string directory, string target)
    {
        using var connection = LedgerConnection.OpenToRead(FileIn(directory), Area);
        LedgerBackup.Copy(connection, FileIn(target));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _key.Dispose();
    }

    private (long Sequence, byte[] Hash) Write(AccessEntry[] entries, long nowMs)
    {
        var (sequence, body) = (_sequence + 1, AccessBatches.Pack(entries));
        var (first, last) = (entries.Min(static entry => entry.AtMs), entries.Max(static entry => entry.AtMs));
        var hash = StoredBatch.ComputeHash(_hash, sequence, nowMs, entries.Length, first, last, AccessBatches.Format, body);
        _connection.Run("AppendBatch", ("@seq", sequence), ("@written_at", nowMs), ("@entries", entries.Length), ("@first_at", first),
            ("@last_at", last), ("@format", AccessBatches.Format), ("@previous_hash", _hash), ("@hash", hash), ("@body", body));
        foreach (var about in entries.Select(static entry => entry.About).OfType<long>().Distinct())
        {
            _connection.Run("AppendSubject", ("@subject", about), ("@seq", sequence));
        }

        return (sequence, hash);
    }

    // One number for a person and a month: months cannot be put together once the numbers lead nowhere.
    private long? NumberOf(string? personId, DateOnly month)
    {
        if (personId is null)
        {
            return null;
        }

        if (month != _month)
        {
            _numbers.Clear();
            _month = month;
        }

        if (_numbers.TryGetValue(personId, out var known))
        {
            return known;
        }

        using (var row = _connection.Read("FindReference", ("@person", personId), ("@month", Word(month))))
        {
            if (row.Read())
            {
                return _numbers[personId] = row.GetInt64(0);
            }
        }

        var number = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
        _connection.Run("AddReference", ("@number", number), ("@person", personId), ("@month", Word(month)));
        return _numbers[personId] = number;
    }

    // The last batch, or the head from which older ones were forgotten.
    private static (long Sequence, byte[] Hash) ReadHead(LedgerConnection connection)
    {
        (long Sequence, byte[] Hash) head = (0, StoredBatch.NoPredecessor);
        foreach (var statement in (string[])["ReadHeads", "ReadLastBatch"])
        {
            using var rows = connection.Read(statement);
            while (rows.Read())
            {
                head = (rows.GetInt64(0), rows.GetFieldValue<byte[]>(1));
            }
        }

        return head;
    }

    private static string Word(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
