namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>GitHub Copilot's rules, which are in the README beside its reader.</summary>
public sealed class CopilotLogTests : IDisposable
{
    private const string Events = ".copilot/session-state/s-1/events.jsonl";
    private const string Telemetry = ".copilot/otel/a.jsonl";
    private const string Chat = ".config/Code/User/workspaceStorage/w1/chatSessions/v-1.jsonl";
    private const string Start = """{"type":"session.start","data":{"sessionId":"s-1","version":1,"context":{"cwd":"/home/dev/app"}},"id":"e1","timestamp":"2026-10-05T10:00:00.000Z"}""";
    private const string Record = """{"type":"session.usage_record","data":{"usage":{"model":"gpt-4.1","inputTokens":5284,"outputTokens":91,"cacheReadTokens":4864,"cacheWriteTokens":20,"reasoningTokens":17,"apiCallId":"chatcmpl-1","accounting":{"sourceSessionId":"s-1"}}},"id":"e2","timestamp":"2026-10-05T10:00:05.000Z"}""";
    private const string Shutdown = """{"type":"session.shutdown","data":{"modelMetrics":{"gpt-4.1":{"requests":{"count":3},"usage":{"inputTokens":15665,"outputTokens":374,"cacheReadTokens":10112,"reasoningTokens":81}},"claude-sonnet-4.5":{"usage":{"inputTokens":10,"outputTokens":1}}}},"id":"e3","timestamp":"2026-10-05T10:00:06.000Z"}""";
    private const string Span = """{"type":"span","traceId":"t1","spanId":"p1","name":"chat gpt-4.1","startTime":[1791194404,0],"endTime":[1791194405,500000000],"attributes":{"gen_ai.operation.name":"chat","gen_ai.conversation.id":"s-1","gen_ai.response.id":"chatcmpl-1","gen_ai.response.model":"gpt-4.1","gen_ai.usage.input_tokens":5284,"gen_ai.usage.output_tokens":91,"gen_ai.usage.cache_read.input_tokens":4864,"gen_ai.usage.cache_creation.input_tokens":20,"gen_ai.usage.reasoning_tokens":17}}""";
    private const string Counts = "input=400 read=4864 write=20 output=91 reasoning=17";
    private const string Seen = "2026-10-05T10:00:05.000Z github-copilot gpt-4.1 s-1 /home/dev/app " + Counts;

    private readonly LogHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Read_SameAnswerInEventsAndTelemetry_CountsOnceAndSumsGiveWay() => _home
        .Write(Events, Start, Record, Shutdown)
        .Write(Telemetry, Span)
        .Reads(Seen);

    [Fact]
    public void Read_VersionWithoutRecords_CountsItsLargestSums() => _home
        .Write(Events, Start, Shutdown.Replace("15665", "5000", StringComparison.Ordinal).Replace("374", "100", StringComparison.Ordinal), Shutdown)
        .Reads(
            "2026-10-05T10:00:06.000Z github-copilot claude-sonnet-4.5 s-1 /home/dev/app input=10 output=1 sum",
            "2026-10-05T10:00:06.000Z github-copilot gpt-4.1 s-1 /home/dev/app input=5553 read=10112 output=374 reasoning=81 sum");

    [Fact]
    public void Read_ForkedSession_CountsItsSourcesCallsOnce() => _home
        .Write(Events, Start, Record)
        .Write(".copilot/session-state/s-2/events.jsonl", Start.Replace("s-1", "s-2", StringComparison.Ordinal), Record)
        .Reads(Seen);

    [Fact]
    public void Read_TelemetryOfVsCode_CountsWhatIsNearestToTheModel() => _home
        .Write(Telemetry,
            """{"hrTime":[1791194405,400000000],"spanContext":{"traceId":"t1","spanId":"p1"},"_body":"GenAI inference: gpt-4.1","attributes":{"event.name":"gen_ai.client.inference.operation.details","gen_ai.response.id":"chatcmpl-1","gen_ai.response.model":"gpt-4.1","gen_ai.usage.input_tokens":5284,"gen_ai.usage.output_tokens":91}}""",
            Span.Replace("\"type\":\"span\",\"traceId\":\"t1\",\"spanId\":\"p1\"", "\"_spanContext\":{\"traceId\":\"t1\",\"spanId\":\"p1\"}", StringComparison.Ordinal),
            """{"hrTime":[1791194406,0],"spanContext":{"traceId":"t1","spanId":"p0"},"_body":"copilot_chat.agent.turn: 0","attributes":{"event.name":"copilot_chat.agent.turn","gen_ai.usage.input_tokens":5284,"gen_ai.usage.output_tokens":91}}""",
            """{"_spanContext":{"traceId":"t1","spanId":"p0"},"name":"invoke_agent copilot","startTime":[1791194400,0],"endTime":[1791194409,0],"attributes":{"gen_ai.operation.name":"invoke_agent","gen_ai.usage.input_tokens":5284,"gen_ai.usage.output_tokens":91}}""",
            """{"type":"metric","name":"gen_ai.client.inference.usage.input_tokens","dataPoints":[{"value":5284}]}""")
        .Reads("2026-10-05T10:00:05.500Z github-copilot gpt-4.1 s-1 - " + Counts);

