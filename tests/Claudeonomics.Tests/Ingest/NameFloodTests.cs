using System.Buffers.Text;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

/// <summary>Measures the memory of the whole process, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(NameFloodTests), DisableParallelization = true)]
[Collection(nameof(NameFloodTests))]
public sealed class NameFloodTests : IDisposable
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private readonly IngestHarness _intake = new();

    public void Dispose() => _intake.Dispose();

    [Fact]
    public async Task Export_TenMillionAttributeNames_LeaveNothingInMemory()
    {
        const int Sent = 1_000, Records = 20, NamesPerRecord = 500;
        const long MostGrowth = 8 * 1024 * 1024;
        // The digits behind each mark are overwritten for every body, so that no name comes twice.
        var mark = "attribute-"u8.ToArray();
        var names = Enumerable.Range(0, NamesPerRecord).SelectMany(_ => (object?[])["attribute-00000000", "x"]).ToArray();
        var body = Bodies.ClaudeLogs(
            [.. Enumerable.Range(0, Records).Select(record => Bodies.ClaudeEvent(
                "api_request", At, record, [.. Bodies.ClaudeCall, .. names]))]).ToProtobuf();
        var places = new List<int>();
        for (var at = body.AsSpan().IndexOf(mark); at >= 0;)
        {
            places.Add(at + mark.Length);
            var next = body.AsSpan(places[^1]).IndexOf(mark);
            at = next < 0 ? -1 : places[^1] + next;
        }

        Assert.Equal(Records * NamesPerRecord, places.Count);
        var (named, before) = (0, 0L);
        for (var sent = 0; sent < Sent; sent++)
        {
            foreach (var place in places)
            {
                Assert.True(Utf8Formatter.TryFormat(named++, body.AsSpan(place, 8), out _, new('D', 8)));
            }

            Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), await IngestHarness.Send(_intake.Logs, body));
            before = sent == 10 ? GC.GetTotalMemory(forceFullCollection: true) : before;
        }

        Assert.Equal((10_000_000, 1), (named, _intake.Ledger.Calls.Count));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostGrowth);
    }
}
