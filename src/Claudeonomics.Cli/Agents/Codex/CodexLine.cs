using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>What matters of one line of a rollout; texts are pieces of the line.</summary>
/// <remarks>
/// <code>
/// {"timestamp":"...","type":"session_meta","payload":{"id":"0199...","timestamp":"...","cwd":"/home/dev/app","cli_version":"0.140.0","forked_from_id":null,
///  "source":{"subagent":{"thread_spawn":{"parent_thread_id":"0199..."}}}}}
/// {"timestamp":"...","type":"turn_context","payload":{"turn_id":"0199...","cwd":"/home/dev/app","model":"gpt-5.4"}}
/// {"timestamp":"...","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{...},"last_token_usage":{...}}}}
/// {"timestamp":"...","type":"token_usage_record","payload":{"response_id":"resp_c1","usage":{...},"thread_token_usage":{...}}}
/// {"timestamp":"...","type":"compacted","payload":{"message":"...","compaction_response_id":"resp_c1"}}
/// {"timestamp":"...","type":"event_msg","payload":{"type":"patch_apply_end","call_id":"call_1","success":true,"changes":{"/home/dev/app/a.cs":{"type":"update"}}}}
/// {"type":"turn.completed","usage":{"input_tokens":10000,"cached_input_tokens":4000,"output_tokens":800}}
/// </code>
/// </remarks>
internal ref struct CodexLine
{
    private ReadOnlySpan<byte> _inner;

    public long? AtUnixMs;

    /// <summary>The payload's type where the line is an event, else the line's.</summary>
    public ReadOnlySpan<byte> Kind;

    public ReadOnlySpan<byte> Id;
    public ReadOnlySpan<byte> ParentId;
    public ReadOnlySpan<byte> TurnId;
    public ReadOnlySpan<byte> ResponseId;
    public ReadOnlySpan<byte> CompactionResponseId;
    public ReadOnlySpan<byte> Folder;
    public ReadOnlySpan<byte> Model;
    public ReadOnlySpan<byte> Version;
    public ServiceTier? Tier;
    public CodexUsage? Total;
    public CodexUsage? Last;
    public CodexUsage? Usage;
    public long? StartedAtUnixMs;
    public bool TriggersTurn;
    public ReadOnlySpan<byte> CallId;
    public bool Succeeded;

    /// <summary>The files that a patch changed, as written.</summary>
    public ReadOnlySpan<byte> Changes;
    public Counts Counts;

    public void Read(ref JsonWalker json)
    {
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("timestamp"u8):
                    AtUnixMs = json.ReadTime();
                    break;
                case var _ when name.SequenceEqual("type"u8):
                    Kind = json.ReadText();
                    break;
                case var _ when name.SequenceEqual("payload"u8):
                    ReadPayload(ref json);
                    break;
                case var _ when name.SequenceEqual("usage"u8):
                    Usage = CodexUsage.Read(ref json, ref Counts);
                    break;
                case var _ when name.SequenceEqual("thread_id"u8):
                    Id = json.ReadText();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        if (Kind.SequenceEqual("event_msg"u8))
        {
            Kind = _inner;
        }
    }

    private void ReadPayload(ref JsonWalker json)
    {
        if (!json.TryEnterObject())
        {
            return;
        }

        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("type"u8):
                    _inner = json.ReadText();
                    break;
                case var _ when name.SequenceEqual("info"u8):
                    ReadInfo(ref json);
                    break;
                case var _ when name.SequenceEqual("usage"u8):
                    Usage = CodexUsage.Read(ref json, ref Counts);
                    break;
                case var _ when name.SequenceEqual("response_id"u8):
                    ResponseId = json.ReadText();
                    break;
                case var _ when name.SequenceEqual("compaction_response_id"u8):
                    CompactionResponseId = json.ReadText();
                    break;
                case var _ when name.SequenceEqual("trigger_turn"u8):
                    TriggersTurn = json.ReadFlag();
                    break;
                default:
                    ReadContext(ref json, name);
                    break;
            }
        }
    }

    private void ReadContext(ref JsonWalker json, ReadOnlySpan<byte> name)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("id"u8):
                Id = json.ReadText();
                break;
            case var _ when name.SequenceEqual("timestamp"u8):
                StartedAtUnixMs = json.ReadTime();
                break;
            case var _ when name.SequenceEqual("forked_from_id"u8) || name.SequenceEqual("parent_thread_id"u8):
                SetParent(json.ReadText());
                break;
            case var _ when name.SequenceEqual("source"u8):
                ReadSource(ref json);
                break;
            case var _ when name.SequenceEqual("turn_id"u8):
                TurnId = json.ReadText();
                break;
            case var _ when name.SequenceEqual("cwd"u8):
                Folder = json.ReadText();
                break;
            case var _ when name.SequenceEqual("model"u8):
                Model = json.ReadText();
                break;
            case var _ when name.SequenceEqual("cli_version"u8):
                Version = json.ReadText();
                break;
            case var _ when name.SequenceEqual("service_tier"u8):
                Tier = TierOf(json.ReadText());
                break;
            case var _ when name.SequenceEqual("thread_settings"u8):
                ReadSettings(ref json);
                break;
            case var _ when name.SequenceEqual("call_id"u8):
                CallId = json.ReadText();
                break;
            case var _ when name.SequenceEqual("success"u8):
                Succeeded = json.ReadFlag();
                break;
            case var _ when name.SequenceEqual("changes"u8):
                Changes = json.ReadRaw();
                break;
            default:
                json.Skip();
                break;
        }
    }

    private void ReadInfo(ref JsonWalker json)
    {
        if (!json.TryEnterObject())
        {
            return;
        }

        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("total_token_usage"u8))
            {
                Total = CodexUsage.Read(ref json, ref Counts);
            }
            else if (name.SequenceEqual("last_token_usage"u8))
            {
                Last = CodexUsage.Read(ref json, ref Counts);
            }
            else if (name.SequenceEqual("model"u8))
            {
                Model = json.ReadText();
            }
            else
            {
                json.Skip();
            }
        }
    }

    // "source":"cli", or "source":{"subagent":{"thread_spawn":{"parent_thread_id":"0199...","depth":1}}}
    private void ReadSource(ref JsonWalker json)
    {
        var inner = new JsonWalker(json.ReadRaw());
        if (!inner.TryEnterObject())
        {
            return;
        }

        while (inner.NextProperty(out var kind))
        {
            if (!kind.SequenceEqual("subagent"u8) || !inner.TryEnterObject())
            {
                SkipUnless(kind, "subagent"u8, ref inner);
                continue;
            }

            while (inner.NextProperty(out var cause))
            {
                if (!cause.SequenceEqual("thread_spawn"u8) || !inner.TryEnterObject())
                {
                    SkipUnless(cause, "thread_spawn"u8, ref inner);
                    continue;
                }

                while (inner.NextProperty(out var name))
                {
                    if (name.SequenceEqual("parent_thread_id"u8))
                    {
                        SetParent(inner.ReadText());
                    }
                    else
                    {
                        inner.Skip();
                    }
                }
            }
        }
    }

    private void ReadSettings(ref JsonWalker json)
    {
        if (!json.TryEnterObject())
        {
            return;
        }

        Tier = ServiceTier.Standard;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("service_tier"u8))
            {
                Tier = TierOf(json.ReadText());
            }
            else
            {
                json.Skip();
            }
        }
    }

    private void SetParent(ReadOnlySpan<byte> id) => ParentId = id.IsEmpty ? ParentId : id;

    // What was tried to be entered and is no object has been leapt over already.
    private static void SkipUnless(ReadOnlySpan<byte> name, ReadOnlySpan<byte> tried, ref JsonWalker json)
    {
        if (!name.SequenceEqual(tried))
        {
            json.Skip();
        }
    }

    private static ServiceTier TierOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("priority"u8) || text.SequenceEqual("fast"u8) ? ServiceTier.Priority
        : text.SequenceEqual("flex"u8) ? ServiceTier.Flex
        : text.SequenceEqual("batch"u8) ? ServiceTier.Batch
        : ServiceTier.Standard;
}
