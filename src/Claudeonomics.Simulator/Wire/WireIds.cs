using System.Buffers.Binary;
using System.Buffers.Text;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Wire;

/// <summary>How agents name conversations, requests, prompts and tool uses: the same text in a body, in a file and under a hash.</summary>
internal static class WireIds
{
    /// <summary>No name is longer.</summary>
    public const int MostLength = 64;

    private const int ConversationLength = 36;
    private const int HexLength = 16;

    /// <summary><c>c2a8921d-8721-4e18-9df5-b24b7b586b5c</c></summary>
    public static ReadOnlySpan<byte> WriteConversation(Guid conversation, Span<byte> to)
    {
        Utf8Formatter.TryFormat(conversation, to, out var written);
        return to[..written];
    }

    /// <summary><c>req_8626b6b18e0a2f11</c></summary>
    public static ReadOnlySpan<byte> WriteRequest(ulong id, Span<byte> to) => WritePrefixed("req_"u8, id, to);

    /// <summary><c>toolu_8626b6b18e0a2f11</c></summary>
    public static ReadOnlySpan<byte> WriteToolUse(ulong id, Span<byte> to) => WritePrefixed("toolu_"u8, id, to);

    /// <summary><c>call_8626b6b18e0a2f11</c></summary>
    public static ReadOnlySpan<byte> WriteCodexCall(ulong id, Span<byte> to) => WritePrefixed("call_"u8, id, to);

    /// <summary>Gemini CLI's <c>c2a8921d-8721-4e18-9df5-b24b7b586b5c########17</c>: the session and the prompt's number.</summary>
    public static ReadOnlySpan<byte> WriteGeminiPrompt(Guid conversation, int prompt, Span<byte> to)
    {
        WriteConversation(conversation, to);
        "########"u8.CopyTo(to[ConversationLength..]);
        Utf8Formatter.TryFormat(prompt, to[(ConversationLength + 8)..], out var digits);
        return to[..(ConversationLength + 8 + digits)];
    }

    /// <summary>Claude Code's <c>prompt.id</c>, a UUID that follows from the session and the prompt's number.</summary>
    public static ReadOnlySpan<byte> WriteClaudePrompt(Guid conversation, int prompt, Span<byte> to)
    {
        Span<byte> bytes = stackalloc byte[16];
        conversation.TryWriteBytes(bytes);
        var random = new SplitMix64(BitConverter.ToUInt64(bytes) ^ (ulong)prompt);
        return WriteConversation(Uuid4.Of(random.Next(), random.Next()), to);
    }

    public static ulong HashOf(KeyedHash hash, Guid conversation)
    {
        Span<byte> text = stackalloc byte[ConversationLength];
        return hash.Of(WriteConversation(conversation, text));
    }

    public static ulong HashOfRequest(KeyedHash hash, in Act call)
    {
        Span<byte> text = stackalloc byte[MostLength];
        return hash.Of(WriteRequest(call.Id, text));
    }

    /// <summary>Sixteen lower-case digits.</summary>
    public static void WriteHex(ulong id, Span<byte> to)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, id);
        Convert.TryToHexStringLower(bytes, to, out _);
    }

    private static ReadOnlySpan<byte> WritePrefixed(ReadOnlySpan<byte> prefix, ulong id, Span<byte> to)
    {
        prefix.CopyTo(to);
        WriteHex(id, to[prefix.Length..]);
        return to[..(prefix.Length + HexLength)];
    }
}
