using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Augment;

/// <summary>A session: <c>sessions/SESSION.json</c>, written anew after each exchange.</summary>
/// <remarks>
/// <code>
/// {"sessionId":"1111...","agentState":{"modelId":"claude-sonnet-4-5"},"chatHistory":[{"finishedAt":"2026-10-05T10:00:05.000Z","sequenceId":1,
///  "exchange":{"model_id":"claude-sonnet-4-5","request_id":"req-1","response_nodes":[{"type":1},{"type":10,"token_usage":
///   {"input_tokens":10,"output_tokens":50,"cache_read_input_tokens":200,"cache_creation_input_tokens":5}}]}}]}
/// </code>
/// </remarks>
internal sealed class AugmentSession : DocumentFormat
{
    private const string Ending = ".json";

    private static readonly JsonFields Session = new("sessionId", "agentState/modelId", "chatHistory");
    private static readonly JsonFields Turn = new("finishedAt", "sequenceId", "exchange/model_id", "exchange/request_id", "exchange/response_nodes");
    private static readonly JsonFields Node = new("token_usage");

    private static readonly UsageShape Counts = new()
    {
        Input = ["input_tokens"],
        CacheRead = ["cache_read_input_tokens"],
        CacheWrite = ["cache_creation_input_tokens"],
        Output = ["output_tokens"],
    };

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!Session.TryRead(document.Span, out var session))
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var id = session.Text("sessionId");
        var named = id.IsEmpty ? file.NameWithout(Ending) : id.ToArray();
        var model = session.Text("agentState/modelId").ToArray();
        foreach (var json in session.Items("chatHistory"))
        {
            if (Turn.TryRead(json, out var turn))
            {
                Add(turn, named, model, sink, unread);
            }
            else
            {
                unread.At(json, UnreadReason.NotJson);
            }
        }
    }

    private static void Add(in JsonRecord turn, byte[] session, byte[] model, CallSink sink, UnreadPlaces unread)
    {
        var at = turn.Time("finishedAt");
        var request = turn.Text("exchange/request_id");
        var answered = turn.Text("exchange/model_id");

        // Nodes of one exchange that have usage repeat it: under one key the largest of each count is kept.
        var key = request.IsEmpty ? CallSink.Join(sink.Hash(session), sink.Hash(turn.Raw("sequenceId"))) : sink.Hash(request);
        foreach (var json in turn.Items("exchange/response_nodes"))
        {
            var usage = Node.TryRead(json, out var node) ? Counts.Read(node.Raw("token_usage")) : new() { Problem = UnreadReason.NotJson };
            if (!usage.IsCall)
            {
                unread.At(json, usage.Problem);
                continue;
            }

            sink.Add(new()
            {
                AtUnixMs = at,
                Usage = usage.Tokens,
                Model = answered.IsEmpty ? model : answered,
                ConversationId = session,
                RequestId = request,
                Key = key,
            });
            unread.At(json, usage.Verdict(at));
        }
    }
}
