using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>What matters of one line of a rollout; texts are pieces of the line.</summary>
/// <remarks>
/// <code>
/// {"timestamp":"...","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{...},"last_token_usage":{...}}}}
/// {"timestamp":"...","type":"turn_context","payload":{"turn_id":"0199...","cwd":"/home/dev/app","model":"gpt-5.4"}}
/// </code>
/// </remarks>
internal ref struct CodexLine
{
    private ReadOnlySpan<byte> _inner;

    public long? AtUnixMs;

    /// <summary>The payload's type where the line is an event, else the line's.</summary>
    public ReadOnlySpan<byte> Kind;

    public ReadOnlySpan<byte> Id;
    public ReadOnlySpan<byte> Folder;
    public ReadOnlySpan<byte> Model;
    public ServiceTier Tier;
    public CodexUsage? Total;
    public CodexUsage? Last;
    public Counts Counts;

    public void Read(ref JsonWalker json)
    {
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("timestamp"u8))
            {
                AtUnixMs = json.ReadTime();
            }
            else if (name.SequenceEqual("type"u8))
            {
                Kind = json.ReadText();
            }
            else if (name.SequenceEqual("payload"u8))
            {
                ReadPayload(ref json);
            }
            else
            {
                json.Skip();
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
                case var _ when name.SequenceEqual("id"u8):
                    Id = json.ReadText();
                    break;
                case var _ when name.SequenceEqual("cwd"u8):
                    Folder = json.ReadText();
                    break;
                case var _ when name.SequenceEqual("model"u8):
                    Model = json.ReadText();
                    break;
                case var _ when name.SequenceEqual("info"u8):
                    ReadInfo(ref json);
                    break;
                case var _ when name.SequenceEqual("thread_settings"u8):
                    ReadSettings(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
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
            else
            {
                json.Skip();
            }
        }
    }

    private void ReadSettings(ref JsonWalker json)
    {
        if (!json.TryEnterObject())
        {
            return;
        }

        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("service_tier"u8))
            {
                Tier = json.ReadText() switch
                {
                    var tier when tier.SequenceEqual("priority"u8) || tier.SequenceEqual("fast"u8) => ServiceTier.Priority,
                    var tier when tier.SequenceEqual("flex"u8) => ServiceTier.Flex,
                    var tier when tier.SequenceEqual("batch"u8) => ServiceTier.Batch,
                    _ => ServiceTier.Standard,
                };
            }
            else
            {
                json.Skip();
            }
        }
    }
}
