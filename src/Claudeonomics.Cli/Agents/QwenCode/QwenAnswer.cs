namespace Claudeonomics.Cli.Agents.QwenCode;

/// <summary>How the records that tell of one answer know each other: only one kind has the answer's id, and all have conversation and counts.</summary>
internal static class QwenAnswer
{
    /// <summary>The conversation's record of the API's answer, with its id.</summary>
    public const byte Response = 0;

    /// <summary>The month's record, which outlives the conversation.</summary>
    public const byte UsageLog = 1;

    /// <summary>The message that was made of it.</summary>
    public const byte Message = 2;

    public static ulong Family(CallSink sink, ReadOnlySpan<byte> conversation, in Core.Usage.TokenUsage tokens) =>
        CallSink.Join(sink.Hash(conversation), CallSink.Of(tokens));
}
