using System.Text;
using Claudeonomics.Core.Wire;
using Claudeonomics.TestShared.Wire;

namespace Claudeonomics.Tests.Wire;

public sealed class UsageBatchJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 10, 3, 5, 123, TimeSpan.Zero);

    [Fact]
    public void Write_ACall_SaysWhatIsKnownAndNoMore()
    {
        var text = Encoding.UTF8.GetString(UsageBatchJson.Write(Batch.Of(At.AddMinutes(1), Batch.Call(At)) with { Device = "dv1" }));

        Assert.Equal(
            """
            {"version":1,"device":"dv1","readAt":"2026-11-21T10:04:05.123Z","hours":[{"hour":"2026-11-21T10:00:00Z","calls":[
            {"conversation":"0b7c6a1e-5d2f-4b7a-9a61-2f1de3a6c001","request":"req_01","at":"2026-11-21T10:03:05.123Z","parserRevision":3,
            "agent":"claude-code","provider":"anthropic","model":"claude-opus-4-6","uncachedInputTokens":12,"cacheReadTokens":15000,
            "cacheWrite5mTokens":6000,"cacheWrite1hTokens":800,"outputTokens":90}]}]}
            """.ReplaceLineEndings(""),
            text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_WhatWasWritten_IsTheSame(bool isIndented)
    {
        var call = Batch.Call(At) with
        {
            Speed = "fast", ServiceTier = "priority", Geography = "us", WebSearches = 2, IsPartial = true, ReasoningTokens = 7,
            CacheWriteUnknownTokens = 5,
        };
        var batch = Batch.Of(At.AddMinutes(1), call, Batch.Call(At.AddHours(2), request: null)) with { Device = "dv1" };

        var read = UsageBatchJson.Read(UsageBatchJson.Write(batch, isIndented), maxRecords: 2);

        Assert.Null(read.Problem);
        Assert.Equal((batch.Version, batch.Device, batch.ReadAt), (read.Batch!.Version, read.Batch.Device, read.Batch.ReadAt));
        Assert.Equal(batch.Hours.Select(hour => hour.Hour), read.Batch.Hours.Select(hour => hour.Hour));
        Assert.Equal(batch.Hours.SelectMany(hour => hour.Calls), read.Batch.Hours.SelectMany(hour => hour.Calls));
    }

    [Theory]
    [InlineData("""{"version":2,"readAt":"2026-11-21T10:00:00Z","hours":[]}""", "version 2 is unknown here; this server knows 1.")]
    [InlineData("""{"version":1,"readAt":"yesterday","hours":[]}""", "readAt says when the logs were read, in ISO 8601; it is missing or none.")]
    [InlineData("""{"version":1,"readAt":"2026-11-21T10:00:00Z","hours":null}""", "hours and their calls are lists of objects.")]
    [InlineData("""{"version":1,"readAt":"2026-11-21T10:00:00Z","hours":[{"hour":"2026-11-21T10:00:00Z","calls":[null]}]}""", "hours and their calls are lists of objects.")]
    [InlineData("""{"version":1,"readAt":"2026-11-21T10:00:00Z","hours":[{"hour":"2026-11-21T10:00:01Z","calls":[]}]}""", "Each hour is there once, and named by its first moment: 2026-11-21T10:00:00Z.")]
    [InlineData("""{"version":1,"readAt":"2026-11-21T10:00:00Z","hours":[{"hour":"2026-11-21T10:00:00Z","calls":[]},{"hour":"2026-11-21T11:00:00+01:00","calls":[]}]}""", "Each hour is there once, and named by its first moment: 2026-11-21T10:00:00Z.")]
    [InlineData("null", "The body is null.")]
    [InlineData("""{"version":1,"readAt":"2026-11-21T10:00:00Z","hours":[{"calls":["canary-otter"]}]}""", "The body is not a usage batch: $.hours[0].calls[0] at line 1 does not fit.")]
    [InlineData("{\"hours\":[\n\"canary-otter", "The body is not a usage batch: $ at line 2 does not fit.")]
    public void Read_NoBatch_SaysWhyWithoutRepeatingIt(string body, string problem) =>
        Assert.Equal(new(null, problem), UsageBatchJson.Read(Encoding.UTF8.GetBytes(body), maxRecords: 10));

    [Fact]
    public void Read_MoreRecordsThanAllowed_IsTooMany()
    {
        var batch = UsageBatchJson.Write(Batch.Of(At, Batch.Call(At), Batch.Call(At, "req_02"), Batch.Call(At, "req_03")));

        Assert.Equal(new(null, "More than 2 records.", HasTooMany: true), UsageBatchJson.Read(batch, maxRecords: 2));
        Assert.NotNull(UsageBatchJson.Read(batch, maxRecords: 3).Batch);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    public void Read_FloodOfRecords_IsTooManyBeforeAnyIsMade(string record)
    {
        var flood = Encoding.UTF8.GetBytes($$"""{"version":1,"hours":[{"calls":[{{string.Join(',', Enumerable.Repeat(record, 2_000_000))}}]}]}""");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(UsageBatchJson.Read(flood, maxRecords: 100_000).HasTooMany);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_MembersWithoutAValue_AreNoRecords()
    {
        var body = """
            {"version":1,"device":null,"readAt":"2026-11-21T10:00:00Z","days":null,"hours":[{"hour":"2026-11-21T10:00:00Z","changes":null,
            "calls":[{"conversation":"c","request":null,"model":null,"provider":null,"speed":null,"outputTokens":4}]}]}
            """;

        Assert.Equal([new() { Conversation = "c", OutputTokens = 4 }], UsageBatchJson.Read(Encoding.UTF8.GetBytes(body), maxRecords: 1).Batch!.Hours[0].Calls);
    }

    [Fact]
    public void Read_ValuesThatDoNotFit_SpoilTheirOwnRecordOnly()
    {
        var body = """
            {"version":1,"readAt":"2026-11-21T10:00:00.5+00:00","note":{"of":["a newer program"]},"hours":[{"hour":"2026-11-21T10:00:00Z","calls":[
            {"conversation":12,"request":["r"],"at":"soon","uncachedInputTokens":"12","outputTokens":1.5,"cacheReadTokens":1e99,"parserRevision":{}},
            {"conversation":"c","outputTokens":-4,"model":null}]}]}
            """;

        var calls = UsageBatchJson.Read(Encoding.UTF8.GetBytes(body), maxRecords: 10).Batch!.Hours[0].Calls;

        Assert.Equal(
            [
                new()
                {
                    Conversation = "", Request = "", UncachedInputTokens = long.MaxValue, OutputTokens = long.MaxValue,
                    CacheReadTokens = long.MaxValue, ParserRevision = long.MaxValue,
                },
                new() { Conversation = "c", OutputTokens = -4 },
            ],
            calls);
    }
}
