namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>OpenCode's rules, which are in the README beside its reader, and the agents that share them.</summary>
public sealed class OpenCodeLogTests : IDisposable
{
    private const string Database = ".local/share/opencode/opencode.db";
    private const string Storage = ".local/share/opencode/storage/";

    private const string Schema = """
        CREATE TABLE session (id text PRIMARY KEY, directory text NOT NULL, tokens_input integer);
        CREATE TABLE message (id text PRIMARY KEY, session_id text NOT NULL, data text NOT NULL);
        CREATE TABLE part (id text PRIMARY KEY, message_id text NOT NULL, session_id text NOT NULL, data text NOT NULL);
        CREATE TABLE session_message (id text PRIMARY KEY, session_id text NOT NULL, type text NOT NULL, data text NOT NULL);
        INSERT INTO session VALUES ('ses_1', '/home/dev/other', 99);
        """;

    private const string Answer = """
        {"parentID":"msg_u1","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/dev/app","root":"/home/dev/app"},"cost":0.0135,"tokens":{"total":3830,"input":1000,"output":500,"reasoning":30,"cache":{"read":2000,"write":300}},"modelID":"claude-sonnet-4-5","providerID":"anthropic","time":{"created":1791194400000,"completed":1791194405000},"finish":"stop"}
        """;

    private const string Second = """
        {"time":{"created":1791194400000,"completed":1791194405000},"agent":"build","model":{"id":"claude-sonnet-4-5","providerID":"anthropic","variant":"default"},"content":[{"type":"text","text":"…"}],"finish":"stop","cost":0,"tokens":{"input":1000,"output":500,"reasoning":30,"cache":{"read":2000,"write":300}}}
        """;

    private const string Counts = "input=1000 read=2000 write=300 output=530 reasoning=30";
    private const string Seen = $"2026-10-05T10:00:05.000Z opencode anthropic|claude-sonnet-4-5 ses_1 /home/dev/app {Counts} cost=$0.0135";

    private readonly LogHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Read_FirstKind_TakesTheAgentsMessages() => _home
        .WriteDatabase(Database, Schema, Message("msg_u1", """{"role":"user","tokens":{"input":7}}"""), Message("msg_a1", Answer))
        .Reads(Seen);

    [Fact]
    public void Read_SecondKind_TakesTheFolderFromTheSession() => _home
        .WriteDatabase(Database, Schema, SecondMessage("msg_u1", "user", """{"text":"…"}"""), SecondMessage("msg_a1", "assistant", Second))
        .Reads($"2026-10-05T10:00:05.000Z opencode anthropic|claude-sonnet-4-5 ses_1 /home/dev/other {Counts}");

    [Fact]
    public void Read_SessionInBothTables_CountsEachAnswerOnce() => _home
        .WriteDatabase(
            Database, Schema, Message("msg_a1", Answer), SecondMessage("msg_b1", "assistant", Second.Replace("1791194400000", "1791194400003", StringComparison.Ordinal)),
            SecondMessage("msg_b2", "assistant", Second.Replace("1791194400000", "1791194500000", StringComparison.Ordinal).Replace("1791194405000", "1791194505000", StringComparison.Ordinal)))
        .Reads(Seen, $"2026-10-05T10:01:45.000Z opencode anthropic|claude-sonnet-4-5 ses_1 /home/dev/other {Counts}");

    [Fact]
    public void Read_ForkedSession_CountsTheCopiesOnce() => _home
        .WriteDatabase(
            Database, Schema, Message("msg_a1", Answer), Message("msg_b1", Answer, "ses_2"),
            Message("msg_b2", Answer.Replace("1791194405000", "1791194465000", StringComparison.Ordinal).Replace("1791194400000", "1791194460000", StringComparison.Ordinal), "ses_2"))
        .Reads(Seen, Seen.Replace("10:00:05", "10:01:05", StringComparison.Ordinal).Replace("ses_1", "ses_2", StringComparison.Ordinal));

