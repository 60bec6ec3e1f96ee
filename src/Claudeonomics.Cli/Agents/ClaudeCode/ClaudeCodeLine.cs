using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.ClaudeCode;

/// <summary>What matters of one line of a transcript; texts are pieces of the line.</summary>
/// <remarks>
/// <code>
/// {"parentUuid":"u1","isSidechain":false,"cwd":"/home/dev/app","sessionId":"1111...","version":"2.1.30","type":"assistant","requestId":"req_01AAA",
///  "uuid":"a1","timestamp":"2026-10-05T10:00:05.000Z","message":{"model":"claude-sonnet-4-5-20250929","id":"msg_01AAA","role":"assistant",
///  "content":[...],"stop_reason":null,"usage":{...}}}
/// {"type":"user","message":{"content":[{"tool_use_id":"toolu_01A","type":"tool_result","content":"..."}]},
///  "toolUseResult":{"filePath":"/home/dev/app/a.cs","structuredPatch":[...]},"timestamp":"...","cwd":"/home/dev/app"}
/// </code>
/// Properties come in any order, and a line of type <c>progress</c> carries a whole line of a sub-agent under <c>data.message</c>.
/// </remarks>
internal ref struct ClaudeCodeLine
{
    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> SessionId;
    public ReadOnlySpan<byte> RequestId;
    public ReadOnlySpan<byte> Uuid;
    public ReadOnlySpan<byte> Version;
    public ReadOnlySpan<byte> Folder;
    public ReadOnlySpan<byte> MessageId;
    public ReadOnlySpan<byte> Model;
    public ReadOnlySpan<byte> CostUsd;

    /// <summary>The message's content as written.</summary>
    public ReadOnlySpan<byte> Content;

    /// <summary>The file that the tool changed whose result the line is; empty for other lines.</summary>
    public ReadOnlySpan<byte> ChangedFile;
    public long? AtUnixMs;
    public bool IsSidechain;
    public bool HasStopReason;
    public bool HasUsage;
    public ClaudeCodeUsage Usage;

    public void Read(ref JsonWalker json)
    {
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("message"u8))
            {
                ReadMessage(ref json);
            }
            else if (name.SequenceEqual("data"u8))
            {
                ReadProgress(ref json);
            }
            else
            {
                ReadField(ref json, name);
            }
        }
    }

    private void ReadField(ref JsonWalker json, ReadOnlySpan<byte> name)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("type"u8):
                Type = json.ReadText();
                break;
            case var _ when name.SequenceEqual("timestamp"u8):
                AtUnixMs = json.ReadTime() ?? AtUnixMs;
                break;
            case var _ when name.SequenceEqual("sessionId"u8):
                SessionId = json.ReadText();
                break;
            case var _ when name.SequenceEqual("requestId"u8):
                RequestId = json.ReadText();
                break;
            case var _ when name.SequenceEqual("uuid"u8):
                Uuid = json.ReadText();
                break;
            case var _ when name.SequenceEqual("isSidechain"u8):
                IsSidechain = json.ReadFlag();
                break;
            case var _ when name.SequenceEqual("cwd"u8):
                Folder = json.ReadText();
                break;
            case var _ when name.SequenceEqual("version"u8):
                Version = json.ReadText();
                break;
            case var _ when name.SequenceEqual("toolUseResult"u8):
                ReadToolResult(ref json);
                break;
            case var _ when name.SequenceEqual("costUSD"u8):
                CostUsd = json.ReadNumber();
                break;
            default:
                json.Skip();
                break;
        }
    }

    private void ReadMessage(ref JsonWalker json)
    {
        if (!json.TryEnterObject())
        {
            return;
        }

        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("usage"u8))
            {
                HasUsage |= Usage.Read(ref json);
            }
            else if (name.SequenceEqual("id"u8))
            {
                MessageId = json.ReadText();
            }
            else if (name.SequenceEqual("model"u8))
            {
                Model = json.ReadText();
            }
            else if (name.SequenceEqual("content"u8))
            {
                Content = json.ReadRaw();
            }
            else if (name.SequenceEqual("stop_reason"u8))
            {
                HasStopReason = !json.ReadText().IsEmpty;
            }
            else
            {
                json.Skip();
            }
        }
    }

    // Edits and files that were written tell the patch; a tool that failed has a text here, and one that only reads no patch.
    private void ReadToolResult(ref JsonWalker json)
    {
        if (!json.TryEnterObject())
        {
            return;
        }

        ReadOnlySpan<byte> file = default;
        var isPatched = false;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("filePath"u8))
            {
                file = json.ReadText();
            }
            else
            {
                isPatched |= name.SequenceEqual("structuredPatch"u8);
                json.Skip();
            }
        }

        ChangedFile = isPatched ? file : default;
    }

    // "data":{"type":"agent_progress","message":{"type":"assistant","requestId":"req_...","timestamp":"...","message":{...}}}
    private void ReadProgress(ref JsonWalker json)
    {
        if (!json.TryEnterObject())
        {
            return;
        }

        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("message"u8) && json.TryEnterObject())
            {
                var inner = default(ClaudeCodeLine);
                inner.Read(ref json);
                if (inner.HasUsage)
                {
                    Take(inner);
                }
            }
            else if (!name.SequenceEqual("message"u8))
            {
                json.Skip();
            }
        }
    }

    // What the inner line says of itself holds; conversation and folder are those of the outer one.
    private void Take(in ClaudeCodeLine inner)
    {
        HasUsage = true;
        Usage = inner.Usage;
        MessageId = inner.MessageId;
        Model = inner.Model;
        HasStopReason = inner.HasStopReason;
        IsSidechain = true;
        RequestId = inner.RequestId.IsEmpty ? RequestId : inner.RequestId;
        Uuid = inner.Uuid.IsEmpty ? Uuid : inner.Uuid;
        AtUnixMs = inner.AtUnixMs ?? AtUnixMs;
    }
}
