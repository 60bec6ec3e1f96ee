using System.Globalization;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>Somebody who has the files and the signing key writes the history that they would rather have, with this very program: whole in itself, and
/// found against a head that was kept elsewhere.</summary>
/// <remarks>In short by default; <c>CLAUDEONOMICS_FORGERIES=1000</c> makes so many.</remarks>
public sealed class LedgerForgeryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ledger-forged-").FullName;
    private readonly List<FactBatch> _requests = new GeneratedHistory(33, conversations: 8).Requests(2);

    private int Through => _requests.Count * 2 / 3;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Verify_HistoriesRewrittenAndHashedAndSignedAnew_AreAllFoundAgainstAHeadKeptElsewhere()
    {
        var genuine = await WriteAsync("true", _requests);
        var again = await WriteAsync("again", _requests);
        // Nothing but what is forged tells one history from another.
        Assert.Equal((genuine.Kept, genuine.Last), (again.Kept, again.Last));
        Assert.True(Verify("again", genuine.Kept).Ok);
        Assert.NotEqual(genuine.Kept, genuine.Last);

        var trials = Environment.GetEnvironmentVariable("CLAUDEONOMICS_FORGERIES") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 40;
        var random = new Random(20261129);
        var (found, unsuspected, missed, ways) = (0, 0, new List<string>(), new HashSet<Forgery>());
        for (var trial = 0; trial < trials; trial++)
        {
            var (way, forged) = ForgedHistory.Of(_requests, Through, random);
            if ((await WriteAsync("forged", forged)).Last == genuine.Last)
            {
                // A fact that is told twice was dropped or changed once: the ledger takes it from the other and is the same, byte for byte.
                Directory.Delete(Path.Combine(_root, "forged"), recursive: true);
                trial--;
                continue;
            }

            ways.Add(way);
            unsuspected += Verify("forged", null).Ok ? 1 : 0;
            if (Verify("forged", genuine.Kept) is { Ok: false })
            {
                found++;
            }
            else
            {
                missed.Add($"{trial}: {way}");
            }

            Directory.Delete(Path.Combine(_root, "forged"), recursive: true);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{found} of {trials} found in {ways.Count} ways; {unsuspected} whole in themselves");
        Assert.Empty(missed);
        Assert.Equal((trials, trials), (found, unsuspected));
    }

    // The chain begins at the very head that was kept, as it would where everything before it has expired, and goes on with another story.
    [Fact]
    public async Task Verify_EverythingDroppedUpToTheHeadAndAnotherStoryFromThere_IsFoundBeforeItCouldHaveExpired()
    {
        var start = GeneratedHistory.End;
        var clock = new ManualClock(start);
        LedgerHead kept;
        await using (var ledger = Open("true", clock))
        {
            foreach (var request in _requests)
            {
                await ledger.AppendAsync(request, TestContext.Current.CancellationToken);
            }

            // Signs it.
            await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
            kept = ledger.Head;
        }

        using (var key = SigningKey.OpenOrCreate(Path.Combine(_root, "true")))
        using (var connection = LedgerConnection.OpenToWrite(LedgerConnection.FileIn(Path.Combine(_root, "true"))))
        {
            connection.Execute("DELETE FROM ledger_batch");
            LedgerSeal.Write(connection, key);
        }

        await using (var ledger = Open("true", clock))
        {
            await ledger.AppendAsync(new GeneratedHistory(34, conversations: 2).Requests(1)[0], TestContext.Current.CancellationToken);
            await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(kept, ledger.Head);
        }

        Assert.True(VerifyAt(null, start).Ok);
        foreach (var days in (int[])[0, 1, RawHorizon.Days])
        {
            var found = VerifyAt(new(kept, start), start.AddDays(days));
            Assert.Equal((false, kept.Sequence), (found.Ok, found.FirstBadBatch));
            Assert.Contains("before its time", found.Problem, StringComparison.Ordinal);
        }

        LedgerVerification VerifyAt(KeptHead? expected, DateTimeOffset now) =>
            LedgerFiles.Verify(Path.Combine(_root, "true"), expected, now, TestContext.Current.CancellationToken);
    }

    /// <returns>The head that somebody kept, and the last.</returns>
    private async Task<(LedgerHead Kept, LedgerHead Last)> WriteAsync(string name, List<FactBatch> requests)
    {
        var folder = Path.Combine(_root, name);
        if (name != "true")
        {
            Directory.CreateDirectory(folder);
            File.Copy(SigningKey.FileIn(Path.Combine(_root, "true")), SigningKey.FileIn(folder));
        }

        await using var ledger = Open(name, new(GeneratedHistory.End));
        var kept = ledger.Head;
        for (var request = 0; request < requests.Count; request++)
        {
            await ledger.AppendAsync(requests[request], TestContext.Current.CancellationToken);
            kept = request == Through - 1 ? ledger.Head : kept;
        }

        return (kept, ledger.Head);
    }

    private EmbeddedLedger Open(string name, ManualClock clock) => EmbeddedLedger.Open(
        new EmbeddedLedgerOptions { DataDirectory = Path.Combine(_root, name), TimeZone = TimeZoneInfo.Utc, FactsPerCheckpoint = 150 },
        new CostCalculator(PriceBook.Embedded), clock, NullLogger<EmbeddedLedger>.Instance);

    private LedgerVerification Verify(string name, LedgerHead? expected) =>
        LedgerFiles.Verify(Path.Combine(_root, name), expected is null ? null : new(expected, GeneratedHistory.End), GeneratedHistory.End, TestContext.Current.CancellationToken);
}
