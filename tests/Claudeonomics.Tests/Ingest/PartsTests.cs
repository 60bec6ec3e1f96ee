using System.Text;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Ingest.Mapping;
using Claudeonomics.Server.Ingest.Otlp;

namespace Claudeonomics.Tests.Ingest;

public sealed class PartsTests
{
    [Theory]
    [InlineData("2026-11-21T21:20:00.123Z", 1795296000123)]
    [InlineData("2026-11-21T21:20:00Z", 1795296000000)]
    [InlineData("2026-11-21T21:20:00.1Z", 1795296000100)]
    [InlineData("2026-11-21T21:20:00.123456789Z", 1795296000123)]
    [InlineData("2026-11-21T23:20:00.123+02:00", 1795296000123)]
    [InlineData("2026-11-21 15:50:00.123-05:30", 1795296000123)]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2024-02-29T23:59:60Z", 1709251200000)]
    public void ParseUnixMs_Times_AreMilliseconds(string text, long expected) =>
        Assert.Equal(expected, EventTime.ParseUnixMs(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday at half past nine")]
    [InlineData("2026-11-21T21:20:00")]
    [InlineData("2026-11-21T21:20:00.")]
    [InlineData("2026-11-21T21:20:00.123")]
    [InlineData("2026-11-21T21:20:00.Z")]
    [InlineData("2026-13-21T21:20:00Z")]
    [InlineData("2026-02-29T21:20:00Z")]
    [InlineData("2026-11-00T21:20:00Z")]
    [InlineData("2026-11-21T24:20:00Z")]
    [InlineData("2026-11-21T21:20:00+2:00")]
    [InlineData("2026-11-21T21:20:00+24:00")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2026-11-21T21:20:0\u00c9Z")]
    public void ParseUnixMs_AnythingElse_IsNull(string text) =>
        Assert.Null(EventTime.ParseUnixMs(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void IndexOf_EveryNameAndItsNeighbours_AreToldApart()
    {
        string[] names =
        [
            "", "a", "ab", "abc", "abcd", "abcdefg", "abcdefgh", "abcdefghi", "model", "type", "tool_name", "session.id",
            "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens", "gen_ai.usage.input_tokens",
            "gen_ai.usage.output_tokens", "cache_read_tokens", "cache_creation_tokens",
        ];
        var table = new NameTable(names);
        for (var i = 0; i < names.Length; i++)
        {
            Assert.Equal(i, table.IndexOf(Encoding.UTF8.GetBytes(names[i])));
            Assert.Equal(-1, table.IndexOf(Encoding.UTF8.GetBytes(names[i] + "?")));
            Assert.Equal(-1, table.IndexOf(Encoding.UTF8.GetBytes("?" + names[i])));
        }
    }

    [Fact]
    public void Of_SameNames_IsTheSameOrigin()
    {
        var origins = new OriginTable([]);
        var first = origins.Of("claude-code"u8, "anthropic"u8, "claude-opus-4-6"u8).Origin;
        Assert.Equal(new CallOrigin("claude-code", "anthropic", "claude-opus-4-6"), first);
        Assert.Same(first, origins.Of("claude-code"u8, "anthropic"u8, "claude-opus-4-6"u8).Origin);
    }

    [Theory]
    [InlineData("", "", "", "unknown", "", "unknown")]
    [InlineData("my agent", "some provider", "claude opus", "unknown", "", "unknown")]
    [InlineData("ann@corp", "a/b", "please write a poem", "unknown", "", "unknown")]
    [InlineData("a", "b", "us.anthropic.claude-opus-4-6-v1:0[1m]/x+y@z", "a", "b", "us.anthropic.claude-opus-4-6-v1:0[1m]/x+y@z")]
    public void Of_NamesThatDoNotFit_AreUnknown(
        string agent, string provider, string model, string agentExpected, string providerExpected, string modelExpected) =>
        Assert.Equal(
            new CallOrigin(agentExpected, providerExpected, modelExpected),
            new OriginTable([]).Of(Encoding.UTF8.GetBytes(agent), Encoding.UTF8.GetBytes(provider), Encoding.UTF8.GetBytes(model)).Origin);

    [Fact]
    public void Of_NamesTooLong_AreUnknown()
    {
        var origins = new OriginTable([]);
        Assert.Equal(new string('m', 128), origins.Of("a"u8, default, Encoding.ASCII.GetBytes(new string('m', 128))).Origin.Model);
        Assert.Equal("unknown", origins.Of("a"u8, default, Encoding.ASCII.GetBytes(new string('m', 129))).Origin.Model);
        Assert.Equal("unknown", origins.Of(Encoding.ASCII.GetBytes(new string('a', 65)), default, "m"u8).Origin.Agent);
    }

    [Fact]
    public void Of_FloodOfNames_IsBoundedAndLeavesKnownOnesAlone()
    {
        var origins = new OriginTable(["claude-code"]);
        var early = origins.Of("claude-code"u8, "anthropic"u8, "claude-opus-4-6"u8).Origin;
        var seen = new HashSet<CallOrigin>();
        for (var i = 0; i < 30_000; i++)
        {
            seen.Add(origins.Of(
                Encoding.ASCII.GetBytes($"agent-{i % 1_009}"), Encoding.ASCII.GetBytes($"provider-{i % 101}"), Encoding.ASCII.GetBytes($"model-{i}")).Origin);
        }

        Assert.InRange(seen.Select(origin => origin.Model).Distinct().Count(), 2, OriginTable.MaxModels);
        Assert.InRange(seen.Select(origin => origin.Agent).Distinct().Count(), 2, OriginTable.MaxAgents);
        Assert.InRange(seen.Select(origin => origin.Provider).Distinct().Count(), 2, OriginTable.MaxProviders + 1);
        Assert.InRange(seen.Count, 2, OriginTable.MaxOrigins + OriginTable.MaxAgents);
        Assert.Equal(new CallOrigin("claude-code", "anthropic", "other"), origins.Of("claude-code"u8, "anthropic"u8, "late"u8).Origin with { Provider = "anthropic" });
        Assert.Same(early, origins.Of("claude-code"u8, "anthropic"u8, "claude-opus-4-6"u8).Origin);
    }

    [Fact]
    public void Item_BeforeAndAfterBegin_IsAbsent()
    {
        var ask = new AttributeNames();
        var name = ask.Ask("a");
        var attributes = new AttributeSet(ask.ToTable());
        Begin(attributes);
        Assert.Equal(ValueKind.Absent, attributes[name].Kind);
        attributes.Put(AttributeLayer.Record, name.Place).Kind = ValueKind.Integer;
        Assert.Equal(ValueKind.Integer, attributes[name].Kind);
        attributes.Begin(AttributeLayer.Record);
        Assert.Equal(ValueKind.Absent, attributes[name].Kind);
    }

    [Fact]
    public void Item_SeveralLayers_TheNearestWins()
    {
        var ask = new AttributeNames();
        var name = ask.Ask("a");
        var attributes = new AttributeSet(ask.ToTable());
        Begin(attributes);
        foreach (var layer in new[] { AttributeLayer.Resource, AttributeLayer.Scope, AttributeLayer.Record })
        {
            attributes.Put(layer, name.Place).Bits = (int)layer;
            Assert.Equal((int)layer, attributes[name].Bits);
        }
    }

    [Theory]
    [InlineData("20", "64", "256", true)]
    [InlineData("20", "64", "255", false)]
    [InlineData("0", "64", "256", false)]
    [InlineData("20", "64", "0", false)]
    public void Validate_Bounds_MustMakeSenseTogether(string request, string decompressed, string inFlight, bool expected)
    {
        var options = new IngestOptions
        {
            MaxRequestMiB = int.Parse(request, null), MaxDecompressedMiB = int.Parse(decompressed, null), MaxBodiesInFlightMiB = int.Parse(inFlight, null),
        };
        var results = new[] { new IngestOptionsValidator().Validate(null, options), new IngestBoundsValidator().Validate(null, options) };
        Assert.Equal(expected, results.All(result => !result.Failed));
    }

    [Fact]
    public void Response_Rejections_AreSpelledAsTheSignalHasThem()
    {
        var signal = new OtlpSignal("logs", null!, JsonMessage.Logs, "", "rejectedLogRecords");
        var outcome = new IngestOutcome(IngestOutcomeKind.Accepted, "2 rejected: too-old 2", 2);
        Assert.Equal(
            "{\"partialSuccess\":{\"rejectedLogRecords\":\"2\",\"errorMessage\":\"2 rejected: too-old 2\"}}",
            Encoding.UTF8.GetString(OtlpAnswer.Response(signal, outcome, BodyFormat.Json)));
        Assert.Equal(
            "0a1908021215" + Convert.ToHexStringLower("2 rejected: too-old 2"u8),
            Convert.ToHexStringLower(OtlpAnswer.Response(signal, outcome, BodyFormat.Protobuf)));
    }

    [Fact]
    public void Response_NothingRejected_LeavesPartialSuccessUnset()
    {
        var signal = new OtlpSignal("logs", null!, JsonMessage.Logs, "", "rejectedLogRecords");
        var outcome = new IngestOutcome(IngestOutcomeKind.Accepted);
        Assert.Equal("{}"u8.ToArray(), OtlpAnswer.Response(signal, outcome, BodyFormat.Json));
        Assert.Empty(OtlpAnswer.Response(signal, outcome, BodyFormat.Protobuf));
    }

    [Fact]
    public void Status_Failure_IsCodeAndMessage()
    {
        var outcome = new IngestOutcome(IngestOutcomeKind.Malformed, "no");
        Assert.Equal("{\"code\":3,\"message\":\"no\"}", Encoding.UTF8.GetString(OtlpAnswer.Status(outcome, BodyFormat.Json)));
        Assert.Equal("080312026e6f", Convert.ToHexStringLower(OtlpAnswer.Status(outcome, BodyFormat.Protobuf)));
    }

    private static void Begin(AttributeSet attributes)
    {
        attributes.Begin(AttributeLayer.Resource);
        attributes.Begin(AttributeLayer.Scope);
        attributes.Begin(AttributeLayer.Record);
    }
}