    [Fact]
    public void Read_MessageOfSeveralSteps_AddsAllStepsUp() => _home
        .WriteDatabase(
            Database, Schema, Message("msg_a1", Answer),
            Part("prt_1", "msg_a1", """{"type":"text","text":"\"step-finish\""}"""),
            Part("prt_2", "msg_a1", """{"reason":"tool-calls","type":"step-finish","tokens":{"total":1140,"input":900,"output":40,"reasoning":0,"cache":{"read":0,"write":200}},"cost":0.005}"""),
            Part("prt_3", "msg_a1", """{"reason":"stop","type":"step-finish","tokens":{"total":3830,"input":1000,"output":500,"reasoning":30,"cache":{"read":2000,"write":300}},"cost":0.0085}"""),
            Part("prt_4", "msg_a2", """{"type":"step-finish","tokens":{"input":1}}"""))
        .Reads(
            "2026-10-05T10:00:05.000Z opencode anthropic|claude-sonnet-4-5 ses_1 /home/dev/app input=1000 read=2000 write=300 output=530 reasoning=30 cost=$0.0085",
            "2026-10-05T10:00:05.000Z opencode anthropic|claude-sonnet-4-5 ses_1 /home/dev/app input=900 write=200 output=40 cost=$0.005");

    [Fact]
    public void Read_FileAndDatabase_CountTheMessageOnce() => _home
        .Write(Storage + "message/ses_1/msg_a1.json", File("msg_a1", "ses_1"))
        .Write(Storage + "message/ses_1/msg_a2.json", File("msg_a2", "ses_1").Replace("17911944", "17911946", StringComparison.Ordinal))
        .Write(Storage + "message/ses_1/msg_u1.json", """{"id":"msg_u1","sessionID":"ses_1","role":"user","time":{"created":1791194400000}}""")
        .WriteDatabase(Database, Schema, Message("msg_a1", Answer))
        .Reads(Seen, Seen.Replace("10:00:05", "10:03:25", StringComparison.Ordinal));

    [Fact]
    public void Read_FileOfAMessageThatWentOnInTheDatabase_GivesWay() => _home
        .Write(Storage + "message/ses_1/msg_a1.json", File("msg_a1", "ses_1").Replace("\"output\":500", "\"output\":1", StringComparison.Ordinal))
        .WriteDatabase(Database, Schema, Message("msg_a1", Answer))
        .Reads(Seen);

    [Theory]
    [InlineData(Storage + "message/ses_1/msg_a1.json", Storage + "part/msg_a1/")]
    [InlineData(".local/share/opencode/project/global/storage/session/message/ses_1/msg_a1.json", ".local/share/opencode/project/global/storage/session/part/ses_1/msg_a1/")]
    public void Read_FileWithSeveralSteps_AddsThemUp(string message, string parts) => _home
        .Write(message, File("msg_a1", "ses_1"))
        .Write(parts + "prt_2.json", """{"id":"prt_2","type":"step-finish","cost":0.2,"tokens":{"input":30,"output":4,"reasoning":0,"cache":{"read":0,"write":0}}}""")
        .Write(parts + "prt_1.json", """{"id":"prt_1","type":"step-finish","cost":0.1,"tokens":{"input":20,"output":3,"reasoning":1,"cache":{"read":0,"write":0}}}""")
        .Write(parts + "prt_3.json", """{"id":"prt_3","type":"text","text":"…"}""")
        .Reads(
            "2026-10-05T10:00:05.000Z opencode anthropic|claude-sonnet-4-5 ses_1 /home/dev/app input=20 output=3 reasoning=1 cost=$0.1",
            "2026-10-05T10:00:05.000Z opencode anthropic|claude-sonnet-4-5 ses_1 /home/dev/app input=30 output=4 cost=$0.2");

    [Theory]
    [InlineData("openai", """{"total":150,"input":100,"output":50,"reasoning":20,"cache":{"read":0,"write":0}}""", "input=100 output=50 reasoning=20")]
    [InlineData("openai", """{"total":170,"input":100,"output":50,"reasoning":20,"cache":{"read":0,"write":0}}""", "input=100 output=70 reasoning=20")]
    [InlineData("openai", """{"input":100,"output":50,"reasoning":20,"cache":{"read":0,"write":0}}""", "input=100 output=50 reasoning=20")]
    [InlineData("openai", """{"input":100,"output":50,"reasoning":60,"cache":{"read":0,"write":0}}""", "input=100 output=110 reasoning=60")]
    [InlineData("google", """{"input":100,"output":50,"reasoning":20,"cache":{"read":0,"write":0}}""", "input=100 output=70 reasoning=20")]
    [InlineData("xai", """{"input":100,"output":50,"reasoning":20}""", "input=100 output=70 reasoning=20")]
    public void Read_Reasoning_IsPutWhereTheTotalSays(string provider, string tokens, string expected) => _home
        .WriteDatabase(
            Database, Schema,
            Message("msg_a1", $$$"""{"role":"assistant","modelID":"m","providerID":"{{{provider}}}","cost":0,"tokens":{{{tokens}}},"time":{"created":1791194400000}}"""))
        .Reads($"2026-10-05T10:00:00.000Z opencode {provider}|m ses_1 /home/dev/other {expected}");

