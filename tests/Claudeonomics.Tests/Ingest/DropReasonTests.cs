using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

/// <summary>Every reason of the closed set, through the intake.</summary>
public sealed class DropReasonTests : IDisposable
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private readonly IngestHarness _intake = new();

    public void Dispose() => _intake.Dispose();

    public static TheoryData<DropReason, object?[]> Calls() => new()
    {
        { DropReason.NegativeCount, Call("input_tokens", -1) },
        { DropReason.NegativeCount, Call("cost_usd_micros", -5) },
        { DropReason.UnreadableCount, Call("output_tokens", "many") },
        { DropReason.UnreadableCount, Call("output_tokens", 2e15) },
        { DropReason.UnreadableCount, Call("output_tokens", double.NaN) },
        { DropReason.UnreadableCount, Call("output_tokens", true) },
        { DropReason.UnreadableCount, Call("output_tokens", new object?[] { 1, 2 }) },
        { DropReason.UnreadableCount, ["session.id", Bodies.Session, "model", "claude-opus-4-6"] },
        { DropReason.NoConversation, ["input_tokens", 1, "output_tokens", 2] },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Export_CallThatCannotBeBelieved_IsRejectedWithItsReason(DropReason reason, object?[] attributes)
    {
        var outcome = await _intake.SendLogs(Bodies.ClaudeLogs(Otlp.Log(At, "claude_code.api_request", attributes)));
        AssertRejected(reason, outcome);
    }

    [Fact]
    public async Task Export_MoreCachedThanSent_IsPartExceedsWhole()
    {
        AssertRejected(DropReason.PartExceedsWhole, await _intake.SendLogs(Bodies.CodexLogs(Bodies.CodexEvent(
            "codex.sse_event", At, "event.kind", "response.completed", "input_token_count", "10", "cached_token_count", 11, "output_token_count", "1"))));
    }

    [Fact]
    public async Task Export_MoreCachedThanThePrompt_IsPartExceedsWholeWhateverTheTools()
    {
        AssertRejected(DropReason.PartExceedsWhole, await _intake.SendLogs(Bodies.GeminiLogs(Bodies.GeminiEvent(
            "gemini_cli.api_response", At, "input_token_count", 10, "cached_content_token_count", 11, "tool_token_count", 5))));
    }

    [Fact]
    public async Task Export_MoreReasoningThanOutput_IsPartExceedsWhole()
    {
        AssertRejected(DropReason.PartExceedsWhole, await _intake.SendLogs(Bodies.CodexLogs(Bodies.CodexEvent(
            "codex.sse_event", At, "event.kind", "response.completed", "input_token_count", "10", "output_token_count", "1", "reasoning_token_count", 2))));
    }

    [Fact]
    public async Task Export_NoTimeAnywhere_IsUndated()
    {
        AssertRejected(DropReason.Undated, await _intake.SendLogs(Bodies.ClaudeLogs(
            Otlp.Log(null, "claude_code.user_prompt", "session.id", Bodies.Session))));
    }

    [Theory]
    [InlineData(-62 * 24 * 60 - 1, DropReason.TooOld)]
    [InlineData(-62 * 24 * 60 + 1, null)]
    [InlineData(9, null)]
    [InlineData(11, DropReason.Future)]
    public async Task Export_TimeAtTheEdges_IsCheckedAgainstOurClock(int minutes, DropReason? reason)
    {
        var outcome = await _intake.SendLogs(Bodies.ClaudeLogs(
            Bodies.ClaudeEvent("api_request", Otlp.Now.AddMinutes(minutes), 1, Bodies.ClaudeCall)));
        if (reason is { } expected)
        {
            AssertRejected(expected, outcome);
        }
        else
        {
            Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), outcome);
            Assert.Single(_intake.Ledger.Calls);
        }
    }

    [Fact]
    public async Task Export_SharedKeyWithoutClaim_IsNoIdentity()
    {
        AssertRejected(DropReason.NoIdentity, await _intake.SendLogs(
            Bodies.CodexLogs(Bodies.CodexEvent("codex.user_prompt", At, "prompt_length", "1")), FakeGate.Shared));
    }

    [Fact]
    public async Task Export_IdentitiesUsedUp_IsTooManyIdentities()
    {
        using var intake = new IngestHarness(new FakeGate { MaxIdentities = 1 });
        var outcome = await intake.SendLogs(
            Bodies.CodexLogs(
                Bodies.CodexEvent("codex.user_prompt", At, "user.email", "ann@corp.example"),
                Bodies.CodexEvent("codex.user_prompt", At.AddSeconds(1), "user.email", "bob@corp.example")),
            FakeGate.Shared);
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted, "1 rejected: too-many-identities 1", 1), outcome);
        Assert.Single(intake.Ledger.Signals);
    }

    [Fact]
    public async Task Export_TooManyAttributes_IsMalformed()
    {
        object?[] flood = [.. Enumerable.Range(0, 1_025).SelectMany(i => new object?[] { $"attribute.{i}", i })];
        AssertRejected(DropReason.Malformed, await _intake.SendLogs(Bodies.ClaudeLogs(Bodies.ClaudeEvent("api_request", At, 1, flood))));
    }

    [Fact]
    public async Task Export_CounterOfNoKnownTemporality_IsMalformed()
    {
        AssertRejected(DropReason.Malformed, await _intake.SendMetrics(Bodies.ClaudeMetrics(Otlp.Sum(
            "claude_code.commit.count", 0, Otlp.Point(At, At, 1.0, "session.id", Bodies.Session)))));
    }

    [Fact]
    public async Task Export_CounterBelowZero_IsNegativeCount()
    {
        AssertRejected(DropReason.NegativeCount, await _intake.SendMetrics(Bodies.ClaudeMetrics(Otlp.Sum(
            "claude_code.commit.count", 1, Otlp.Point(At, At, -1L, "session.id", Bodies.Session)))));
    }

    [Fact]
    public async Task Export_SomeRejected_KeepsTheRestAndSaysHowMany()
    {
        var outcome = await _intake.SendLogs(Bodies.ClaudeLogs(
            Bodies.ClaudeEvent("api_request", At, 1, Bodies.ClaudeCall),
            Bodies.ClaudeEvent("api_request", At.AddYears(-1), 2, Bodies.ClaudeCall),
            Bodies.ClaudeEvent("tool_result", At, 3),
            Bodies.ClaudeEvent("api_request", At.AddDays(-100), 4, Bodies.ClaudeCall),
            Bodies.ClaudeEvent("api_request", At.AddDays(1), 5, Bodies.ClaudeCall)));

        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted, "3 rejected: too-old 2, future 1", 3), outcome);
        Assert.Single(_intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_RejectedRecord_RegistersNobody()
    {
        await _intake.SendLogs(Bodies.ClaudeLogs(Bodies.ClaudeEvent("api_request", At.AddYears(-1), 1, Bodies.ClaudeCall)), FakeGate.Shared);
        Assert.Empty(_intake.Gate.Claims);
    }

    private static object?[] Call(string name, object value) =>
        ["session.id", Bodies.Session, "model", "claude-opus-4-6", "input_tokens", 1, "output_tokens", 2, name, value];

    private void AssertRejected(DropReason reason, IngestOutcome outcome)
    {
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted, $"1 rejected: {DropReasonNames.Of(reason)} 1", 1), outcome);
        Assert.Empty(_intake.Ledger.Calls);
        Assert.Empty(_intake.Ledger.Counters);
        Assert.Empty(_intake.Ledger.Signals);
    }
}
