using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Droid;

/// <summary>What a session used so far: <c>SESSION.settings.json</c>, written anew beside the conversation <c>SESSION.jsonl</c>.</summary>
/// <remarks>
/// <code>
/// {"model":"claude-sonnet-4-5-20250929","providerLock":"anthropic","providerLockTimestamp":"2026-10-05T10:00:00.000Z",
///  "tokenUsage":{"inputTokens":100,"outputTokens":200,"cacheCreationTokens":300,"cacheReadTokens":400,"thinkingTokens":50}}
/// </code>
/// </remarks>
internal sealed class DroidSettings : DocumentFormat
{
    public const string Ending = ".settings.json";

    // The conversation's last lines: its last answer is among them.
    private const int TailBytes = 256 * 1024;

    private static readonly JsonFields Fields = new("model", "providerLock", "providerLockTimestamp", "tokenUsage");

    private static readonly UsageShape Counts = new()
    {
        Input = ["inputTokens"],
        CacheRead = ["cacheReadTokens"],
        CacheWrite = ["cacheCreationTokens"],
        Output = ["outputTokens"],
        Reasoning = ["thinkingTokens"],
        OutputIncludesReasoning = true,
    };

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!Fields.TryRead(document.Span, out var settings))
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var usage = Counts.Read(settings.Raw("tokenUsage"));
        if (!usage.IsCall)
        {
            unread.At(settings.Raw("tokenUsage"), usage.Problem);
            return;
        }

        var session = file.NameWithout(Ending);
        var at = LastTime(file.Path[..^Ending.Length] + ".jsonl") ?? settings.Time("providerLockTimestamp");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = settings.Text("providerLock"),
            Model = ModelOf(settings.Text("model")),
            ConversationId = session,
            Project = file.FolderName(1),
            IsSum = true,
            Key = sink.Hash(session),
        });
        unread.At(settings.Raw("tokenUsage"), usage.Verdict(at));
    }

    // A model of one's own has the name that its owner gave it: custom:Claude-Opus-4.5-Thinking-[Anthropic]-0
    private static ReadOnlySpan<byte> ModelOf(ReadOnlySpan<byte> model)
    {
        if (!model.StartsWith("custom:"u8))
        {
            return model;
        }

        model = model["custom:"u8.Length..];
        var bracket = model.IndexOf((byte)'[');
        return bracket > 0 ? model[..bracket].TrimEnd((byte)'-') : model;
    }

    private static long? LastTime(string conversation)
    {
        if (!File.Exists(conversation))
        {
            return null;
        }

        using var stream = new FileStream(conversation, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var start = Math.Max(0, stream.Length - TailBytes);
        var tail = new byte[stream.Length - start];
        stream.Position = start;
        var text = tail.AsSpan(0, stream.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false));
        ReadOnlySpan<byte> name = "\"timestamp\":\""u8;
        while (text.LastIndexOf(name) is >= 0 and var at)
        {
            var value = text[(at + name.Length)..];
            if (value.IndexOf((byte)'"') is > 0 and var length && LogTime.Parse(value[..length]) is { } time)
            {
                return time;
            }

            text = text[..at];
        }

        return null;
    }
}
