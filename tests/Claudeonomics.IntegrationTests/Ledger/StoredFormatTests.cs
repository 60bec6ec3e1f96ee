using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.TestShared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>Every store format that was ever released opens, and gives the sums that were written down when it was made.</summary>
/// <remarks>
/// A folder of <c>tests/fixtures/ledger</c> is what a release wrote and never changes: <c>ledger.db</c> with a checkpoint and batches after
/// it, its signing key, and <c>sums.txt</c>. A new format gets a new folder: run <c>WriteFixture</c> (explicit tests on) and commit it.
/// </remarks>
public sealed class StoredFormatTests : IDisposable
{
    private const string Newest = "v4";

    private readonly string _directory = Directory.CreateTempSubdirectory("ledger-format-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("v3")]
    [InlineData("v4")]
    public async Task Open_StoreOfARelease_GivesItsSums(string format)
    {
        foreach (var file in Directory.GetFiles(Fixture(format)))
        {
            File.Copy(file, Path.Combine(_directory, Path.GetFileName(file)));
        }

        var sums = await File.ReadAllTextAsync(Path.Combine(Fixture(format), "sums.txt"), TestContext.Current.CancellationToken);
        await using var ledger = Open(_directory);
        Assert.Equal(sums, CubeDump.Of(ledger.Cube, withBeginnings: false));
        var verified = await ledger.VerifyAsync(null, TestContext.Current.CancellationToken);
        Assert.True(verified.Ok, verified.Problem);
        await ledger.RebuildAsync(TestContext.Current.CancellationToken);
        Assert.Equal(sums, CubeDump.Of(ledger.Cube, withBeginnings: false));
    }

    [Fact(Explicit = true)]
    public async Task WriteFixture()
    {
        var folder = Fixture(Newest);
        Assert.False(Directory.Exists(folder), $"{folder} is what a release wrote: name a new format instead");
        await using (var ledger = Open(_directory))
        {
            List<FactBatch> requests =
            [
                .. new GeneratedHistory(1, conversations: 12).Requests(1),
                .. new DeviceHistory(1, conversations: 4, hours: 2, versions: 3).Requests(1),
            ];
            foreach (var (i, request) in requests.Index())
            {
                Assert.NotNull(await ledger.AppendAsync(request, TestContext.Current.CancellationToken));
                if (i == requests.Count - 6)
                {
                    await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
                    var total = new ModelTotal(new("claude-code", "anthropic", "claude-opus-4-6"), default, new(1, 2, 3, 4, 0, 5, 0), Calls: 6, WebSearches: 0);
                    await ledger.AppendDaysAsync([new(1, Device: 1, new DateOnly(2026, 5, 1).DayNumber, GeneratedHistory.End.ToUnixTimeMilliseconds(), [total])]);
                }
            }

            // A copy of a running store keeps the batches after its checkpoint; closing one would fold them in.
            LedgerFiles.Copy(_directory, folder);
        }

        await using var copy = Open(_directory);
        await File.WriteAllTextAsync(Path.Combine(folder, "sums.txt"), CubeDump.Of(copy.Cube, withBeginnings: false), TestContext.Current.CancellationToken);
    }

    private static string Fixture(string format) => Repository.PathTo("tests", "fixtures", "ledger", format);

    private static EmbeddedLedger Open(string directory) => EmbeddedLedger.Open(
        new EmbeddedLedgerOptions { DataDirectory = directory, TimeZone = TimeZoneInfo.Utc, FactsPerCheckpoint = 1_000_000 },
        new CostCalculator(PriceBook.Embedded),
        new ManualClock(GeneratedHistory.End),
        NullLogger<EmbeddedLedger>.Instance);
}
