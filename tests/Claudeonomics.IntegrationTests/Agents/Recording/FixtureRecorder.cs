using System.Text.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Agents.Running;
using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Recording;

/// <summary>Runs the real agents and writes tests/fixtures/otlp anew. Explicit: see the README there.</summary>
public sealed class FixtureRecorder
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string, string> Cases => RealAgent.AllCases;

    [Theory(Explicit = true)]
    [MemberData(nameof(Cases))]
    public async Task Record(string agent, string @case)
    {
        var (real, agentCase) = RealAgent.Named(agent, @case);
        await using var sink = await OtlpSink.StartAsync();
        await using var api = await ModelApiStandIn.StartAsync(agentCase.Scenario);
        var target = TelemetryTarget.To(sink, agentCase);
        using var run = await real.RunAsync(api, target);
        run.Succeeded();
        Save(agent, @case, sink, Truth(agent, run.Conversation, api.HandedOut),
        [
            (run.Home.Path, "/home/dev"),
            (TestShared.Repository.PathTo("tests", "agents"), "/opt/agents"),
            (api.Address.Authority, "127.0.0.1:4000"),
            (new Uri(target.Base).Authority, "127.0.0.1:4318"),
        ]);
    }

    [Theory(Explicit = true)]
    [InlineData("http/protobuf", "2024")]
    [InlineData("http/protobuf", "2025")]
    [InlineData("http/protobuf", "2026")]
    [InlineData("grpc", "2026")]
    public async Task RecordGenAiApp(string protocol, string names)
    {
        await using var sink = await OtlpSink.StartAsync();
        var calls = GenAiApp.Calls(Scenario.ForOpenAiResponses);
        var conversation = GenAiApp.Tell(
            TelemetryTarget.To(sink, AgentCase.All(OtlpNames.ProtocolNamed(protocol), Scenario.ForOpenAiResponses)),
            Enum.Parse<GenAiNames>("Of" + names), calls);
        Save("otel-dotnet", $"{protocol.Replace('/', '-')}-all-{names}", sink, Truth("otel-dotnet", conversation, calls), []);
    }

    private static void Save(
        string agent, string name, OtlpSink sink, JsonObject truth, IReadOnlyList<(string Find, string Put)> replacements)
    {
        var folder = Path.Combine(TestShared.OtlpFixture.Folder, agent, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var scrubber = new FixtureScrubber(replacements);
        var posts = sink.Posts;
        for (var i = 0; i < posts.Count; i++)
        {
            Write(folder, i + 1, posts[i], scrubber);
        }

        File.WriteAllText(Path.Combine(folder, "truth.json"), truth.ToJsonString(Indented) + "\n");
    }

    private static void Write(string folder, int number, RecordedPost post, FixtureScrubber scrubber)
    {
        var message = post.IsJson
            ? (JsonObject)JsonNode.Parse(post.Message)!
            : OtlpProtobuf.Decode(post.Signal, post.Message);
        scrubber.Scrub(message);
        var file = Path.Combine(folder, $"{number:D3}.{post.Signal.PathName()}");
        if (post.IsJson)
        {
            File.WriteAllText(file + ".json", message.ToJsonString(new() { Encoder = Indented.Encoder }) + "\n");
        }
        else
        {
            File.WriteAllBytes(file + ".pb", OtlpProtobuf.Encode(post.Signal, message));
        }
    }

    private static JsonObject Truth(string agent, string conversation, IReadOnlyList<HandedOut> calls) => new()
    {
        ["agent"] = agent,
        ["calls"] = new JsonArray([.. calls.Select(call => new JsonObject
        {
            ["provider"] = call.Provider,
            ["model"] = call.Model,
            ["conversation"] = conversation,
            ["requestId"] = call.RequestId,
            ["responseId"] = call.ResponseId,
            ["at"] = call.At,
            ["isMainThread"] = call.IsScripted,
            ["tokens"] = new JsonObject
            {
                ["uncachedInput"] = call.Usage.UncachedInputTokens,
                ["cacheRead"] = call.Usage.CacheReadTokens,
                ["cacheWrite5m"] = call.Usage.CacheWrite5mTokens,
                ["cacheWrite1h"] = call.Usage.CacheWrite1hTokens,
                ["cacheWriteUnknown"] = call.Usage.CacheWriteUnknownTokens,
                ["output"] = call.Usage.OutputTokens,
                ["reasoning"] = call.Usage.ReasoningTokens,
            },
        })]),
    };
}
