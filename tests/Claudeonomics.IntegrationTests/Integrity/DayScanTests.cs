using System.Text.Json;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Ledger;
using Claudeonomics.Server.Integrity;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.TestShared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.IntegrationTests.Integrity;

/// <summary>A day's conversations, read back from the ledger in parts and passes, against a reader that holds everything at once.</summary>
public sealed class DayScanTests : IDisposable
{
    private static readonly CompanyCalendar Calendar = new(TimeZoneInfo.Utc);
    private static readonly CostCalculator Prices = new(PriceBook.Embedded);

    private readonly string _directory = Directory.CreateTempSubdirectory("day-scan-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Read_InAnyNumberOfPartsAndPasses_GivesWhatADumbReaderGives()
    {
        var requests = new GeneratedHistory(17, conversations: 700).Requests(3);
        await WriteAsync(requests);
        var days = 0;
        for (var day = new DateOnly(2026, 11, 3); day < new DateOnly(2026, 11, 9); day = day.AddDays(1))
        {
            var expected = Told(DumbReading(requests, day));
            days += expected.Count;
            Assert.Equal(expected, Told(DayScan.Read(_directory, day, Calendar, Prices, TestContext.Current.CancellationToken)));
            Assert.Equal(expected, Told(DayScan.Read(_directory, day, Calendar, Prices, 300, 100_000, TestContext.Current.CancellationToken)));
            Assert.Equal(expected, Told(DayScan.Read(_directory, day, Calendar, Prices, 200, 900, TestContext.Current.CancellationToken)));
        }

        Assert.InRange(days, 100, int.MaxValue);
    }

    [Fact]
    public async Task Read_ADayWithoutFacts_IsEmpty()
    {
        await WriteAsync(new GeneratedHistory(18, conversations: 3).Requests(1));

        Assert.Empty(DayScan.Read(_directory, new(2027, 3, 1), Calendar, Prices, TestContext.Current.CancellationToken));
    }

    private async Task WriteAsync(IEnumerable<FactBatch> requests)
    {
        await using var ledger = EmbeddedLedger.Open(
            new EmbeddedLedgerOptions { DataDirectory = _directory, TimeZone = TimeZoneInfo.Utc }, Prices, new ManualClock(GeneratedHistory.End),
            NullLogger<EmbeddedLedger>.Instance);
        foreach (var request in requests)
        {
            Assert.NotNull(await ledger.AppendAsync(request, TestContext.Current.CancellationToken));
        }
    }

    // Each fact once, each conversation with room and a reader of its own.
    private static List<ConversationDay> DumbReading(IEnumerable<FactBatch> requests, DateOnly day)
    {
        var seen = new HashSet<(FactKind, ulong, int, ulong)>();
        var conversations = new SortedDictionary<ulong, (ConversationFacts Facts, List<Signal> Signals)>();
        foreach (var request in requests)
        {
            foreach (var call in request.Calls)
            {
                if (Calendar.DayOf(call.AtUnixMs) == day && seen.Add((FactKind.Call, call.Conversation, call.Identity, call.Key.Value)))
                {
                    Of(call.Conversation).Facts.Add(call, 1);
                }
            }

            foreach (var signal in request.Signals)
            {
                if (Calendar.DayOf(signal.AtUnixMs) == day && seen.Add((FactKind.Signal, signal.Conversation, signal.Identity, signal.Key.Value)))
                {
                    Of(signal.Conversation).Facts.Add(signal);
                    Of(signal.Conversation).Signals.Add(signal);
                }
            }

            foreach (var point in request.Counters)
            {
                if (Calendar.DayOf(point.AtUnixMs) == day && seen.Add((FactKind.Counter, point.Conversation, point.Identity, point.Key.Value)))
                {
                    Of(point.Conversation).Facts.Add(point, 1);
                }
            }
        }

        var into = new List<ConversationDay>();
        foreach (var (conversation, (facts, signals)) in conversations)
        {
            new ConversationDayReader(Calendar, Prices).Read(conversation, facts, signals, into);
        }

        return into;

        (ConversationFacts Facts, List<Signal> Signals) Of(ulong conversation)
        {
            if (!conversations.TryGetValue(conversation, out var of))
            {
                conversations.Add(conversation, of = (new(), []));
            }

            return of;
        }
    }

    private static List<string> Told(List<ConversationDay> days) =>
        [.. days.Select(static day => JsonSerializer.Serialize(day)).Order(StringComparer.Ordinal)];

    private enum FactKind
    {
        Call,
        Signal,
        Counter,
    }
}
