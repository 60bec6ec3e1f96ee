namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>Gemini CLI's rules, which are in the README beside its reader.</summary>
public sealed class GeminiCliLogTests : IDisposable
{
    private const string Chats = ".gemini/tmp/abc/chats/";
    private const string Header = """{"sessionId":"g-1","projectHash":"abc","startTime":"2026-10-05T10:00:00Z","lastUpdated":"2026-10-05T10:00:00Z","kind":"main"}""";
    private const string Answer = """{"id":"m1","timestamp":"2026-10-05T10:00:05.000Z","type":"gemini","model":"gemini-2.5-pro","tokens":{"input":10000,"output":500,"cached":4000,"thoughts":200,"tool":0,"total":10700}}""";
    private const string Seen = "2026-10-05T10:00:05.000Z gemini-cli gemini-2.5-pro g-1 abc input=6000 read=4000 output=700 reasoning=200";

    private readonly LogHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Read_DocumentAndItsCopyInLines_CountsEachMessageOnce() => _home
        .Write(Chats + "session-1.json", $$"""
            {
              "sessionId": "g-1", "projectHash": "abc",
              "messages": [ { "id": "u1", "type": "user", "content": "\"tokens\"" }, {{Answer}} ]
            }
            """)
        .Write(Chats + "session-1.jsonl", Header, Answer)
        .Reads(Seen);

    [Fact]
    public void Read_MessageWrittenAgain_TakesItOnce() => _home
        .Write(Chats + "session-1.jsonl",
            Header,
            """{"id":"m1","timestamp":"2026-10-05T10:00:05.000Z","type":"gemini","model":"gemini-2.5-pro","tokens":null}""",
            Answer,
            """{"$rewindTo":"m1"}""",
            """{"$set":{"messages":[{"id":"s1","type":"user","content":[]},""" + Answer + "]}}")
        .Reads(Seen);

    [Fact]
    public void Read_SameMessageIdInTwoSessions_CountsBoth() => _home
        .Write(Chats + "session-1.jsonl", Header, Answer)
        .Write(Chats + "session-2.jsonl", Header.Replace("g-1", "g-2", StringComparison.Ordinal), Answer)
        .Reads(Seen, Seen.Replace("g-1", "g-2", StringComparison.Ordinal));

    [Fact]
    public void Read_SubAgent_BelongsToItsParentsConversation() => _home
        .Write(Chats + "g-1/sub-9.jsonl", Header.Replace("g-1", "sub-9", StringComparison.Ordinal), Answer)
        .Write(".gemini/tmp/abc/.project_root", "/home/dev/app")
        .Reads(Seen.Replace(" abc ", " /home/dev/app ", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"input":900,"output":80,"cached":600,"thoughts":40,"tool":10,"total":1030}""", "input=310 read=600 output=120 reasoning=40")]
    [InlineData("""{"input":900,"output":80,"cached":600,"thoughts":40,"tool":10,"total":1630}""", "input=910 read=600 output=120 reasoning=40")]
    [InlineData("""{"input":900,"output":80,"cached":600,"thoughts":40,"tool":10,"total":990}""", "input=310 read=600 output=80 reasoning=40")]
    [InlineData("""{"input":900,"output":80,"cached":600}""", "input=300 read=600 output=80")]
    [InlineData("""{"input":900,"output":80,"cached":null,"thoughts":null}""", "input=900 output=80")]
    public void Read_Tokens_AddUpToTheTotal(string tokens, string expected) => _home
        .Write(Chats + "session-1.jsonl", Header, $$"""{"id":"m1","timestamp":"2026-10-05T10:00:05.000Z","type":"gemini","model":"gemini-2.5-pro","tokens":{{tokens}}}""")
        .Reads($"2026-10-05T10:00:05.000Z gemini-cli gemini-2.5-pro g-1 abc {expected}");

    [Fact]
    public void Read_BrokenLines_CostOnlyThemselves() => _home
        .Write(Chats + "session-1.jsonl",
            Header,
            """{"id":"m0","timestamp":"2026-10-05T10:00:01.000Z","tokens":{"input":10,"output""",
            """{"id":"m2","timestamp":"yesterday","type":"gemini","tokens":{"input":-5,"output":7}}""",
            """{"id":"m3","timestamp":"2026-10-05T10:00:02.000Z","tokens":{"input":"many","output":7}}""",
            """{"id":"m4","type":"gemini","tokens":{"input":1,"output":2}}""",
            Answer)
        .Reads(
            Seen,
            "unknown gemini-cli unknown g-1 abc input=1 output=2",
            "unknown gemini-cli unknown g-1 abc output=7",
            $"unread {Chats}session-1.jsonl:2 not-json",
            $"unread {Chats}session-1.jsonl:3 negative-count",
            $"unread {Chats}session-1.jsonl:4 unreadable-count",
            $"unread {Chats}session-1.jsonl:5 no-time");

    [Theory]
    [InlineData("GEMINI_CLI_HOME", "~/elsewhere", "elsewhere/.gemini/tmp/abc/chats/session-1.jsonl")]
    [InlineData("GEMINI_DATA_DIR", "~/data", "data/abc/chats/session-1.jsonl")]
    public void Read_HomeSetByVariable_IsWhereItLooks(string variable, string value, string file) => _home
        .Set(variable, value)
        .Write(file, Header, Answer)
        .Write(Chats + "session-1.jsonl", Header.Replace("g-1", "g-2", StringComparison.Ordinal), Answer)
        .Reads(Seen);
}
