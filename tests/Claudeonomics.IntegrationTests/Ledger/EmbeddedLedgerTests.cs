using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.Storage.Embedded.Rollups;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.IntegrationTests.Ledger;

public sealed class EmbeddedLedgerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ledger-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Append_AnyOrderOfArrival_GivesTheTruth(int seed)
    {
        var history = new GeneratedHistory(seed, conversations: 60);
        string? first = null;
        for (var order = 0; order < 4; order++)
        {
            await using var ledger = Open($"{seed}-{order}", factsPerCheckpoint: order % 2 == 0 ? 100 : 1_000_000);
            await AppendAsync(ledger, history.Requests(order));
            await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
            AssertTruth(history, ledger.Cube);
            var dump = CubeDump.Of(ledger.Cube);
            Assert.Equal(first ??= dump, dump);
        }
    }

    [Fact]
    public async Task Restart_AtAnyMoment_HoldsTheSameSums()
    {
        var history = new GeneratedHistory(7, conversations: 80);
        var requests = history.Requests(1);
        var restarts = new Random(5);
        for (var at = 0; at < requests.Count;)
        {
            var count = Math.Min(requests.Count - at, restarts.Next(1, 60));
            await using var ledger = Open("restart", factsPerCheckpoint: restarts.Next(20, 400));
            await AppendAsync(ledger, requests.GetRange(at, count));
            at += count;
        }

        await using var last = Open("restart");
        AssertTruth(history, last.Cube);
        await AssertRebuiltAlikeAsync(last);
    }

    [Fact]
    public async Task Append_EverythingTwice_CountsOnce()
    {
        var history = new GeneratedHistory(11, conversations: 40);
        await using var ledger = Open("twice", factsPerCheckpoint: 150);
        await AppendAsync(ledger, history.Requests(1));
        await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
        var once = CubeDump.Of(ledger.Cube);
        var accepted = 0;
        foreach (var request in history.Requests(2))
        {
            accepted += (await ledger.AppendAsync(request, TestContext.Current.CancellationToken))!.Value.Accepted;
        }

        await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
        Assert.Equal(once, CubeDump.Of(ledger.Cube));
        Assert.True(accepted < 600, $"{accepted} facts were taken for new");
    }

    [Fact]
    public async Task Append_MoreConversationsThanMemoryHolds_GivesTheTruth()
    {
        var history = new GeneratedHistory(17, conversations: 60);
        await using (var ledger = Open("many", maxConversations: 7))
        {
            await AppendAsync(ledger, history.Requests(1));
            await AppendAsync(ledger, history.Requests(2));
            AssertTruth(history, ledger.Cube);
        }

        await using var again = Open("many", maxConversations: 7);
        AssertTruth(history, again.Cube);
        await AssertRebuiltAlikeAsync(again);
    }

    /// <summary>A collector that reads its files again may date what it finds by the day on which it does.</summary>
    [Fact]
    public async Task Append_TheSameRequestDatedOnAnotherDay_CountsOnce_AlsoAfterARestart()
    {
        using var time = new TimeTravel(GeneratedHistory.End);
        await using (var ledger = time.Open())
        {
            Assert.Equal(1, await TimeTravel.AppendAsync(ledger, GeneratedHistory.End.AddDays(-1), request: 1, tokens: 5));
            Assert.Equal(0, await TimeTravel.AppendAsync(ledger, GeneratedHistory.End, request: 1, tokens: 5));
        }

        await using var again = time.Open();
        Assert.Equal(0, await TimeTravel.AppendAsync(again, GeneratedHistory.End, request: 1, tokens: 5));
        Assert.Equal(5, TimeTravel.Sum(again, BoardMeasure.TotalTokens, time.Today.AddDays(-1), time.Today));
    }

    /// <summary>Whatever is durable must be folded, now and at each start: an exception there would stop the ledger for good.</summary>
    [Fact]
    public async Task Append_MoreThanASumHolds_StopsNothing()
    {
        using var time = new TimeTravel(GeneratedHistory.End);
        await using (var ledger = time.Open())
        {
            for (ulong request = 1; request <= 9; request++)
            {
                Assert.Equal(1, await TimeTravel.AppendAsync(ledger, GeneratedHistory.End, request, tokens: long.MaxValue / 2));
            }

            Assert.Null(ledger.Fault);
        }

        await using var again = time.Open();
        await again.RebuildAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await TimeTravel.AppendAsync(again, GeneratedHistory.End.AddDays(-1), request: 10, tokens: 5));
        var (yesterday, today) = (time.Today.AddDays(-1), time.Today);
        Assert.Equal(5, TimeTravel.Sum(again, BoardMeasure.TotalTokens, yesterday, today));
    }

    [Fact]
    public async Task Checkpoint_DiskFullInItsMidst_IsWholeTheNextTime()
    {
        var history = new GeneratedHistory(13, conversations: 60);
        var requests = history.Requests(1);
        await using (var ledger = Open("full"))
        {
            await AppendAsync(ledger, requests[..(requests.Count / 2)]);
            foreach (var kind in (RollupKind[])[RollupKind.Hours, RollupKind.Activity, RollupKind.Conversations, RollupKind.Pieces, RollupKind.Filter])
            {
                Execute("full", $"CREATE TRIGGER full BEFORE INSERT ON rollup_block WHEN NEW.kind = {(int)kind} BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
                await Assert.ThrowsAsync<SqliteException>(() => ledger.CheckpointAsync(TestContext.Current.CancellationToken));
                Execute("full", "DROP TRIGGER full");
            }

            await AppendAsync(ledger, requests[(requests.Count / 2)..]);
            await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
        }

        await using var again = Open("full");
        AssertTruth(history, again.Cube);
        await AssertRebuiltAlikeAsync(again);
    }

    [Fact]
    public async Task Verify_UntouchedChain_IsOkAndMeetsItsHead()
    {
        await using var ledger = Open("verify");
        await AppendAsync(ledger, new GeneratedHistory(3, 20).Requests(1));
        var half = ledger.Head;
        await AppendAsync(ledger, new GeneratedHistory(4, 20).Requests(1));
        var found = await ledger.VerifyAsync(new(half, At: null), TestContext.Current.CancellationToken);
        Assert.True(found.Ok, found.Problem);
        Assert.Equal(ledger.Head, found.Head);
        var wrong = await ledger.VerifyAsync(new(half with { Hash = new string('0', 64) }, At: null), TestContext.Current.CancellationToken);
        Assert.Equal((false, half.Sequence), (wrong.Ok, wrong.FirstBadBatch));
    }

    private EmbeddedLedger Open(string name, int factsPerCheckpoint = 4_000_000, int maxConversations = 500_000) => EmbeddedLedger.Open(
        new EmbeddedLedgerOptions
        {
            DataDirectory = Path.Combine(_directory, name),
            TimeZone = TimeZoneInfo.Utc,
            FactsPerCheckpoint = factsPerCheckpoint,
            MaxConversations = maxConversations,
            // Every conversation leaves memory at each checkpoint, so that each comes back from the archive.
            ConversationIdle = TimeSpan.FromDays(-1),
        },
        new CostCalculator(PriceBook.Embedded),
        new ManualClock(GeneratedHistory.End),
        NullLogger<EmbeddedLedger>.Instance);

    private void Execute(string name, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={LedgerConnection.FileIn(Path.Combine(_directory, name))};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task AppendAsync(EmbeddedLedger ledger, IEnumerable<FactBatch> requests)
    {
        foreach (var request in requests)
        {
            Assert.NotNull(await ledger.AppendAsync(request, TestContext.Current.CancellationToken));
        }
    }

    private static async Task AssertRebuiltAlikeAsync(EmbeddedLedger ledger)
    {
        var live = CubeDump.Of(ledger.Cube);
        await ledger.RebuildAsync(TestContext.Current.CancellationToken);
        Assert.Equal(live, CubeDump.Of(ledger.Cube));
    }

    private static void AssertTruth(GeneratedHistory history, UsageCube cube) => CubeSums.AssertAre(history.Used, cube);
}
