using Claudeonomics.Core.Ledger;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.Storage.Embedded.Batches;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>The access log as a file: chained, signed, forgotten, and found out when somebody rewrites it.</summary>
public sealed class AccessLogStoreTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Month = new(2026, 11, 1);

    private readonly string _directory = Directory.CreateTempSubdirectory("claudeonomics-access-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Append_Read_GivesTheEntriesBackLatestFirst()
    {
        using var log = AccessLogStore.Open(_directory);
        log.Append([Look(0, "ann", "ben"), Look(1, "ann", null)], Month, Start);
        log.Append([Look(2, "cem", "ben")], Month, Start);

        var (first, next) = log.Read(before: null, 2, static _ => true, mostBatches: 10);
        var (rest, end) = log.Read(next, 2, static _ => true, mostBatches: 10);
        var people = log.PeopleOf([.. first.Concat(rest).SelectMany(static placed => new[] { placed.Entry.ByNumber, placed.Entry.About }).OfType<long>()]);

        Assert.Equal(["what 2", "what 1", "what 0"], first.Concat(rest).Select(static placed => placed.Entry.What));
        Assert.Null(end);
        Assert.Equal(["ben", "ben"], log.ReadAbout(log.NumbersOf("ben"), 10).Select(entry => people[entry.About!.Value]));
        Assert.Equal(["cem", "ann", "ann"], first.Concat(rest).Select(placed => people[placed.Entry.ByNumber!.Value]));
    }

    [Fact]
    public void ForgetPerson_LeavesNumbersThatLeadNowhere_AndAChainThatVerifies()
    {
        using var log = AccessLogStore.Open(_directory);
        log.Append([Look(0, "ann", "ben-the-erased")], Month, Start);
        log.Append([Look(1, "ben-the-erased", "ann")], Month.AddMonths(1), Start);
        var numbers = log.NumbersOf("ben-the-erased");

        log.ForgetPerson("ben-the-erased");

        // One number a month, so that what is left of one month cannot be put together with another's.
        Assert.Equal(2, numbers.Distinct().Count());
        Assert.Empty(log.PeopleOf(numbers));
        Assert.Empty(log.NumbersOf("ben-the-erased"));
        Assert.True(Verify(null).Ok);
        log.Dispose();
        foreach (var file in Directory.GetFiles(_directory, "access.db*"))
        {
            Assert.DoesNotContain("ben-the-erased", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Expire_ForgetsUpToASignedHead_AndTheRestVerifies()
    {
        using var log = AccessLogStore.Open(_directory);
        Fill(log, batches: 5);
        var old = log.SignHead(Start)!;
        log.Append([Look(TimeSpan.FromDays(500).TotalSeconds, "ann", "ben")], Month, Start.AddDays(500));

        log.Expire(Start.AddDays(1));

        Assert.Equal(1, Verify(null).Batches);
        // Kept so long ago that its entries may be gone; a day sooner they may not.
        Assert.True(Verify(Kept(old), Start + AccessLogStore.Kept).Ok);
        Assert.False(Verify(Kept(old), Start + AccessLogStore.Kept - TimeSpan.FromDays(1)).Ok);
        Assert.False(Verify(Kept(old) with { At = null }, Start + AccessLogStore.Kept).Ok);
        Assert.False(Verify(Kept(old with { Sequence = old.Sequence - 1 }), Start + AccessLogStore.Kept).Ok);
        log.Dispose();
        using var again = AccessLogStore.Open(_directory);
        again.Append([Look(TimeSpan.FromDays(501).TotalSeconds, "ann", "ben")], Month, Start.AddDays(501));
        Assert.Equal((true, 2L), (Verify(null).Ok, Verify(null).Batches));
    }

    [Fact]
    public void Verify_HistoriesRewrittenAndHashedAndSignedAnew_AreAllFoundAgainstAHeadKeptElsewhere()
    {
        SignedHead head;
        using (var log = AccessLogStore.Open(_directory))
        {
            Fill(log, batches: 12);
            head = log.SignHead(Start)!;
            Fill(log, batches: 3);
        }

        var random = new Random(20261129);
        var (found, unsuspected) = (0, 0);
        for (var trial = 0; trial < 1_000; trial++)
        {
            var copy = Directory.CreateTempSubdirectory("claudeonomics-forged-").FullName;
            File.Copy(SigningKey.FileIn(_directory), SigningKey.FileIn(copy));
            File.Copy(AccessLogStore.FileIn(_directory), AccessLogStore.FileIn(copy));
            Forge(copy, random, head.Sequence);
            // Whoever has the key too can make a history that is whole in itself.
            unsuspected += AccessLogStore.Verify(copy, null, Start, default).Ok ? 1 : 0;
            found += AccessLogStore.Verify(copy, Kept(head), Start, default).Ok ? 0 : 1;
            Directory.Delete(copy, recursive: true);
        }

        Assert.Equal((1_000, 1_000), (found, unsuspected));
        Assert.True(Verify(Kept(head)).Ok);
    }

    [Fact]
    public void Verify_EverythingDroppedUpToTheHeadAndAnotherStoryFromThere_IsFoundBeforeItCouldHaveExpired()
    {
        SignedHead head;
        using (var log = AccessLogStore.Open(_directory))
        {
            Fill(log, batches: 12);
            head = log.SignHead(Start)!;
        }

        // Whoever has the key lets the chain begin at the very head that was kept, as expiry would.
        Execute(_directory, "DELETE FROM access_batch; DELETE FROM access_subject");
        using (var forged = AccessLogStore.Open(_directory))
        {
            forged.Append([Look(100, "nobody", null)], Month, Start);
            forged.SignHead(Start);
        }

        Assert.True(Verify(null).Ok);
        foreach (var days in (int[])[0, 1, 62, 399])
        {
            var found = Verify(Kept(head), Start.AddDays(days));
            Assert.Equal((false, head.Sequence), (found.Ok, found.FirstBadBatch));
            Assert.Contains("before its time", found.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Verify_RowChangedWithoutHashingAnew_IsFoundWithoutAHead()
    {
        using (var log = AccessLogStore.Open(_directory))
        {
            Fill(log, batches: 4);
        }

        Execute(_directory, "UPDATE access_batch SET body = x'00' WHERE seq = 2");
        Assert.Equal((false, 2L), (Verify(null).Ok, Verify(null).FirstBadBatch));
    }

    [Fact]
    public void Verify_IndexThatHidesALook_IsFound()
    {
        using (var log = AccessLogStore.Open(_directory))
        {
            Fill(log, batches: 4);
        }

        Execute(_directory, "DELETE FROM access_subject WHERE seq = 3");
        Assert.False(Verify(null).Ok);
    }

    // One change of history up to the head, then everything hashed, indexed and signed anew with the store's own key.
    private static void Forge(string directory, Random random, long through)
    {
        var batches = new List<List<AccessEntry>>();
        using (var connection = LedgerConnection.OpenToRead(AccessLogStore.FileIn(directory), AccessLogStore.Area))
        using (var rows = connection.Read("ReadBatchesAfter", ("@seq", 0L)))
        {
            while (rows.Read())
            {
                var batch = StoredBatch.From(rows);
                batches.Add([.. AccessBatches.Unpack(batch.Format, batch.Body)]);
            }
        }

        var at = random.Next((int)through);
        var entry = random.Next(batches[at].Count);
        switch (random.Next(5))
        {
            case 0:
                batches[at][entry] = batches[at][entry] with { What = "nothing much" };
                break;
            case 1:
                batches[at].RemoveAt(entry);
                break;
            case 2:
                batches[at].Insert(entry, batches[at][entry] with { By = "key:forged" });
                break;
            case 3:
                batches[at].Reverse();
                break;
            default:
                batches[at][entry] = batches[at][entry] with { Count = batches[at][entry].Count + 1 };
                break;
        }

        using var key = SigningKey.OpenOrCreate(directory, AccessLogStore.Purpose);
        using var writing = LedgerConnection.OpenToWrite(AccessLogStore.FileIn(directory), AccessLogStore.Area);
        writing.InTransaction(() => Write(writing, key, batches));
    }

    private static void Write(LedgerConnection writing, SigningKey key, List<List<AccessEntry>> batches)
    {
        writing.Execute("DELETE FROM access_batch; DELETE FROM access_head; DELETE FROM access_subject");
        var hash = StoredBatch.NoPredecessor;
        var sequence = 0L;
        foreach (var entries in batches.Where(static entries => entries.Count > 0))
        {
            var (previous, body) = (hash, AccessBatches.Pack(entries));
            hash = StoredBatch.ComputeHash(previous, ++sequence, 0, entries.Count, 0, 0, AccessBatches.Format, body);
            writing.Run("AppendBatch", ("@seq", sequence), ("@written_at", 0L), ("@entries", entries.Count), ("@first_at", 0L), ("@last_at", 0L),
                ("@format", AccessBatches.Format), ("@previous_hash", previous), ("@hash", hash), ("@body", body));
            writing.Run("WriteHead", ("@seq", sequence), ("@hash", hash), ("@signed_at", 0L), ("@signature", key.Sign(sequence, hash, 0)));
            foreach (var about in entries.Select(static entry => entry.About).OfType<long>().Distinct())
            {
                writing.Run("AppendSubject", ("@subject", about), ("@seq", sequence));
            }
        }
    }

    private static void Fill(AccessLogStore log, int batches)
    {
        for (var batch = 0; batch < batches; batch++)
        {
            log.Append([Look(batch * 3, "ann", "ben"), Look((batch * 3) + 1, "ben", null), Look((batch * 3) + 2, "cem", "ann")], Month, Start);
        }
    }

    private static AccessRecord Look(double second, string by, string? about) => new(
        Start.AddSeconds(second), about is null ? AccessAct.List : AccessAct.Person, "person", by, about, $"what {second}", Snapshot: (long)second);

    private static KeptHead Kept(SignedHead head) => new(new(head.Sequence, head.Hash), head.SignedAt);

    private LedgerVerification Verify(KeptHead? expected, DateTimeOffset? now = null) => AccessLogStore.Verify(_directory, expected, now ?? Start, default);

    private static void Execute(string directory, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={AccessLogStore.FileIn(directory)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
