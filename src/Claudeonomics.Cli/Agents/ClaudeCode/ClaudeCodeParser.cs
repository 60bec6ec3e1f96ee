using System.Text.Unicode;
using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.ClaudeCode;

/// <summary>Makes calls of a transcript's lines. The rules and their sources are in README.md.</summary>
internal sealed class ClaudeCodeParser : LineParser
{
    // How a copy of a message gives way to another with the same message id.
    private const byte Main = 0;
    private const byte Sidechain = 1;
    private const byte WithoutRequest = 2;

    // No more iterations are read of one message; a real one has a few.
    private const int MostIterations = 64;

    private readonly GatewayAnswers _gateway = new();

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"usage\""u8) >= 0 || line.IndexOf("\"structuredPatch\""u8) >= 0;

    public override UnreadReason? Read(ReadOnlySpan<byte> line, CallSink sink)
    {
        var json = new JsonWalker(line);
        var read = default(ClaudeCodeLine);
        if (!json.TryEnterObject())
        {
            return UnreadReason.NotJson;
        }

        read.Read(ref json);
        if (json.IsBroken || !json.IsAtEnd)
        {
            return UnreadReason.NotJson;
        }

        if (!read.ChangedFile.IsEmpty)
        {
            AddChange(read, sink);
        }

        if (!read.HasUsage || !IsAnswer(read.Type))
        {
            return null;
        }

        if (!read.Usage.Counts.AreReadable)
        {
            return read.Usage.Counts.Problem;
        }

        // A notice that Claude Code wrote itself: {"model":"<synthetic>","usage":{"input_tokens":0,...}}
        var tokens = read.Usage.Tokens;
        if (tokens.TotalTokens == 0 || read.Model.SequenceEqual("<synthetic>"u8))
        {
            return null;
        }

        var call = Call(read, tokens, sink);
        sink.Add(call);
        var problem = AddAdvisors(read, call, sink);
        return problem ?? read.Usage.Counts.Problem
            ?? (read.AtUnixMs is null ? UnreadReason.NoTime : Utf8.IsValid(line) ? null : UnreadReason.NotUtf8);
    }

    public override bool TrySave(Stream state) => _gateway.TrySave(state);

    public override void Restore(Stream state) => _gateway.Restore(state);

    // Lines without a type are answers too if they carry a message with usage; a user's line repeats a sub-agent's sum.
    private static bool IsAnswer(ReadOnlySpan<byte> type) =>
        type.IsEmpty || type.SequenceEqual("assistant"u8) || type.SequenceEqual("progress"u8);

    // A line is repeated when a conversation is resumed, with the same id of the tool's use.
    private static void AddChange(in ClaudeCodeLine read, CallSink sink)
    {
        var content = new JsonWalker(read.Content);
        if (!content.TryEnterArray())
        {
            return;
        }

        while (content.NextItem())
        {
            if (ToolUseIdOf(ref content) is { IsEmpty: false } id)
            {
                sink.AddChange(new LogChange { AtUnixMs = read.AtUnixMs, Path = read.ChangedFile, Project = read.Folder, Key = sink.Hash(id) });
                return;
            }
        }
    }

    private static ReadOnlySpan<byte> ToolUseIdOf(ref JsonWalker item)
    {
        ReadOnlySpan<byte> id = default;
        if (!item.TryEnterObject())
        {
            return id;
        }

        while (item.NextProperty(out var name))
        {
            if (name.SequenceEqual("tool_use_id"u8))
            {
                id = item.ReadText();
            }
            else
            {
                item.Skip();
            }
        }

        return id;
    }

    private LogCall Call(in ClaudeCodeLine read, in TokenUsage tokens, CallSink sink)
    {
        var (key, family, yields) = KeyOf(read, tokens, sink);
        return new()
        {
            AtUnixMs = read.AtUnixMs,
            Usage = tokens,
            Provider = ProviderOf(read.Model),
            Model = read.Model,
            ConversationId = read.SessionId,
            RequestId = read.RequestId,
            ResponseId = read.MessageId,
            Project = read.Folder,
            Traits = read.Usage.Traits,
            WebSearches = read.Usage.WebSearches,
            ReportedCostMicros = Counts.MicrosOf(read.CostUsd),
            IsPartial = !read.HasStopReason && ClaudeCodeVersion.LogsPlaceholders(read.Version),
            Key = key,
            Family = family,
            Yields = yields,
        };
    }

    private (ulong Key, ulong Family, byte Yields) KeyOf(in ClaudeCodeLine read, in TokenUsage tokens, CallSink sink)
    {
        if (read.MessageId.IsEmpty)
        {
            return read.Uuid.IsEmpty ? default : (sink.Hash(read.Uuid), 0UL, Main);
        }

        var message = sink.Hash(read.MessageId);
        if (!read.RequestId.IsEmpty)
        {
            // An aside (/btw) repeats its parent's messages in a file of its own, with request ids of its own.
            return (CallSink.Join(message, sink.Hash(read.RequestId)), message, read.IsSidechain ? Sidechain : Main);
        }

        if (read.MessageId.StartsWith("msg_"u8))
        {
            // Anthropic's ids are unique in the world.
            return (CallSink.Join(message, 0), message, WithoutRequest);
        }

        return _gateway.KeyOf(CallSink.Join(message, sink.Hash(read.SessionId)), message, tokens, read.AtUnixMs ?? 0);
    }

    private static UnreadReason? AddAdvisors(in ClaudeCodeLine read, in LogCall call, CallSink sink)
    {
        if (read.Usage.Iterations.IsEmpty)
        {
            return null;
        }

        UnreadReason? problem = null;
        var iterations = new JsonWalker(read.Usage.Iterations);
        iterations.TryEnterArray();
        for (var index = 1; index <= MostIterations && iterations.NextItem(); index++)
        {
            var advisor = default(ClaudeCodeUsage);
            if (!advisor.Read(ref iterations) || !advisor.Type.SequenceEqual("advisor_message"u8))
            {
                continue;
            }

            problem = advisor.Counts.Problem ?? problem;
            if (advisor.Counts.AreReadable && advisor.Tokens.TotalTokens > 0)
            {
                sink.Add(Advice(call, advisor, index));
            }
        }

        return problem;
    }

    private static LogCall Advice(in LogCall call, in ClaudeCodeUsage advisor, int index) => new()
    {
        AtUnixMs = call.AtUnixMs,
        Usage = advisor.Tokens,
        Provider = ProviderOf(advisor.Model),
        Model = advisor.Model,
        ConversationId = call.ConversationId,
        Project = call.Project,
        Traits = advisor.Traits,
        WebSearches = advisor.WebSearches,
        IsPartial = call.IsPartial,
        Key = CallSink.Join(call.Key, (ulong)index),
        Family = call.Family == 0 ? 0 : CallSink.Join(call.Family, (ulong)index),
        Yields = call.Yields,
    };

    // Any model may answer through a gateway, and only Anthropic's names tell who was asked.
    private static ReadOnlySpan<byte> ProviderOf(ReadOnlySpan<byte> model) => model.IndexOf("claude"u8) >= 0 ? "anthropic"u8 : default;
}
