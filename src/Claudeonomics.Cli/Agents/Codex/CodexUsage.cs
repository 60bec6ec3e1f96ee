using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>Counts as Codex writes them: input includes what was read from the cache, output includes reasoning.</summary>
/// <remarks><code>{"input_tokens":10000,"cached_input_tokens":4000,"output_tokens":800,"reasoning_output_tokens":300,"total_tokens":10800}</code></remarks>
internal readonly record struct CodexUsage(long Input, long CacheRead, long CacheWrite, long Output, long Reasoning)
{
    public bool IsZero => (Input | Output) == 0;

    /// <summary>Disjoint; a part that exceeds its whole is cut to it.</summary>
    public TokenUsage Tokens
    {
        get
        {
            var read = Math.Min(CacheRead, Input);
            var write = Math.Min(CacheWrite, Input - read);
            return new(Input - read - write, read, 0, 0, write, Output, Math.Min(Reasoning, Output));
        }
    }

    public static CodexUsage operator -(CodexUsage left, CodexUsage right) => new(
        left.Input - right.Input, left.CacheRead - right.CacheRead, left.CacheWrite - right.CacheWrite, left.Output - right.Output,
        left.Reasoning - right.Reasoning);

    public void Save(BinaryWriter state)
    {
        state.Write(Input);
        state.Write(CacheRead);
        state.Write(CacheWrite);
        state.Write(Output);
        state.Write(Reasoning);
    }

    public static CodexUsage Restore(BinaryReader state) =>
        new(state.ReadInt64(), state.ReadInt64(), state.ReadInt64(), state.ReadInt64(), state.ReadInt64());

    /// <summary>Equal as far as every kind of row tells: records leave the reasoning out at times.</summary>
    public bool IsLike(CodexUsage other) => Input == other.Input && CacheRead == other.CacheRead && Output == other.Output;

    public bool HasNegative => (Input | CacheRead | CacheWrite | Output | Reasoning) < 0;

    /// <returns>Null when the value is no object.</returns>
    public static CodexUsage? Read(ref JsonWalker json, ref Counts counts)
    {
        if (!json.TryEnterObject())
        {
            return null;
        }

        long input = 0, read = 0, write = 0, output = 0, reasoning = 0;
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("input_tokens"u8):
                    input = counts.Read(ref json);
                    break;
                case var _ when name.SequenceEqual("cached_input_tokens"u8) || name.SequenceEqual("cache_read_input_tokens"u8):
                    read = counts.Read(ref json);
                    break;
                case var _ when name.SequenceEqual("cache_write_input_tokens"u8) || name.SequenceEqual("cache_creation_input_tokens"u8):
                    write = counts.Read(ref json);
                    break;
                case var _ when name.SequenceEqual("output_tokens"u8):
                    output = counts.Read(ref json);
                    break;
                case var _ when name.SequenceEqual("reasoning_output_tokens"u8):
                    reasoning = counts.Read(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new(input, read, write, output, reasoning);
    }
}
