using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Ingest.Otlp;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

/// <summary>What real agents sent, through the whole intake and the matching, against what the model's side handed out.</summary>
public sealed class AgentFixtureTests : IDisposable
{
    private readonly IngestHarness _intake = new();

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var folder in Directory.EnumerateDirectories(OtlpFixture.Folder).SelectMany(Directory.EnumerateDirectories).Order())
        {
            cases.Add(Path.GetFileName(Path.GetDirectoryName(folder))!, Path.GetFileName(folder));
        }

        return cases;
    }

    public void Dispose() => _intake.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Export_EverythingAnAgentSentTwice_CountsWhatWasHandedOut(string agent, string @case)
    {
        var fixture = OtlpFixture.Load(agent, @case);
        _intake.Clock.Advance(DateTimeOffset.Parse("2026-11-22T06:00:00Z", null) - _intake.Clock.GetUtcNow());
        for (var round = 0; round < 2; round++)
        {
            foreach (var post in fixture.Posts)
            {
                var outcome = await IngestHarness.Send(
                    _intake.ServiceOf(post.Signal), post.Body, format: post.IsJson ? BodyFormat.Json : BodyFormat.Protobuf);
                Assert.Equal(IngestOutcomeKind.Accepted, outcome.Kind);
                Assert.Equal(RejectedOf(agent, @case, post.Signal), outcome.Message);
            }
        }

        Assert.Equal(Told(agent, @case, Sums(fixture.Calls.Select(call => (call.Model, call.Usage)))), Counted());
    }

    [Theory]
    [InlineData("claude-code", "http-protobuf-content")]
    [InlineData("codex", "http-protobuf-content")]
    [InlineData("gemini-cli", "http-json-content")]
    public async Task Export_EverythingWithContent_KeepsNoneOfIt(string agent, string @case)
    {
        const string Canary = "canary-otter";
        var fixture = OtlpFixture.Load(agent, @case);
        _intake.Clock.Advance(DateTimeOffset.Parse("2026-11-22T06:00:00Z", null) - _intake.Clock.GetUtcNow());
        foreach (var post in fixture.Posts)
        {
            var format = post.IsJson ? BodyFormat.Json : BodyFormat.Protobuf;
            await IngestHarness.Send(_intake.ServiceOf(post.Signal), post.Body, FakeGate.Personal, format);
            await IngestHarness.Send(_intake.ServiceOf(post.Signal), post.Body, FakeGate.Shared, format);
        }

        // The strings of a fact are its names; the claim is the only other text that leaves the intake.
        var texts = _intake.Ledger.Calls.Select(call => call.Origin)
            .Union(_intake.Ledger.Counters.Select(point => point.Origin))
            .SelectMany(origin => new[] { origin.Agent, origin.Provider, origin.Model })
            .Union(_intake.Ledger.Signals.Select(signal => signal.Agent))
            .Union(_intake.Gate.Claims.Keys.Select(claim => claim.Value))
            .ToList();
        Assert.Contains(fixture.Posts, post => System.Text.Encoding.UTF8.GetString(post.Body).Contains(Canary, StringComparison.Ordinal));
        Assert.NotEmpty(_intake.Ledger.Calls);
        Assert.DoesNotContain(texts, text => text.Contains(Canary, StringComparison.OrdinalIgnoreCase));
    }

    // Metrics under the names of 2024 have no conversation; the spans beside them do, if only their trace.
    private static string RejectedOf(string agent, string @case, string signal) =>
        (agent, @case, signal) is ("otel-dotnet", "http-protobuf-all-2024", "metrics") ? "2 rejected: no-conversation 2" : "";

    // What an export does not tell, nobody can count.
    private static List<Sum> Told(string agent, string @case, List<Sum> handed) => (agent, @case) switch
    {
        ("codex", "grpc-counters" or "http-json-counters" or "http-protobuf-counters") => [],
        ("otel-dotnet", "http-protobuf-all-2024") =>
            [.. handed.Select(sum => new Sum(sum.Model, sum.Uncached + sum.CacheRead + sum.CacheWrite, 0, 0, sum.Output, 0))],
        ("otel-dotnet", "http-protobuf-all-2025") => [.. handed.Select(sum => sum with { Reasoning = 0 })],
        _ => handed,
    };

    private List<Sum> Counted()
    {
        var ledger = _intake.Ledger;
        var found = new List<(string, TokenUsage)>();
        foreach (var conversation in ledger.Calls.Select(call => call.Conversation)
            .Union(ledger.Counters.Select(point => point.Conversation)))
        {
            var facts = new ConversationFacts();
            ledger.Calls.Where(call => call.Conversation == conversation).ToList().ForEach(call => facts.Add(call, 1));
            ledger.Counters.Where(point => point.Conversation == conversation).ToList().ForEach(point => facts.Add(point, 1));
            var resolution = ConversationResolver.Resolve(facts);
            found.AddRange(resolution.Calls.Select(call => (call.Origin.Model, call.Usage)));
            found.AddRange(resolution.Counters.Select(counter => (counter.Origin.Model, counter.Usage)));
        }

        return Sums(found);
    }

    private static List<Sum> Sums(IEnumerable<(string Model, TokenUsage Usage)> calls) =>
    [
        .. calls.GroupBy(call => call.Model, call => call.Usage).OrderBy(group => group.Key).Select(group =>
        {
            var all = group.Aggregate((left, right) => left + right);
            return new Sum(group.Key, all.UncachedInputTokens, all.CacheReadTokens, all.CacheWriteTokens, all.OutputTokens, all.ReasoningTokens);
        }),
    ];

    private sealed record Sum(string Model, long Uncached, long CacheRead, long CacheWrite, long Output, long Reasoning);
}
