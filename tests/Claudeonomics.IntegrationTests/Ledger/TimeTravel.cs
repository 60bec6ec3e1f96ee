using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.TestShared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>A ledger of one person that is closed and opened again at other times and with other prices.</summary>
internal sealed class TimeTravel(DateTimeOffset start) : IDisposable
{
    public const string Model = "acme-coder-70b";

    private static readonly Roster OnePerson = new(
        1, [new RosterPerson("p", "Ann", Participation.Named, 1, DateOnly.MinValue)], [], [new IdentityLink(1, 0, DateOnly.MinValue, DateOnly.MaxValue)], []);

    private readonly string _directory = Directory.CreateTempSubdirectory("ledger-time-").FullName;

    public ManualClock Clock { get; } = new(start);

    public DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <param name="usdPerMTok">Price of the model's input and output.</param>
    public EmbeddedLedger Open(decimal usdPerMTok = 1, int factsPerCheckpoint = 4_000_000) => EmbeddedLedger.Open(
        new EmbeddedLedgerOptions { DataDirectory = _directory, TimeZone = TimeZoneInfo.Utc, FactsPerCheckpoint = factsPerCheckpoint },
        new CostCalculator(PriceBook.Embedded.WithCompanyPrices($$"""
            {"version": "acme", "internalModels": [{"model": "{{Model}}", "input": {{usdPerMTok}}, "output": {{usdPerMTok}}, "source": "platform team"}]}
            """)),
        Clock,
        NullLogger<EmbeddedLedger>.Instance);

    /// <summary>What a machine finds that lost its power now.</summary>
    public TimeTravel AfterPowerLoss()
    {
        var found = new TimeTravel(Clock.GetUtcNow());
        foreach (var file in Directory.GetFiles(_directory))
        {
            File.Copy(file, Path.Combine(found._directory, Path.GetFileName(file)));
        }

        return found;
    }

    /// <param name="isFolded">With a checkpoint after it.</param>
    /// <returns>How many facts were new.</returns>
    public static async Task<int> AppendAsync(EmbeddedLedger ledger, DateTimeOffset at, ulong request, long tokens, bool isFolded = true)
    {
        var facts = new FactBatch();
        facts.Add(new UsageEvent
        {
            Identity = 1,
            Who = Who.Known,
            Source = Source.OtlpEvent,
            AtUnixMs = at.ToUnixTimeMilliseconds(),
            Conversation = request,
            Request = request,
            Origin = new("house-agent", "internal", Model),
            Usage = new(uncachedInputTokens: tokens, 0, 0, 0, 0, outputTokens: 0, reasoningTokens: 0),
        });
        var outcome = await ledger.AppendAsync(facts, TestContext.Current.CancellationToken);
        if (isFolded)
        {
            await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
        }

        return outcome!.Value.Accepted;
    }

    public static long Sum(EmbeddedLedger ledger, BoardMeasure measure, DateOnly from, DateOnly to)
    {
        var sums = new long[1];
        using var data = ledger.Cube.Open(OnePerson);
        data.Sum(measure, new DayRange(from, to), UsageFilter.All, new RosterScopes(OnePerson).Under(RosterScopes.Company).People, sums);
        return sums[0];
    }
}
