namespace Claudeonomics.Cli.Agents.Codebuff;

/// <summary>Codebuff, once Manicode: a document a chat.</summary>
public sealed class CodebuffAgent : Agent
{
    private static readonly string[] Channels = ["manicode", "manicode-dev", "manicode-staging"];

    private readonly CodebuffChat _chat = new();

    public override string Name => "codebuff";

    public override string Title => "Codebuff";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Folders("CODEBUFF_DATA_DIR");
        return
            from root in named.Count > 0 ? named.Distinct(StringComparer.Ordinal) : Channels.Select(channel => surroundings.InHome(".config", channel))
            from project in LogFolders.FoldersIn(Path.Combine(root, "projects"))
            from chat in LogFolders.FoldersIn(Path.Combine(project, "chats"))
            let path = Path.Combine(chat, "chat-messages.json")
            where File.Exists(path)
            select new LogFile(path, _chat);
    }
}
