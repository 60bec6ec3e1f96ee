using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.GeminiCli;

/// <summary>A conversation as one document: <c>tmp/PROJECT/chats/session-TIME-ID.json</c>. Resumed by a later version it is copied into lines
/// beside it, and stays.</summary>
/// <remarks><code>{"sessionId":"...","projectHash":"...","startTime":"...","lastUpdated":"...","messages":[{...},{...}]}</code></remarks>
internal sealed class GeminiDocument : DocumentFormat
{
    private static readonly JsonFields Fields = new("sessionId", "messages");

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!Fields.TryRead(document.Span, out var record))
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var conversation = new GeminiConversation(file);
        foreach (var message in record.Items("messages"))
        {
            unread.At(message, conversation.Add(record.Text("sessionId"), message, sink));
        }
    }
}
