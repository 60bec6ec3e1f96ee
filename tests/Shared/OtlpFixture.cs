using System.Text.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.TestShared;

/// <summary>What a real agent exported in one run, and what its calls truly cost. See tests/fixtures/otlp/README.md.</summary>
internal sealed record OtlpFixture(string Agent, string Case, IReadOnlyList<OtlpFixturePost> Posts, IReadOnlyList<TrueCall> Calls)
{
    public static string Folder { get; } = Repository.PathTo("tests", "fixtures", "otlp");

    /// <param name="agent">The folder of the agent, such as <c>claude-code</c>.</param>
    /// <param name="case">The folder below it, such as <c>http-json-events</c>.</param>
    public static OtlpFixture Load(string agent, string @case)
    {
        var folder = Path.Combine(Folder, agent, @case);
        var posts = Directory.EnumerateFiles(folder)
            .Where(file => Path.GetFileName(file) != "truth.json")
            .Order(StringComparer.Ordinal)
            .Select(OtlpFixturePost.Read);
        using var truth = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "truth.json")));
        var calls = truth.RootElement.GetProperty("calls").EnumerateArray().Select(TrueCall.Read);
        return new(agent, @case, [.. posts], [.. calls]);
    }
}

/// <param name="Signal"><c>logs</c>, <c>metrics</c> or <c>traces</c>.</param>
/// <param name="IsJson">OTLP/JSON; otherwise protobuf.</param>
internal sealed record OtlpFixturePost(string Signal, bool IsJson, byte[] Body)
{
    // 001.logs.json
    public static OtlpFixturePost Read(string file)
    {
        var parts = Path.GetFileName(file).Split('.');
        return new(parts[1], parts[2] == "json", File.ReadAllBytes(file));
    }
}

/// <summary>One model call as the model's side handed it out.</summary>
/// <param name="Conversation">The agent's conversation id; <see langword="null"/> where the model's side cannot see it.</param>
/// <param name="RequestId">The answer's <c>request-id</c> header.</param>
/// <param name="ResponseId">The id inside the answer.</param>
/// <param name="IsMainThread">The agent asked on its main thread; otherwise for a title or the like.</param>
internal sealed record TrueCall(
    string Provider, string Model, string? Conversation, string RequestId, string ResponseId, bool IsMainThread, TokenUsage Usage)
{
    public static TrueCall Read(JsonElement call)
    {
        var tokens = call.GetProperty("tokens");
        return new(
            call.GetProperty("provider").GetString()!,
            call.GetProperty("model").GetString()!,
            call.GetProperty("conversation").GetString(),
            call.GetProperty("requestId").GetString()!,
            call.GetProperty("responseId").GetString()!,
            call.GetProperty("isMainThread").GetBoolean(),
            new(Tokens("uncachedInput"), Tokens("cacheRead"), Tokens("cacheWrite5m"), Tokens("cacheWrite1h"),
                Tokens("cacheWriteUnknown"), Tokens("output"), Tokens("reasoning")));

        long Tokens(string bucket) => tokens.GetProperty(bucket).GetInt64();
    }
}
