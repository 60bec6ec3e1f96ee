using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Claudeonomics.Core.Tracing.Copies;

/// <summary>What one copy answers to questions that every copy is asked: chance to whoever has not the key, and different from copy to copy.</summary>
/// <remarks>
/// A question is the same for all copies, so that a trace asks it once: 16 bytes of a hash. The answer is that block under AES with the copy's own key, which is made of
/// the company's mark key and the copy's number. Not safe for use by several threads at a time.
/// </remarks>
public sealed class CopyCode : IDisposable
{
    /// <summary>Bytes of a question, and of its answer.</summary>
    public const int BlockBytes = 16;

    /// <summary>How many canaries a copy draws; it may carry fewer.</summary>
    public const int Canaries = 10;

    private readonly Aes _aes;
    private int[]? _drawn;

    /// <param name="key">The company's: 32 bytes that only the server knows.</param>
    /// <param name="copy">The copy's number.</param>
    public CopyCode(ReadOnlySpan<byte> key, int copy)
    {
        var label = "claudeonomics/export-copy/"u8;
        Span<byte> message = stackalloc byte[label.Length + sizeof(int)];
        label.CopyTo(message);
        BinaryPrimitives.WriteInt32LittleEndian(message[label.Length..], copy);
        _aes = Aes.Create();
        _aes.Key = HMACSHA256.HashData(key, message);
    }

    /// <summary>Which of the eight last digits a name's figure with these first three has.</summary>
    internal static void AskLast(string foldedName, int lead, Span<byte> question) => Ask($"last/{lead}/{foldedName}", question);

    /// <summary>Whether first three digits that begin with these two end evenly.</summary>
    internal static void AskParity(int firstTwo, Span<byte> question) => Ask($"parity/{firstTwo}", question);

    /// <summary>Answers whole questions, one behind the other.</summary>
    internal void Answer(ReadOnlySpan<byte> questions, Span<byte> answers) => _aes.EncryptEcb(questions, answers, PaddingMode.None);

    /// <summary>Names that this copy draws for its canaries: <see cref="Canaries"/> different numbers below a count.</summary>
    /// <param name="names">How many names there are to draw from; always as many.</param>
    public int[] DrawCanaries(int names)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(names, Canaries * 10);
        if (_drawn is not null)
        {
            return _drawn;
        }

        var drawn = new List<int>(Canaries);
        Span<byte> block = stackalloc byte[BlockBytes];
        for (var number = 0; drawn.Count < Canaries; number++)
        {
            Ask($"canary/{number}", block);
            var name = (int)(NumberOf(block) % (ulong)names);
            if (!drawn.Contains(name))
            {
                drawn.Add(name);
            }
        }

        return _drawn = [.. drawn];
    }

    /// <summary>A number of this copy's own for where a canary stands and what it has: uniform, and nothing that a trace asks for.</summary>
    /// <param name="canary">From 0.</param>
    public ulong PlaceOf(int canary)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        Ask($"place/{canary}", block);
        return NumberOf(block);
    }

    public void Dispose() => _aes.Dispose();

    internal static ulong Number(ReadOnlySpan<byte> answer) => BinaryPrimitives.ReadUInt64LittleEndian(answer);

    internal ulong NumberOf(Span<byte> question)
    {
        Answer(question, question);
        return Number(question);
    }

    private static void Ask(string words, Span<byte> question)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(words), hash);
        hash[..BlockBytes].CopyTo(question);
    }
}
