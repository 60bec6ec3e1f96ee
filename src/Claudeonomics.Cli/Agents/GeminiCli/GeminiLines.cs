using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.GeminiCli;

/// <summary>A conversation as lines: <c>tmp/PROJECT/chats/session-TIME-ID.jsonl</c>, sub-agents in <c>chats/PARENT/ID.jsonl</c>.</summary>
internal sealed class GeminiLines : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new GeminiLinesParser(new(file));
}

/// <summary>A header, messages, and changes of both.</summary>
/// <remarks>
/// <code>
/// {"sessionId":"7dcc...","projectHash":"3064...","startTime":"...","lastUpdated":"...","kind":"main"}
/// {"id":"a378...","timestamp":"...","type":"gemini","tokens":{...},"model":"...","content":"..."}
/// {"$set":{"messages":[{...},{...}],"lastUpdated":"..."}}
/// {"$rewindTo":"a378..."}
/// </code>
/// What was rewound was answered all the same.
/// </remarks>
internal sealed class GeminiLinesParser(GeminiConversation conversation) : RecordParser(Fields)
{
    private const int Session = 0;

    private static readonly JsonFields Fields = new("sessionId", "tokens", "messages", "$set/sessionId", "$set/messages");

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"tokens\""u8) >= 0 || line.IndexOf("\"sessionId\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        Keep(Session, record.Text("sessionId"));
        Keep(Session, record.Text("$set/sessionId"));
        var problem = record.HasObject("tokens") ? conversation.Add(Kept(Session), record.Whole, sink) : null;
        foreach (var message in record.Items("messages"))
        {
            problem = conversation.Add(Kept(Session), message, sink) ?? problem;
        }

        foreach (var message in record.Items("$set/messages"))
        {
            problem = conversation.Add(Kept(Session), message, sink) ?? problem;
        }

        return problem;
    }
}