    [Fact]
    public void Read_TelemetryWithSumsOnly_CountsTheNearestSums() => _home
        .Write(Telemetry,
            """{"hrTime":[1791194406,0],"spanContext":{"traceId":"t2","spanId":"p0"},"_body":"copilot_chat.agent.turn: 0","attributes":{"session.id":"s-9","gen_ai.usage.input_tokens":50,"gen_ai.usage.output_tokens":9}}""",
            """{"hrTime":[1791194407,0],"spanContext":{"traceId":"t2","spanId":"p0"},"_body":"copilot_chat.agent.turn: 1","attributes":{"session.id":"s-9","gen_ai.usage.input_tokens":60,"gen_ai.usage.output_tokens":9}}""",
            """{"type":"span","traceId":"t2","spanId":"p0","name":"invoke_agent","startTime":[1791194400,0],"endTime":[1791194409,0],"attributes":{"gen_ai.usage.input_tokens":110,"gen_ai.usage.output_tokens":18}}""",
            """{"type":"span","traceId":"t3","spanId":"p0","name":"invoke_agent","startTime":[1791194400,0],"endTime":[1791194410,0],"attributes":{"gen_ai.conversation.id":"s-8","gen_ai.request.model":"gpt-5","gen_ai.usage.input_tokens":70,"gen_ai.usage.output_tokens":7}}""")
        .Reads(
            "2026-10-05T10:00:06.000Z github-copilot unknown s-9 - input=50 output=9",
            "2026-10-05T10:00:07.000Z github-copilot unknown s-9 - input=60 output=9",
            "2026-10-05T10:00:10.000Z github-copilot gpt-5 s-8 - input=70 output=7 sum");

    [Fact]
    public void Read_ChatOfVsCode_TellsTheLastCallOfEachRequest() => _home
        .Write(".config/Code/User/workspaceStorage/w1/workspace.json", """{"folder":"file:///home/dev/my%20app"}""")
        .Write(Chat,
            """{"kind":0,"v":{"sessionId":"v-1","requests":[{"requestId":"r0","timestamp":1791194400000,"modelId":"other/model","promptTokens":5,"completionTokens":5}]}}""",
            """{"kind":2,"k":["requests"],"v":[{"requestId":"r1","timestamp":1791194401000,"modelId":"copilot/auto"}]}""",
            """{"kind":1,"k":["requests",1,"promptTokens"],"v":30000}""",
            """{"kind":1,"k":["requests",1,"response"],"v":["\"requests\""]}""",
            """{"kind":1,"k":["requests",1,"promptTokens"],"v":42000}""",
            """{"kind":1,"k":["requests",1,"result"],"v":{"metadata":{"promptTokens":1,"outputTokens":700,"resolvedModel":"claude-sonnet-4.5"}}}""",
            """{"kind":1,"k":["requests",99,"promptTokens"],"v":9}""",
            """{"kind":2,"k":["requests"],"v":[{"requestId":"r2","timestamp":1791194402000,"modelId":"copilot/gpt-5","promptTokens":9,"completionTokens":1}]}""",
            """{"kind":2,"k":["requests"],"i":2,"v":[{"requestId":"r3","timestamp":1791194403000,"modelId":"copilot/gpt-5","promptTokens":10,"completionTokens":2}]}""")
        .Reads(
            "2026-10-05T10:00:01.000Z github-copilot claude-sonnet-4.5 v-1 /home/dev/my app input=42000 output=700 partial",
            "2026-10-05T10:00:03.000Z github-copilot gpt-5 v-1 /home/dev/my app input=10 output=2 partial");

    [Fact]
    public void Read_ChatOfVsCodeWithTelemetry_GivesWayToIt() => _home
        .Write(Chat, """{"kind":0,"v":{"requests":[{"requestId":"r1","timestamp":1791194401000,"modelId":"copilot/gpt-4.1","promptTokens":5,"completionTokens":5}]}}""")
        .Write(Telemetry, Span.Replace("\"gen_ai.conversation.id\":\"s-1\"", "\"gen_ai.conversation.id\":\"s-1\",\"copilot_chat.chat_session_id\":\"v-1\"", StringComparison.Ordinal))
        .Reads("2026-10-05T10:00:05.500Z github-copilot gpt-4.1 s-1 - " + Counts);
}
