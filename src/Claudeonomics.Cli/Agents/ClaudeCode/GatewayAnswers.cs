using System.Buffers.Binary;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.ClaudeCode;

/// <summary>Tells answers apart that came through a gateway without request ids and with message ids of its own.</summary>
/// <remarks>
/// Such an id may be unique, or the same for every answer (<c>"ocgo"</c>). Lines of one answer stand close together and were sent the same
/// context; another answer of the conversation was sent another. So lines with one id are one answer as long as their context stays, and an
/// answer is named by id, context and its first line's time: a copy of the conversation under another session id has all three.
/// A first line may come before the gateway knows the context, with zeros; it gives way to what follows.
/// </remarks>
internal sealed class GatewayAnswers
{
    // Answers under way at once in one file. An older one whose lines come again would count twice: no gateway was seen to do that.
    private const int MostOpen = 16;

    private const byte Placeholder = 3;

    private static readonly long LongestAnswerMs = (long)TimeSpan.FromMinutes(10).TotalMilliseconds;

    private readonly List<Answer> _open = [];

    private record struct Answer(ulong Id, ulong Context, long FirstAtMs, long LastAtMs);

    public (ulong Key, ulong Family, byte Yields) KeyOf(ulong id, ulong message, in TokenUsage tokens, long atUnixMs)
    {
        var context = tokens.ContextTokens == 0 ? 0
            : CallSink.Join(CallSink.Join((ulong)tokens.UncachedInputTokens, (ulong)tokens.CacheReadTokens), (ulong)tokens.CacheWriteTokens);
        var index = _open.FindIndex(answer => answer.Id == id);
        var answer = index < 0 ? default : _open[index];
        if (index < 0 || !Continues(answer, context, atUnixMs))
        {
            answer = new(id, context, atUnixMs, atUnixMs);
        }
        else
        {
            answer = answer with { Context = answer.Context == 0 ? context : answer.Context, LastAtMs = Math.Max(answer.LastAtMs, atUnixMs) };
        }

        if (index >= 0)
        {
            _open.RemoveAt(index);
        }
        else if (_open.Count == MostOpen)
        {
            _open.RemoveAt(0);
        }

        _open.Add(answer);
        var family = CallSink.Join(message, (ulong)answer.FirstAtMs);
        return context == 0
            ? (CallSink.Join(family, 1), family, Placeholder)
            : (CallSink.Join(family, context), family, default(byte));
    }

    public bool TrySave(Stream state)
    {
        Span<byte> bytes = stackalloc byte[32];
        foreach (var answer in _open)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, answer.Id);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], answer.Context);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], answer.FirstAtMs);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], answer.LastAtMs);
            state.Write(bytes);
        }

        return true;
    }

    public void Restore(Stream state)
    {
        Span<byte> bytes = stackalloc byte[32];
        while (state.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
        {
            _open.Add(new(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[24..])));
        }
    }

    private static bool Continues(in Answer answer, ulong context, long atUnixMs) =>
        (context == answer.Context || context == 0 || answer.Context == 0) && Math.Abs(atUnixMs - answer.LastAtMs) <= LongestAnswerMs;
}
