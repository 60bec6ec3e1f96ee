using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.TestShared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>Counts of changes that devices tell by the hour: the latest reading of an hour takes the place of what the device told of it before.</summary>
public sealed class ChangeCountTests : IAsyncLifetime
{
    private static readonly CallOrigin ClaudeCode = new("claude-code", "", CallOrigin.UnknownModel);
    private static readonly CallOrigin Codex = new("codex", "", CallOrigin.UnknownModel);
    private static readonly DateTimeOffset Hour = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("claudeonomics-changes-").FullName;
    private EmbeddedLedger _ledger = null!;

    public ValueTask InitializeAsync()
    {
        _ledger = Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Append_ReadingsOfAnHour_CountAsTheLatestTells()
    {
        Assert.Equal("", await SumsAsync());
        await ReadAsync(10, (CounterMeasure.TestChanges, ClaudeCode, 3), (CounterMeasure.CodeChanges, ClaudeCode, 5), (CounterMeasure.CodeChanges, Codex, 1));
        Assert.Equal("1 claude-code 5 3 0 0, 1 codex 1 0 0 0", await SumsAsync());

        // The same again changes nothing; more, less and another agent take its place; what was read before then does not.
        await ReadAsync(10, (CounterMeasure.TestChanges, ClaudeCode, 3), (CounterMeasure.CodeChanges, ClaudeCode, 5), (CounterMeasure.CodeChanges, Codex, 1));
        Assert.Equal("1 claude-code 5 3 0 0, 1 codex 1 0 0 0", await SumsAsync());
        await ReadAsync(30, (CounterMeasure.TestChanges, ClaudeCode, 2), (CounterMeasure.DocumentationChanges, ClaudeCode, 2));
        Assert.Equal("1 claude-code 0 2 2 0", await SumsAsync());
        await ReadAsync(20, (CounterMeasure.TestChanges, ClaudeCode, 9));
        Assert.Equal("1 claude-code 0 2 2 0", await SumsAsync());

        // Another device, hour or person adds to it and takes nothing back.
        await ReadAsync(30, device: 12, identity: 1, Hour, (CounterMeasure.ConfigurationChanges, ClaudeCode, 4));
        await ReadAsync(30, device: 11, identity: 2, Hour, (CounterMeasure.TestChanges, ClaudeCode, 1));
        await ReadAsync(90, device: 11, identity: 1, Hour.AddHours(1), (CounterMeasure.TestChanges, ClaudeCode, 1));
        Assert.Equal("1 claude-code 0 3 2 4, 2 claude-code 0 1 0 0", await SumsAsync());

        await ReadAsync(100);
        Assert.Equal("1 claude-code 0 1 0 4, 2 claude-code 0 1 0 0", await SumsAsync());
    }

    [Fact]
    public async Task Append_AReadingWithoutChanges_KeepsNothingWhereThereWereNone()
    {
        Assert.Equal(new Core.Ledger.AppendOutcome(0, 0), await ReadAsync(10));
        Assert.Equal("", await SumsAsync());
        Assert.Equal(0, _ledger.Cube.HotDays.Sum(static day => day.Value.Activity.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_AfterReadings_HasTheSameSums(bool isRebuilt)
    {
        await ReadAsync(10, (CounterMeasure.TestChanges, ClaudeCode, 3), (CounterMeasure.CodeChanges, ClaudeCode, 5));
        await _ledger.DisposeAsync();
        _ledger = Open();
        await ReadAsync(20, (CounterMeasure.TestChanges, ClaudeCode, 1));
        await _ledger.DisposeAsync();
        _ledger = Open();
        if (isRebuilt)
        {
            await _ledger.RebuildAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("1 claude-code 0 1 0 0", await SumsAsync());
        await ReadAsync(30);
        Assert.Equal("", await SumsAsync());
        await ReadAsync(40, (CounterMeasure.DocumentationChanges, ClaudeCode, 2));
        Assert.Equal("1 claude-code 0 0 2 0", await SumsAsync());
    }

    private Task<Core.Ledger.AppendOutcome> ReadAsync(int minute, params (CounterMeasure Measure, CallOrigin Agent, long Count)[] told) =>
        ReadAsync(minute, device: 11, identity: 1, Hour, told);

    private async Task<Core.Ledger.AppendOutcome> ReadAsync(
        int minute, ulong device, int identity, DateTimeOffset hour, params (CounterMeasure Measure, CallOrigin Agent, long Count)[] told)
    {
        var body = new FactBatch();
        var reading = new HourReading(
            identity, device, hour.ToUnixTimeMilliseconds(), Hour.AddMinutes(minute).ToUnixTimeMilliseconds(), HasChanges: told.Length > 0);
        body.Add(reading);
        Array.ForEach(told, count => body.Add(ChangeCount.Of(reading, count.Measure, count.Agent, count.Count)));
        return (await _ledger.AppendAsync(body, TestContext.Current.CancellationToken))!.Value;
    }

    // A line for each identity and agent: code, tests, documentation, configuration.
    private async Task<string> SumsAsync()
    {
        await _ledger.CheckpointAsync(TestContext.Current.CancellationToken);
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (_, day) in _ledger.Cube.HotDays)
        {
            for (var row = 0; row < day.Activity.Count; row++)
            {
                var cells = ActivitySums.Of(day.Activity.Cells[row]);
                if (cells.HasChanges)
                {
                    lines.Add($"{day.Activity.Identities[row]} {_ledger.Cube.Agents.NameOf(day.Activity.Agents[row])} {cells.CodeChanges} {cells.TestChanges} {cells.DocumentationChanges} {cells.ConfigurationChanges}");
                }
            }
        }

        return string.Join(", ", lines);
    }

    private EmbeddedLedger Open() => EmbeddedLedger.Open(
        new EmbeddedLedgerOptions
        {
            DataDirectory = _directory,
            TimeZone = TimeZoneInfo.Utc,
            // Every conversation leaves memory at each checkpoint, so that each comes back from the archive.
            FactsPerCheckpoint = 1,
            ConversationIdle = TimeSpan.FromDays(-1),
        },
        new CostCalculator(PriceBook.Embedded),
        new ManualClock(Hour.AddDays(1)),
        NullLogger<EmbeddedLedger>.Instance);
}
