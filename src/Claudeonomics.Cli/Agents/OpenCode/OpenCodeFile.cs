namespace Claudeonomics.Cli.Agents.OpenCode;

/// <summary>A message as releases without a database wrote it: <c>storage/message/SESSION/MESSAGE.json</c>, its parts in
/// <c>storage/part/MESSAGE/PART.json</c>.</summary>
internal sealed class OpenCodeFile : DocumentFormat
{
    // The part that ends a step is a few hundred bytes; longer parts are texts and tools.
    private const int LongestStep = 4096;

    public override byte Revision => 1;

    public override UnreadReason? Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink)
    {
        if (!OpenCodeAnswer.TryReadFile(document.Span, out var answer))
        {
            return UnreadReason.NotJson;
        }

        if (!answer.IsAnswer)
        {
            return null;
        }

        var tokens = answer.Tokens();
        if (!tokens.IsCall)
        {
            return answer.Add(tokens, sink);
        }

        var steps = Steps(file.Path);
        if (steps.Count < 2)
        {
            return answer.Add(tokens, sink);
        }

        UnreadReason? problem = null;
        var number = 0;
        foreach (var step in steps)
        {
            problem = answer.AddStep(step, ref number, sink) ?? problem;
        }

        return problem;
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
