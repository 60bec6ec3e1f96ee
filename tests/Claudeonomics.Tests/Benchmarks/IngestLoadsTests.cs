using Claudeonomics.Benchmarks.Ingest;
using Claudeonomics.Benchmarks.Load;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Ingest.Otlp;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Benchmarks;

/// <summary>What the intake's benchmark holds the board to.</summary>
public sealed class IngestLoadsTests : IDisposable
{
    private readonly IngestHarness _intake = new();

    public void Dispose() => _intake.Dispose();

    // At each of these moments the stream ends between a conversation's counters and the late export of its only calls: Claude Code's at the
    // first, Gemini CLI's at the second.
    [Theory]
    [InlineData("2026-11-16T16:00:00Z")]
    [InlineData("2026-11-22T19:00:00Z")]
    public async Task Kinds_StreamEndsBeforeALateExport_TruthIsWhatTheirFactsComeTo(string until)
    {
        var end = DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture);
        _intake.Clock.Advance(end - _intake.Clock.GetUtcNow());
        var loads = new IngestLoads("key", people: 200, IngestLoads.AllKinds, end);
        foreach (var request in loads.Kinds(recordsPerRound: 4_000, rounds: 1).SelectMany(static kind => kind.Rounds).SelectMany(static round => round))
        {
            await SendAsync(request);
        }

        Assert.Equal(
            loads.Truths.Where(static truth => truth.Value.Tokens > 0)
                .Select(static truth => (truth.Key, truth.Value.Calls, truth.Value.Tokens)).Order(),
            Resolved());
    }

    private async Task SendAsync(LoadRequest request)
    {
        var bytes = request.Bytes;
        var head = System.Text.Encoding.ASCII.GetString(bytes, 0, bytes.AsSpan().IndexOf("\r\n\r\n"u8));
        var service = _intake.ServiceOf(head[..head.IndexOf(" HTTP", StringComparison.Ordinal)].Split('/')[^1]);
        var encoding = head.Contains("gzip", StringComparison.Ordinal) ? BodyEncoding.Gzip : BodyEncoding.Identity;
        var outcome = await IngestHarness.Send(service, bytes[(head.Length + 4)..], FakeGate.Shared, encoding: encoding);
        Assert.Equal(new(IngestOutcomeKind.Accepted, ""), outcome);
    }

    private IEnumerable<(string Email, long Calls, long Tokens)> Resolved()
    {
        var conversations = new Dictionary<ulong, ConversationFacts>();
        _intake.Ledger.Calls.ForEach(call => FactsOf(call.Conversation).Add(call, batch: 1));
        _intake.Ledger.Counters.ForEach(point => FactsOf(point.Conversation).Add(point, batch: 1));
        var resolved = conversations.Values.Select(ConversationResolver.Resolve).ToList();
        var emails = _intake.Gate.Claims.ToDictionary(static claim => claim.Value, static claim => claim.Key.Value);
        return resolved.SelectMany(static one => one.Calls.Select(static call => (call.Identity, Calls: 1L, call.Usage.TotalTokens)))
            .Concat(resolved.SelectMany(static one => one.Counters.Select(static sum => (sum.Identity, Calls: 0L, sum.Usage.TotalTokens))))
            .GroupBy(static part => part.Identity)
            .Select(person => (emails[person.Key], person.Sum(static part => part.Calls), person.Sum(static part => part.TotalTokens)))
            .Order();

        ConversationFacts FactsOf(ulong conversation) =>
            conversations.TryGetValue(conversation, out var facts) ? facts : conversations[conversation] = new();
    }
}
