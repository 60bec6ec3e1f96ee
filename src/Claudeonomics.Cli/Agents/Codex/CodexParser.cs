using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>Makes calls of a rollout's lines. The rules and their sources are in README.md.</summary>
internal sealed class CodexParser : LineParser
{
    private byte[] _conversation = [];
    private byte[] _folder = [];
    private byte[] _model = [];
    private ServiceTier _tier;
    private CodexUsage? _total;

    public override bool Matters(ReadOnlySpan<byte> line)
    {
        // Most bytes are prompts, answers and tool output, which say so at their beginning:
        // {"timestamp":"2026-10-05T11:00:00.000Z","type":"response_item","payload":{...}}
        var head = line[..Math.Min(line.Length, 96)];
        return head.IndexOf("\"type\":\"response_item\""u8) < 0 || head.IndexOf("\"payload\""u8) is >= 0 and var payload && payload < head.IndexOf("\"type\":\"response_item\""u8);
    }

    public override UnreadReason? Read(ReadOnlySpan<byte> line, CallSink sink)
    {
        var json = new JsonWalker(line);
        if (!json.TryEnterObject())
        {
            return UnreadReason.NotJson;
        }

        var read = default(CodexLine);
        read.Read(ref json);
        if (json.IsBroken || !json.IsAtEnd)
        {
            return UnreadReason.NotJson;
        }

        switch (read.Kind)
        {
            case var kind when kind.SequenceEqual("session_meta"u8):
                _conversation = read.Id.IsEmpty ? _conversation : read.Id.ToArray();
                _folder = read.Folder.ToArray();
                return null;
            case var kind when kind.SequenceEqual("turn_context"u8):
                _model = read.Model.IsEmpty ? _model : read.Model.ToArray();
                _folder = read.Folder.IsEmpty ? _folder : read.Folder.ToArray();
                return null;
            case var kind when kind.SequenceEqual("thread_settings_applied"u8):
                _tier = read.Tier;
                return null;
            case var kind when kind.SequenceEqual("token_count"u8):
                return ReadCount(read, sink);
            default:
                return null;
        }
    }

    public override bool TrySave(Stream state) => false;

    private UnreadReason? ReadCount(in CodexLine read, CallSink sink)
    {
        if (read.Total is null && read.Last is null)
        {
            return null;
        }

        if (!read.Counts.AreReadable)
        {
            return read.Counts.Problem;
        }

        var spent = Spent(read);
        _total = read.Total ?? _total;
        if (spent.IsZero)
        {
            return read.Counts.Problem;
        }

        var tokens = spent.Tokens;
        sink.Add(new LogCall
        {
            AtUnixMs = read.AtUnixMs,
            Usage = tokens,
            Provider = "openai"u8,
            Model = _model,
            ConversationId = _conversation,
            Project = _folder,
            Traits = new(Speed.Standard, _tier, Geography.Global),
            Key = CallSink.Join(CallSink.Join((ulong)(read.AtUnixMs ?? 0), sink.Hash(_model)), CallSink.Of(tokens)),
        });
        return read.Counts.Problem ?? (read.AtUnixMs is null ? UnreadReason.NoTime : null);
    }

    // The same total again is a refresh of the display. A total that fell began anew.
    private CodexUsage Spent(in CodexLine read)
    {
        if (read.Total is not { } total)
        {
            return read.Last!.Value;
        }

        if (_total is { } before && before == total)
        {
            return default;
        }

        if (read.Last is { } last)
        {
            return last;
        }

        return _total is { } earlier && !(total - earlier).HasNegative ? total - earlier : total;
    }
}
