namespace Claudeonomics.Cli.Agents.OpenCode;

/// <summary>A message as releases without a database wrote it: <c>storage/message/SESSION/MESSAGE.json</c>, its parts in
/// <c>storage/part/MESSAGE/PART.json</c>.</summary>
internal sealed class OpenCodeFile : DocumentFormat
{
    // The part that ends a step is a few hundred bytes; longer parts are texts and tools.
    private const int LongestStep = 4096;

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!OpenCodeAnswer.TryReadFile(document.Span, out var answer))
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        if (!answer.IsAnswer)
        {
            return;
        }

        var tokens = answer.Tokens();
        var steps = tokens.IsCall ? Steps(file.Path) : [];
        if (steps.Count < 2)
        {
            unread.Whole(answer.Add(tokens, sink));
            return;
        }

        // They lie in files of their own.
        var number = 0;
        foreach (var step in steps)
        {
            unread.Whole(answer.AddStep(step, ref number, sink));
        }
    }

    private static List<byte[]> Steps(string message)
    {
        var steps = new List<byte[]>();
        foreach (var path in PartFolders(message).SelectMany(static folder => LogFolders.FilesIn(folder, ".json")).Order(StringComparer.Ordinal))
        {
            if (new FileInfo(path).Length <= LongestStep && File.ReadAllBytes(path) is var part && part.AsSpan().IndexOf("\"step-finish\""u8) >= 0)
            {
                steps.Add(part);
            }
        }

        return steps;
    }

    // storage/message/SESSION/MESSAGE.json has its parts in storage/part/MESSAGE, and before that in storage/session/part/SESSION/MESSAGE.
    private static IEnumerable<string> PartFolders(string message)
    {
        var session = Path.GetDirectoryName(message)!;
        var parts = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(session))!, "part");
        var name = Path.GetFileNameWithoutExtension(message);
        return [Path.Combine(parts, name), Path.Combine(parts, Path.GetFileName(session), name)];
    }
}
