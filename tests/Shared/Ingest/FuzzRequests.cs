namespace Claudeonomics.TestShared.Ingest;

/// <summary>Well-formed requests that make no sense: known names with unlikely values, in every combination.</summary>
internal static class FuzzRequests
{
    private static readonly string[] Services =
        ["claude-code", "codex_exec", "gemini-cli", "qwen-code", "github-copilot", "copilot-chat", "bot", "unknown_service:x", ""];

    private static readonly string[] Scopes = ["com.anthropic.claude_code.events", "gemini-cli", "qwen-code", "github.copilot", "codex", "s", ""];

    private static readonly string[] Names =
    [
        "claude_code.api_request", "claude_code.user_prompt", "claude_code.tool_decision", "claude_code.tool_result", "codex.sse_event",
        "codex.user_prompt", "codex.tool_decision", "gemini_cli.api_response", "gemini_cli.tool_call", "gemini_cli.user_prompt",
        "qwen-code.api_response", "gen_ai.client.inference.operation.details", "claude_code.llm_request", "claude_code.token.usage",
        "claude_code.active_time.total", "claude_code.lines_of_code.count", "claude_code.code_edit_tool.decision", "gemini_cli.token.usage",
        "qwen-code.token.usage", "gemini_cli.lines.changed", "gen_ai.client.token.usage", "gen_ai.client.inference.usage.input_tokens", "chat", "",
    ];

    private static readonly string[] Attributes =
    [
        "event.name", "event.timestamp", "event.sequence", "event.kind", "session.id", "conversation.id", "gen_ai.conversation.id",
        "user.email", "enduser.id", "user.account_id", "user.id", "installation.id", "model", "type", "decision", "source", "tool_name",
        "tool_use_id", "function_name", "input_tokens", "output_tokens", "cache_read_tokens", "cache_creation_tokens", "cost_usd",
        "cost_usd_micros", "request_id", "speed", "input_token_count", "output_token_count", "cached_token_count", "reasoning_token_count",
        "cached_content_token_count", "thoughts_token_count", "tool_token_count", "total_token_count", "interactive", "duration_ms",
        "gen_ai.operation.name", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.cache_read.input_tokens",
        "gen_ai.usage.reasoning.output_tokens", "gen_ai.response.model", "gen_ai.response.id", "gen_ai.token.type", "gen_ai.provider.name", "other",
    ];

    public static (string Signal, OtlpNode Request) Make(Random random)
    {
        var records = random.Next(1, 5);
        return random.Next(3) switch
        {
            0 => ("logs", Otlp.Logs(Resource(random), Pick(Scopes, random), [.. Many(records, () => Otlp.Log(
                random.Next(10) == 0 ? null : Time(random), random.Next(3) == 0 ? null : Pick(Names, random), Some(random))
                .Add(9, "traceId", NodeKind.Hex, random.Next(2) == 0 ? null : new byte[random.Next(17)])
                .Add(12, "eventName", NodeKind.Text, random.Next(3) == 0 ? Pick(Names, random) : null))])),
            1 => ("traces", Otlp.Traces(Resource(random), Pick(Scopes, random), [.. Many(records, () => Otlp.Span(
                Pick(Names, random), random.Next(10) == 0 ? null : Time(random), new byte[random.Next(17)], new byte[random.Next(9)], Some(random)))])),
            _ => ("metrics", Otlp.Metrics(Resource(random), Pick(Scopes, random), [.. Many(records, () => random.Next(2) == 0
                ? Otlp.Sum(Pick(Names, random), random.Next(4), Otlp.Point(
                    Time(random), Time(random), random.Next(2) == 0 ? Number(random) : random.NextInt64(), Some(random)))
                : Otlp.Histogram(Pick(Names, random), random.Next(4), Otlp.HistogramPoint(Time(random), Time(random), Number(random), Some(random))))])),
        };
    }

    private static object[] Resource(Random random) => ["service.name", Pick(Services, random), .. Some(random).Select(value => value ?? "")];

    private static object?[] Some(Random random) =>
        [.. Many(random.Next(0, 25), () => new[] { Pick(Attributes, random), Value(random, 0) }).SelectMany(pair => pair)];

    private static object? Value(Random random, int depth) => random.Next(14) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => Number(random),
        3 => random.NextInt64(long.MinValue, long.MaxValue),
        4 => depth > 3 ? "deep" : new object?[] { Value(random, depth + 1), Value(random, depth + 1) },
        5 => new byte[random.Next(5)],
        6 => depth > 3 ? "deep" : new Dictionary<string, object?> { [Pick(Attributes, random)] = Value(random, depth + 1) },
        7 => Pick(Names, random),
        8 => new[] { "input", "output", "cacheRead", "added", "accept", "reject", "chat", "response.completed", "user", "fast", "true" }[random.Next(11)],
        9 => new[] { "ann@corp.example", "2026-11-21T21:58:00.5Z", "1e400", "-0", "NaN", "\u0000", "\ud83d\ude00", new string('x', random.Next(400)) }[random.Next(8)],
        10 => Bodies.Session,
        _ => random.Next(0, 2_000),
    };

    private static double Number(Random random) => random.Next(8) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => double.MaxValue,
        4 => -random.NextDouble(),
        5 => double.Epsilon,
        _ => random.Next(0, 100_000) / 4.0,
    };

    private static DateTimeOffset Time(Random random) => random.Next(8) switch
    {
        0 => DateTimeOffset.UnixEpoch.AddMilliseconds(random.Next()),
        1 => Otlp.Now.AddDays(random.Next(-100, 100)),
        _ => Otlp.Now.AddSeconds(-random.Next(0, 86_400)),
    };

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];

    private static IEnumerable<T> Many<T>(int count, Func<T> make) => Enumerable.Range(0, count).Select(_ => make());
}
