namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>Qwen Code's rules, which are in the README beside its reader.</summary>
public sealed class QwenCodeLogTests : IDisposable
{
    private const string Chats = ".qwen/projects/-home-dev-app/chats/";
    private const string Response = """{"uuid":"u1","sessionId":"q-1","timestamp":"2026-10-05T10:00:05.003Z","type":"system","cwd":"/home/dev/app","subtype":"ui_telemetry","systemPayload":{"uiEvent":{"event.name":"qwen-code.api_response","event.timestamp":"2026-10-05T10:00:05.000Z","response_id":"chatcmpl-1","model":"qwen3-coder-plus","input_token_count":5284,"output_token_count":91,"cached_content_token_count":4864,"thoughts_token_count":17,"total_token_count":5375}}}""";
    private const string Message = """{"uuid":"u2","sessionId":"q-1","timestamp":"2026-10-05T10:00:05.010Z","type":"assistant","cwd":"/home/dev/app","model":"qwen3-coder-plus","message":{},"usageMetadata":{"promptTokenCount":5284,"candidatesTokenCount":91,"thoughtsTokenCount":17,"totalTokenCount":5375,"cachedContentTokenCount":4864}}""";
    private const string Usage = """{"schemaVersion":1,"id":"r1","timestamp":"2026-10-05T10:00:04.998Z","localDate":"2026-10-05","localMonth":"2026-10","sessionId":"q-1","model":"qwen3-coder-plus","authType":"openai","source":"main","inputTokens":5284,"outputTokens":91,"cachedTokens":4864,"thoughtsTokens":17,"totalTokens":5375,"apiDurationMs":75}""";
    private const string Counts = "input=420 read=4864 output=91 reasoning=17";
    private const string Seen = "2026-10-05T10:00:05.000Z qwen-code qwen3-coder-plus q-1 /home/dev/app " + Counts;

    private readonly LogHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Read_AllRecordsOfOneAnswer_CountItOnceAsTheApiToldIt() => _home
        .Write(Chats + "q-1.jsonl", Response, Message)
        .Write(".qwen/projects/-home-dev-app/subagents/q-1/agent-a.jsonl", Message.Replace("u2", "u3", StringComparison.Ordinal))
        .Write(".qwen/usage/token-usage-2026-10.jsonl", Usage)
        .Reads(Seen);

    [Fact]
    public void Read_DeletedConversation_LivesOnInTheMonthsLog() => _home
        .Write(".qwen/usage/token-usage-2026-10.jsonl", Usage)
        .Reads("2026-10-05T10:00:04.998Z qwen-code qwen3-coder-plus q-1 - " + Counts);

    [Fact]
    public void Read_MessageWithoutAResponse_Counts() => _home
        .Write(Chats + "q-1.jsonl", Message, Response.Replace("5284", "5285", StringComparison.Ordinal).Replace("5375", "5376", StringComparison.Ordinal))
        .Reads(
            Seen.Replace("input=420", "input=421", StringComparison.Ordinal),
            "2026-10-05T10:00:05.010Z qwen-code qwen3-coder-plus q-1 /home/dev/app " + Counts);

    [Fact]
    public void Read_BranchedAndArchivedCopies_CountOnceInTheirFirstConversation() => _home
        .Write(Chats + "q-2.jsonl",
            Response.Replace("\"q-1\"", "\"q-2\",\"forkedFrom\":{\"sessionId\":\"q-1\",\"messageUuid\":\"u1\"}", StringComparison.Ordinal),
            Message.Replace("\"q-1\"", "\"q-2\",\"forkedFrom\":{\"sessionId\":\"q-1\",\"messageUuid\":\"u2\"}", StringComparison.Ordinal))
        .Write(Chats + "archive/q-1.jsonl", Response, Message)
        .Write(".qwen/usage/token-usage-2026-10.jsonl", Usage)
        .Reads(Seen);

    [Fact]
    public void Read_ThoughtsBesideOutput_AreAddedWhereTheTotalSaysSo() => _home
        .Write(Chats + "q-1.jsonl", Response.Replace("\"total_token_count\":5375", "\"total_token_count\":5392", StringComparison.Ordinal))
        .Reads(Seen.Replace("output=91", "output=108", StringComparison.Ordinal));

    [Fact]
    public void Read_GatewayWithOneIdForAllAnswers_CountsEach() => _home
        .Write(Chats + "q-1.jsonl", Response, Response.Replace("5284", "5285", StringComparison.Ordinal).Replace("5375", "5376", StringComparison.Ordinal))
        .Reads(Seen, Seen.Replace("input=420", "input=421", StringComparison.Ordinal));
}
