using Claudeonomics.Core.Usage;
using Claudeonomics.Core.Wire;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Ingest.Batches;
using Claudeonomics.Server.Ingest.Otlp;
using Claudeonomics.TestShared.Ingest;
using Claudeonomics.TestShared.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.Tests.Ingest;

/// <summary>What the command line sends, through the intake below its transport.</summary>
public sealed class UsageBatchTests : IDisposable
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private static readonly BatchGrant Grant = new("k2", FakeGate.PersonalIdentity, null);
    private readonly IngestHarness _intake = new();

    public void Dispose() => _intake.Dispose();

    public static TheoryData<DropReason, LoggedCall> Records() => new()
    {
        { DropReason.NegativeCount, Batch.Call(At) with { OutputTokens = -1 } },
        { DropReason.UnreadableCount, Batch.Call(At) with { CacheReadTokens = 2_000_000_000_000_000 } },
        { DropReason.PartExceedsWhole, Batch.Call(At) with { ReasoningTokens = 91 } },
        { DropReason.Undated, Batch.Call(At) with { At = null } },
        { DropReason.Future, Batch.Call(Otlp.Now.AddMinutes(11)) },
        { DropReason.NoConversation, Batch.Call(At) with { Conversation = null } },
        { DropReason.NoConversation, Batch.Call(At) with { Conversation = "" } },
        { DropReason.Malformed, Batch.Call(At) with { Conversation = new('c', LoggedCall.MaxIdBytes + 1) } },
        { DropReason.Malformed, Batch.Call(At) with { Request = "" } },
        { DropReason.Malformed, Batch.Call(At) with { Speed = "warp" } },
        { DropReason.Malformed, Batch.Call(At) with { ServiceTier = "gold" } },
        { DropReason.Malformed, Batch.Call(At) with { Geography = "moon" } },
        { DropReason.Malformed, Batch.Call(At) with { ParserRevision = 256 } },
        { DropReason.Malformed, Batch.Call(At) with { WebSearches = -1 } },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public async Task Accept_RecordThatDoesNotHold_IsRejectedByItself(DropReason reason, LoggedCall call)
    {
        var hour = new UsageHour { Hour = Batch.HourOf(call.At ?? At), Calls = [call] };
        var sound = new UsageHour { Hour = Batch.HourOf(At.AddHours(-3)), Calls = [Batch.Call(At.AddHours(-3), "req_02")] };

        AssertAnswer(new(1, 0, 0, Rejected((DropReasonNames.Of(reason), 1))), await SendAsync(new() { ReadAt = Otlp.Now, Hours = [hour, sound] }));
        Assert.Single(_intake.Ledger.Calls);
    }

    [Fact]
    public async Task Accept_CallOutsideItsHour_IsMalformed()
    {
        UsageHour[] hours =
        [
            new() { Hour = Batch.HourOf(At), Calls = [Batch.Call(Batch.HourOf(At).AddMilliseconds(-1)), Batch.Call(Batch.HourOf(At), "req_02")] },
            new() { Hour = Batch.HourOf(At).AddHours(-2), Calls = [Batch.Call(Batch.HourOf(At).AddHours(-1), "req_03")] },
        ];

        AssertAnswer(new(1, 0, 0, Rejected(("malformed", 2))), await SendAsync(new() { ReadAt = Otlp.Now, Hours = hours }));
    }

    [Fact]
    public async Task Accept_HourThatTheHorizonCuts_IsTooOldAsAWhole()
    {
        // 62 days before 22:00 is a whole hour; the one before it is cut by nothing but its end.
        var horizon = Otlp.Now.AddDays(-62);

        var answer = await SendAsync(Batch.Of(Otlp.Now, Batch.Call(horizon), Batch.Call(horizon.AddMilliseconds(-1), "req_02")));

        AssertAnswer(new(1, 0, 0, Rejected(("too-old", 1))), answer);
    }

    /// <summary>What is noted of an hour is dated by it: one far ahead would be kept until it has come, and everything after it.</summary>
    [Fact]
    public async Task Accept_HourThatHasNotBegun_IsInTheFutureAsAWhole()
    {
        var ahead = Batch.HourOf(Otlp.Now.AddHours(1));
        UsageHour[] hours =
        [
            new() { Hour = ahead, Calls = [Batch.Call(At)], Changes = [new() { Agent = "claude-code", Code = 4 }] },
            new() { Hour = new DateTimeOffset(9999, 12, 31, 23, 0, 0, TimeSpan.Zero) },
        ];

        AssertAnswer(new(0, 0, 0, Rejected(("future", 2))), await SendAsync(new() { ReadAt = Otlp.Now, Device = "laptop", Hours = hours }));
        Assert.Equal((0, 0), (_intake.Ledger.Counters.Count, _intake.Ledger.Readings));
    }

    [Fact]
    public async Task Accept_TotalsOfDays_AreTakenOfDaysPastTheHorizonOnly()
    {
        var old = DateOnly.FromDateTime(Otlp.Now.UtcDateTime).AddDays(-64);
        var total = new LoggedTotal { Agent = "claude-code", Provider = "anthropic", Model = "claude-opus-4-6", OutputTokens = 5, Calls = 2 };
        var answer = await SendAsync(new()
        {
            ReadAt = Otlp.Now,
            Device = "laptop",
            Days =
            [
                new() { Day = old, Totals = [total, total with { Calls = 0 }, total with { OutputTokens = -1 }] },
                new() { Day = old.AddDays(1), Totals = [total] },
            ],
        });

        AssertAnswer(new(1, 0, 0, Rejected(("malformed", 1), ("negative-count", 1), ("too-recent", 1))), answer);
        var day = Assert.Single(_intake.Ledger.Days);
        Assert.Equal(
            (FakeGate.PersonalIdentity, IngestHarness.Hash.Of("laptop"), old.DayNumber, Otlp.Now.ToUnixTimeMilliseconds()),
            (day.Identity, day.Device, day.Day, day.ReadAtUnixMs));
        Assert.Equal([new(new("claude-code", "anthropic", "claude-opus-4-6"), default, new(0, 0, 0, 0, 0, 5, 0), 2, 0)], day.Totals);
    }

    /// <summary>A day takes the place of what its device told before. Two machines that do not say which they are would take each other's.</summary>
    [Fact]
    public async Task Accept_TotalsOfNoDevice_AreNotTaken()
    {
        var old = DateOnly.FromDateTime(Otlp.Now.UtcDateTime).AddDays(-64);

        var answer = await SendAsync(new() { ReadAt = Otlp.Now, Days = [new() { Day = old, Totals = [new() { Agent = "codex", OutputTokens = 5, Calls = 2 }] }] });

        AssertAnswer(new(0, 0, 0, Rejected(("no-identity", 1))), answer);
        Assert.Empty(_intake.Ledger.Days);
    }

    [Fact]
    public async Task Accept_CountsOfChanges_AreTakenOfADeviceAndEachForItself()
    {
        var hour = new UsageHour
        {
            Hour = Batch.HourOf(At),
            Changes =
            [
                new() { Agent = "claude-code", Code = 4, Tests = -1, Documentation = 1 }, new() { Agent = "codex", Configuration = 1_000_001, Tests = 2 },
                new() { Agent = "codex", Code = 7 },
            ],
        };

        AssertAnswer(
            new(3, 0, 0, Rejected(("malformed", 1), ("negative-count", 1), ("unreadable-count", 1))),
            await SendAsync(new() { ReadAt = Otlp.Now, Device = "laptop", Hours = [hour] }));
        Assert.Equal(
            [(CounterMeasure.CodeChanges, "claude-code", 4L), (CounterMeasure.DocumentationChanges, "claude-code", 1L), (CounterMeasure.TestChanges, "codex", 2L)],
            _intake.Ledger.Counters.Select(static point => (point.Measure, point.Origin.Agent, point.Value)));
        Assert.All(_intake.Ledger.Counters, point => Assert.Equal(
            (FakeGate.PersonalIdentity, Batch.HourOf(At).ToUnixTimeMilliseconds(), Otlp.Now.ToUnixTimeMilliseconds()),
            (point.Identity, point.AtUnixMs, point.StartUnixMs)));

        // Without a device nothing could be replaced, and what is too old is too old with its hour.
        AssertAnswer(new(0, 0, 0, Rejected(("no-identity", 6))), await SendAsync(new() { ReadAt = Otlp.Now, Hours = [hour] }));
        AssertAnswer(
            new(0, 0, 0, Rejected(("too-old", 7))),
            await SendAsync(new() { ReadAt = Otlp.Now, Device = "laptop", Hours = [hour with { Hour = Batch.HourOf(At).AddDays(-70), Calls = [Batch.Call(At)] }] }));
    }

    [Fact]
    public async Task Accept_ACall_IsTheFactThatTelemetryWouldMatch()
    {
        await SendAsync(Batch.Of(Otlp.Now, Batch.Call(At) with
        {
            Speed = "fast", ServiceTier = "batch", Geography = "regional", WebSearches = 2, IsPartial = true, ReasoningTokens = 7,
            CacheWriteUnknownTokens = 5,
        }));

        Assert.Equal(
            new UsageEvent
            {
                Identity = FakeGate.PersonalIdentity,
                Who = Who.Known,
                Source = Source.LocalLog,
                AtUnixMs = At.ToUnixTimeMilliseconds(),
                Conversation = IngestHarness.Hash.Of(Batch.Conversation),
                Request = IngestHarness.Hash.Of("req_01"),
                Origin = new("claude-code", "anthropic", "claude-opus-4-6"),
                Traits = new(Speed.Fast, ServiceTier.Batch, Geography.Regional),
                Usage = new(12, 15_000, 6_000, 800, 5, 90, 7),
                WebSearches = 2,
                IsPartial = true,
                ParserRevision = 3,
            },
            Assert.Single(_intake.Ledger.Calls));
    }

    [Fact]
    public async Task Accept_NamesThatDoNotFit_BecomeUnknown()
    {
        await SendAsync(Batch.Of(Otlp.Now, Batch.Call(At) with { Agent = "my secret agent", Provider = "a/b", Model = "what the user said" }));

        Assert.Equal(new("unknown", "", "unknown"), Assert.Single(_intake.Ledger.Calls).Origin);
    }

    [Fact]
    public async Task Accept_TheSameTwice_ChangesNothing()
    {
        var batch = Batch.Of(Otlp.Now, Batch.Call(At), Batch.Call(At.AddHours(-1), request: null));

        AssertAnswer(new(2, 0, 0, Rejected()), await SendAsync(batch));
        AssertAnswer(new(0, 2, 0, Rejected()), await SendAsync(batch));
    }

    [Fact]
    public async Task Accept_CallsAlikeWithoutRequestIds_AreAsManyAsTheLogHas()
    {
        var alike = Batch.Call(At, request: null);

        AssertAnswer(new(3, 0, 0, Rejected()), await SendAsync(Batch.Of(Otlp.Now, alike, alike, alike)));
        AssertAnswer(new(1, 3, 0, Rejected()), await SendAsync(Batch.Of(Otlp.Now, alike, alike, alike, alike)));
    }

    [Fact]
    public async Task Accept_LedgerThatCannot_KeepsNothing()
    {
        var batch = UsageBatchJson.Write(Batch.Of(Otlp.Now, Batch.Call(At)));
        _intake.Ledger.IsFull = true;
        Assert.Equal((null, new(IngestOutcomeKind.Busy, "The queue is full.")), await Intake.AcceptAsync(batch, BodyEncoding.Identity, Grant));
        _intake.Ledger.IsFull = false;
        _intake.Ledger.IsBroken = true;
        Assert.Equal(
            (null, new(IngestOutcomeKind.Unavailable, "The store cannot take facts now.")),
            await Intake.AcceptAsync(batch, BodyEncoding.Identity, Grant));
    }

    private BatchIntake Intake => _intake.Services.GetRequiredService<BatchIntake>();

    private async Task<UsageBatchAnswer> SendAsync(UsageBatch batch)
    {
        var (answer, outcome) = await Intake.AcceptAsync(UsageBatchJson.Write(batch), BodyEncoding.Identity, Grant);
        Assert.Equal(new(IngestOutcomeKind.Accepted), outcome);
        return answer!;
    }

    private static SortedDictionary<string, int> Rejected(params (string Reason, int Count)[] reasons) =>
        new(reasons.ToDictionary(reason => reason.Reason, reason => reason.Count));

    private static void AssertAnswer(UsageBatchAnswer expected, UsageBatchAnswer answer)
    {
        Assert.Equal(expected.Rejected, answer.Rejected);
        Assert.Equal(expected, answer with { Rejected = expected.Rejected });
    }
}
