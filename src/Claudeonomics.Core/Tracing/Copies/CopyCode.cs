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

    // Kept open: a trace asks thousands of copies a few questions each, and making the key ready costs more than those.
    private readonly ICryptoTransform _encryptor;
    private int[]? _drawn;

    /// <param name="key">The company's: 32 bytes that only the server knows.</param>
    /// <param name="copy">The copy's number.</param>
    public CopyCode(ReadOnlySpan<byte> key, int copy)
    {
        var label = "claudeonomics/export-copy/"u8;
        Span<byte> message = stackalloc byte[label.Length + sizeof(int)];
        label.CopyTo(message);
        BinaryPrimitives.WriteInt32LittleEndian(message[label.Length..], copy);
        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        _encryptor = aes.CreateEncryptor(HMACSHA256.HashData(key, message), rgbIV: null);
    }

    /// <summary>Which of the eight last digits a name's figure with these first three has.</summary>
    internal static byte[] AskLast(string foldedName, int lead) => Ask($"last/{lead}/{foldedName}");

    /// <summary>Whether first three digits that begin with these two end evenly.</summary>
    internal static byte[] AskParity(int firstTwo) => Ask($"parity/{firstTwo}");

    /// <summary>Answers whole questions, one behind the other.</summary>
    internal void Answer(byte[] questions, byte[] answers)
    {
        if (questions.Length > 0)
        {
            _encryptor.TransformBlock(questions, 0, questions.Length, answers, 0);
        }
    }

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
        for (var number = 0; drawn.Count < Canaries; number++)
        {
            var name = (int)(NumberOf(Ask($"canary/{number}")) % (ulong)names);
            if (!drawn.Contains(name))
            {
                drawn.Add(name);
            }
        }

        return _drawn = [.. drawn];
    }

    /// <summary>A number of this copy's own for where a canary stands and what it has: uniform, and nothing that a trace asks for.</summary>
    /// <param name="canary">From 0.</param>
    public ulong PlaceOf(int canary) => NumberOf(Ask($"place/{canary}"));

    public void Dispose() => _encryptor.Dispose();

    internal static ulong Number(ReadOnlySpan<byte> answer) => BinaryPrimitives.ReadUInt64LittleEndian(answer);

    internal ulong NumberOf(byte[] question)
    {
        var answer = new byte[BlockBytes];
        Answer(question, answer);
        return Number(answer);
    }

    private static byte[] Ask(string words) => SHA256.HashData(Encoding.UTF8.GetBytes(words))[..BlockBytes];
}
