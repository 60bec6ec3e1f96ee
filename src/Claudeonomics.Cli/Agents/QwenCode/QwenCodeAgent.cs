namespace Claudeonomics.Cli.Agents.QwenCode;

/// <summary>Alibaba's Qwen Code: a file of lines a conversation, one a sub-agent, and one a month of bare usage.</summary>
public sealed class QwenCodeAgent : Agent
{
    private readonly QwenChat _chat = new();
    private readonly QwenUsageLog _usage = new();

    public override string Name => "qwen-code";

    public override string Title => "Qwen Code";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        foreach (var root in Roots(surroundings))
        {
            foreach (var project in LogFolders.FoldersIn(Path.Combine(root, "projects")))
            {
                var chats = surroundings.KnownFolders.FilesBelow(Path.Combine(project, "chats"), ".jsonl");
                foreach (var path in chats.Concat(surroundings.KnownFolders.FilesBelow(Path.Combine(project, "subagents"), ".jsonl")))
                {
                    yield return new(path, _chat);
                }
            }

            foreach (var path in LogFolders.FilesIn(Path.Combine(root, "usage"), ".jsonl"))
            {
                yield return new(path, _usage);
            }
        }
    }

    // Conversations are below the runtime folder where one is named; what was there before it was named stays in the home folder.
    private static IEnumerable<string> Roots(Surroundings surroundings)
    {
        var named = surroundings.Folders("QWEN_DATA_DIR");
        IEnumerable<string> roots = named.Count > 0
            ? named
            : [.. surroundings.Folders("QWEN_RUNTIME_DIR"), surroundings.Variable("QWEN_HOME") ?? surroundings.InHome(".qwen")];
        return roots.Distinct(StringComparer.Ordinal);
    }
}
