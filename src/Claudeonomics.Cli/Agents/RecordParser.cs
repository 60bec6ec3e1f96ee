using System.Buffers.Binary;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents;

/// <summary>Reads lines of which a handful of fields matter, and keeps texts from earlier lines, such as the model of what follows.</summary>
internal abstract class RecordParser(JsonFields fields) : LineParser
{
    private const int MostTexts = 8;

    private readonly byte[]?[] _kept = new byte[MostTexts][];

    public sealed override UnreadReason? Read(ReadOnlySpan<byte> line, CallSink sink) =>
        fields.TryRead(line, out var record) ? Take(record, sink) : UnreadReason.NotJson;

    public override bool TrySave(Stream state)
    {
        Span<byte> length = stackalloc byte[4];
        foreach (var text in _kept)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, text?.Length ?? 0);
            state.Write(length);
            state.Write(text);
        }

        // Ids, models and folders are short. What is longer is no reason to fail: the file is then read from its beginning.
        return _kept.Sum(static text => text?.Length ?? 0) < 32 * 1024;
    }

    public override void Restore(Stream state)
    {
        Span<byte> length = stackalloc byte[4];
        for (var index = 0; index < MostTexts; index++)
        {
            state.ReadExactly(length);
            var text = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
            state.ReadExactly(text);
            _kept[index] = text;
        }
    }

    /// <summary>Reads one line that matters and hands its calls over.</summary>
    /// <returns>What could not be read of it, or null.</returns>
    protected abstract UnreadReason? Take(in JsonRecord record, CallSink sink);

    /// <summary>A text of an earlier line; empty when none was kept.</summary>
    protected ReadOnlySpan<byte> Kept(int index) => _kept[index];

    /// <summary>Keeps a text for the lines that follow; an empty one leaves what was kept.</summary>
    protected void Keep(int index, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && !text.SequenceEqual(_kept[index]))
        {
            _kept[index] = text.ToArray();
        }
    }
}
