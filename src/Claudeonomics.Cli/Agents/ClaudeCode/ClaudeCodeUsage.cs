using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.ClaudeCode;

/// <summary>The <c>usage</c> of a message, or of one of its iterations.</summary>
/// <remarks>
/// <code>
/// {"input_tokens":1000,"cache_creation_input_tokens":3000,"cache_read_input_tokens":20000,
///  "cache_creation":{"ephemeral_5m_input_tokens":3000,"ephemeral_1h_input_tokens":0},"output_tokens":500,"service_tier":"standard",
///  "speed":"standard","inference_geo":"us","server_tool_use":{"web_search_requests":0},
///  "iterations":[{"type":"message",...},{"type":"advisor_message","model":"claude-opus-4-6","input_tokens":500,"output_tokens":50}]}
/// </code>
/// Input leaves the caches out. Advisors' iterations are not in the numbers above them.
/// </remarks>
internal ref struct ClaudeCodeUsage
{
    private long _input;
    private long _read;
    private long _writes;
    private long _writes5m;
    private long _writes1h;
    private long _output;

    public Counts Counts;
    public int WebSearches;
    public CallTraits Traits;

    /// <summary>The array of iterations as written; empty when there is none with an advisor.</summary>
    public ReadOnlySpan<byte> Iterations;

    /// <summary>Of an iteration: what kind it is and which model it called.</summary>
    public ReadOnlySpan<byte> Type;

    public ReadOnlySpan<byte> Model;

    /// <summary>The counts, once everything was read.</summary>
    public readonly TokenUsage Tokens
    {
        get
        {
            // Versions before the split tell the sum only; where both are told and differ, the larger is what was written.
            var known = _writes5m + _writes1h;
            return new(_input, _read, _writes5m, _writes1h, Math.Max(0, _writes - known), _output, 0);
        }
    }

    /// <returns>Whether there was an object.</returns>
    public bool Read(ref JsonWalker json)
    {
        if (!json.TryEnterObject())
        {
            return false;
        }

        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("input_tokens"u8):
                    _input = Counts.Read(ref json);
                    break;
                case var _ when name.SequenceEqual("cache_creation_input_tokens"u8):
                    _writes = Counts.Read(ref json);
                    break;
                case var _ when name.SequenceEqual("cache_read_input_tokens"u8):
                    _read = Counts.Read(ref json);
                    break;
                case var _ when name.SequenceEqual("output_tokens"u8):
                    _output = Counts.Read(ref json);
                    break;
                case var _ when name.SequenceEqual("cache_creation"u8):
                    ReadWrites(ref json);
                    break;
                default:
                    ReadTrait(ref json, name);
                    break;
            }
        }

        return true;
    }

    private void ReadTrait(ref JsonWalker json, ReadOnlySpan<byte> name)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("service_tier"u8):
                Traits = Traits with { ServiceTier = TierOf(json.ReadText()) };
                break;
            case var _ when name.SequenceEqual("speed"u8):
                Traits = Traits with { Speed = json.ReadText().SequenceEqual("fast"u8) ? Speed.Fast : Speed.Standard };
                break;
            case var _ when name.SequenceEqual("inference_geo"u8):
                Traits = Traits with { Geography = json.ReadText().SequenceEqual("us"u8) ? Geography.UnitedStates : Geography.Global };
                break;
            case var _ when name.SequenceEqual("server_tool_use"u8):
                ReadSearches(ref json);
                break;
            case var _ when name.SequenceEqual("iterations"u8):
                ReadIterations(ref json);
                break;
            case var _ when name.SequenceEqual("type"u8):
                Type = json.ReadText();
                break;
            case var _ when name.SequenceEqual("model"u8):
                Model = json.ReadText();
                break;
            default:
                json.Skip();
                break;
        }
    }

    private void ReadIterations(ref JsonWalker json)
    {
        var raw = json.ReadRaw();
        Iterations = raw.IndexOf("\"advisor_message\""u8) >= 0 ? raw : default;
    }

    private void ReadWrites(ref JsonWalker json)
    {
        if (!json.TryEnterObject())
        {
            return;
        }

        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("ephemeral_5m_input_tokens"u8))
            {
                _writes5m = Counts.Read(ref json);
            }
            else if (name.SequenceEqual("ephemeral_1h_input_tokens"u8))
            {
                _writes1h = Counts.Read(ref json);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private void ReadSearches(ref JsonWalker json)
    {
        if (!json.TryEnterObject())
        {
            return;
        }

        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("web_search_requests"u8))
            {
                WebSearches = (int)Math.Min(Counts.Read(ref json), int.MaxValue);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static ServiceTier TierOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("batch"u8) ? ServiceTier.Batch
        : text.SequenceEqual("priority"u8) ? ServiceTier.Priority
        : text.SequenceEqual("flex"u8) ? ServiceTier.Flex
        : ServiceTier.Standard;
}