    [Fact]
    public void Read_OddRows_CostNothingButThemselves() => _home
        .WriteDatabase(
            Database, Schema, Message("msg_a1", Answer), Message("msg_a2", "{\"role\":\"assistant\",\"tokens\":{\"input\":1"),
            Message("msg_a3", """{"role":"assistant","modelID":"m","providerID":"p","tokens":{"input":-5,"output":2},"time":{"created":1791194400001}}"""),
            Message("msg_a4", """{"role":"assistant","tokens":{"input":5}}"""),
            Message("msg_a5", """{"role":"assistant","tokens":{"input":"many"},"time":{"created":1791194400002}}"""),
            Message("msg_a6", """{"role":"assistant","tokens":null}"""),
            Message("msg_a7", """{"role":"assistant","tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"time":{"created":1791194400003}}"""))
        .Reads(
            "2026-10-05T10:00:00.001Z opencode p|m ses_1 /home/dev/other output=2",
            Seen,
            "unknown opencode unknown ses_1 /home/dev/other input=5",
            $"unread {Database}:2 not-json",
            $"unread {Database}:3 negative-count",
            $"unread {Database}:4 no-time",
            $"unread {Database}:5 unreadable-count");

    [Fact]
    public void Read_DatabaseOfAChannel_IsFound() => _home
        .WriteDatabase(".local/share/opencode/opencode-beta.db", Schema, Message("msg_a1", Answer))
        .WriteDatabase(".local/share/opencode/unrelated.db", "CREATE TABLE message (id)")
        .Reads(Seen);

    [Theory]
    [InlineData("XDG_DATA_HOME", "~/data", "data/opencode/opencode.db")]
    [InlineData("OPENCODE_DATA_DIR", "~/elsewhere", "elsewhere/opencode.db")]
    [InlineData("OPENCODE_DB", "~/elsewhere/mine.db", "elsewhere/mine.db")]
    [InlineData("OPENCODE_DB", "mine.db", ".local/share/opencode/mine.db")]
    public void Read_DatabaseNamedByVariable_IsFound(string variable, string value, string file) => _home
        .Set(variable, value)
        .WriteDatabase(file, Schema, Message("msg_a1", Answer))
        .Reads(Seen);

    [Fact]
    public void Read_DatabaseOfSomethingElse_IsListed() => _home
        .WriteDatabase(Database, "CREATE TABLE unrelated (id)")
        .Reads($"unread {Database}:0 unknown-shape");

    [Theory]
    [InlineData("kilo", ".local/share/kilo/kilo.db")]
    [InlineData("mimocode", ".local/share/mimocode/mimocode.db")]
    [InlineData("mimocode", ".local/share/micode/mimocode.db")]
    public void Read_AgentMadeFromOpenCode_IsReadLikeIt(string agent, string file) => _home
        .WriteDatabase(file, Schema, Message("msg_a1", Answer))
        .Reads(Seen.Replace("opencode", agent, StringComparison.Ordinal));

    [Fact]
    public void Read_TimesInSeconds_AreTimes() => _home
        .WriteDatabase(
            ".local/share/mimocode/mimocode.db", Schema,
            Message("msg_a1", Answer.Replace("1791194400000", "1791194400", StringComparison.Ordinal).Replace("1791194405000", "1791194405", StringComparison.Ordinal)))
        .Reads(Seen.Replace("opencode", "mimocode", StringComparison.Ordinal));

    private static string File(string id, string session) => Answer.Replace("""{"parentID":""", $$"""{"id":"{{id}}","sessionID":"{{session}}","parentID":""", StringComparison.Ordinal);

    private static string Message(string id, string data, string session = "ses_1") => $"INSERT INTO message VALUES ('{id}', '{session}', '{data}')";

    private static string SecondMessage(string id, string type, string data) => $"INSERT INTO session_message VALUES ('{id}', 'ses_1', '{type}', '{data}')";

    private static string Part(string id, string message, string data) => $"INSERT INTO part VALUES ('{id}', '{message}', 'ses_1', '{data}')";
}
