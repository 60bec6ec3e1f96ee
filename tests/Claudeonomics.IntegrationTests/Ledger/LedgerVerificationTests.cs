using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Storage.Embedded;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>Files that were damaged or changed at rest: verification finds it, and no start shows other sums than the true ones without a word.</summary>
public sealed class LedgerVerificationTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("ledger-verify-").FullName;
    private string _sums = "";
    private LedgerHead _head = new(0, "");

    private string Whole => Path.Combine(_root, "whole");

    public async ValueTask InitializeAsync()
    {
        await using (var ledger = Open(Whole))
        {
            foreach (var request in new GeneratedHistory(21, conversations: 20).Requests(1))
            {
                await ledger.AppendAsync(request, TestContext.Current.CancellationToken);
            }

            await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
            (_sums, _head) = (CubeDump.Of(ledger.Cube), ledger.Head);
        }

        var found = Verify(Whole);
        Assert.True(found.Ok, found.Problem);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task FlippedBit_AnywhereInTheFile_IsFoundOrChangesNothing()
    {
        var random = new Random(17);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Whole, "ledger.db"), TestContext.Current.CancellationToken);
        var found = 0;
        for (var trial = 0; trial < 150; trial++)
        {
            var at = random.Next(bytes.Length);
            var folder = Copy("flip");
            var flipped = (byte[])bytes.Clone();
            flipped[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(Path.Combine(folder, "ledger.db"), flipped, TestContext.Current.CancellationToken);

            var isFound = !Verify(folder).Ok;
            found += isFound ? 1 : 0;
            var sums = await SumsOfAsync(folder);
            Assert.True(isFound || sums == _sums, $"The flip at byte {at} of {bytes.Length} was not found and changed the sums.");
            Directory.Delete(folder, recursive: true);
        }

        // Most of the file is facts and sums; the rest is free room.
        Assert.True(found > 50, $"Only {found} flips were found.");
    }

    [Theory]
    [InlineData("UPDATE ledger_batch SET body = CAST(substr(body, 1, 40) || x'2A' || substr(body, 42) AS BLOB) WHERE seq = 5", 5)]
    [InlineData("UPDATE ledger_batch SET facts = facts + 1 WHERE seq = 5", 5)]
    [InlineData("UPDATE ledger_batch SET received_at = received_at + 1 WHERE seq = 5", 5)]
    [InlineData("DELETE FROM ledger_batch WHERE seq = 5", 6)]
    [InlineData("UPDATE ledger_batch SET seq = -1 WHERE seq = 5; UPDATE ledger_batch SET seq = 5 WHERE seq = 6; UPDATE ledger_batch SET seq = 6 WHERE seq = -1", 5)]
    [InlineData("DELETE FROM ledger_batch WHERE seq > 5", 6)]
    [InlineData("UPDATE ledger_head SET hash = zeroblob(32) WHERE seq = (SELECT max(seq) FROM ledger_head)", null)]
    [InlineData("UPDATE rollup_block SET body = CAST(body || x'01' AS BLOB) WHERE id = 1", null)]
    [InlineData("UPDATE rollup_block SET day = day + 100 WHERE id = 1", null)]
    [InlineData("DELETE FROM rollup_block WHERE id = 1", null)]
    [InlineData("UPDATE dimension SET model = 'claude-haiku-4-5' WHERE number = 0", null)]
    [InlineData("UPDATE call_origin SET model = 'claude-haiku-4-5' WHERE number = 0", null)]
    [InlineData("UPDATE agent SET has_signals = 1 - has_signals WHERE number = 0", null)]
    [InlineData("UPDATE checkpoint SET hot_from = hot_from + 720000", null)]
    [InlineData("UPDATE price_book SET version = 'another'", null)]
    public async Task Edit_OfAnyTable_IsFoundAndNamed(string edit, int? batch)
    {
        var folder = Copy("edit");
        var changes = Run(folder, edit);

        var found = Verify(folder);

        Assert.True(changes > 0);
        Assert.False(found.Ok);
        Assert.NotEmpty(found.Problem!);
        if (batch is not null)
        {
            Assert.Equal(batch, found.FirstBadBatch);
        }

        Assert.Contains(await SumsOfAsync(folder), (string?[])[null, _sums]);
    }

    [Fact]
    public async Task Cut_AnyLength_IsFound()
    {
        var random = new Random(4);
        var length = new FileInfo(Path.Combine(Whole, "ledger.db")).Length;
        for (var trial = 0; trial < 20; trial++)
        {
            var folder = Copy("cut");
            await using (var file = new FileStream(Path.Combine(folder, "ledger.db"), FileMode.Open))
            {
                file.SetLength(random.NextInt64(1, length));
            }

            Assert.False(Verify(folder).Ok);
            Assert.Contains(await SumsOfAsync(folder), (string?[])[null, _sums]);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void RecomputedHistory_WithAnotherKey_DoesNotPassTheHeadKeptElsewhere()
    {
        var folder = Copy("foreign");
        File.Delete(Path.Combine(folder, "ledger-signing-key.pem"));
        File.Copy(Foreign(), Path.Combine(folder, "ledger-signing-key.pem"));

        Assert.False(Verify(folder).Ok);
        Assert.True(Verify(Whole, _head).Ok);
        Assert.False(Verify(Whole, _head with { Hash = new string('0', 64) }).Ok);
    }

    private string Foreign()
    {
        var folder = Path.Combine(_root, "another-store");
        Open(folder).DisposeAsync().AsTask().GetAwaiter().GetResult();
        return Path.Combine(folder, "ledger-signing-key.pem");
    }

    private string Copy(string name)
    {
        var folder = Path.Combine(_root, name);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Whole))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    private static int Run(string folder, string edit)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "ledger.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = edit;
        return command.ExecuteNonQuery();
    }

    private static LedgerVerification Verify(string folder, LedgerHead? expected = null) =>
        LedgerFiles.Verify(folder, expected is null ? null : new(expected, GeneratedHistory.End), GeneratedHistory.End, TestContext.Current.CancellationToken);

    /// <returns>What a server that starts on the folder would show; <see langword="null"/> when it refuses with a message.</returns>
    private static async Task<string?> SumsOfAsync(string folder)
    {
        try
        {
            await using var ledger = Open(folder);
            return CubeDump.Of(ledger.Cube);
        }
        catch (InvalidDataException refused)
        {
            Assert.NotEmpty(refused.Message);
            return null;
        }
    }

    private static EmbeddedLedger Open(string folder) => EmbeddedLedger.Open(
        new EmbeddedLedgerOptions { DataDirectory = folder, TimeZone = TimeZoneInfo.Utc, FactsPerCheckpoint = 150 },
        new CostCalculator(PriceBook.Embedded),
        new ManualClock(GeneratedHistory.End),
        NullLogger<EmbeddedLedger>.Instance);
}
