namespace Claudeonomics.Cli.Agents.Pi;

/// <summary>Pi and the agents made of it, which keep their conversations alike.</summary>
/// <param name="name">As in reports.</param>
/// <param name="title">For people.</param>
/// <param name="prefix">What their variables begin with, such as <c>PI</c> in <c>PI_CODING_AGENT_DIR</c>.</param>
/// <param name="folders">Folders of conversations below the home folder, with slashes.</param>
public sealed class PiAgent(string name, string title, string prefix, params IReadOnlyList<string> folders) : Agent
{
    // Prime Agent keeps conversations of sub-agents apart.
    private static readonly string[] Kinds = ["sessions", "session-artifacts"];

    private readonly PiConversation _conversation = new();

    public override string Name => name;

    public override string Title => title;

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return Roots(surroundings).Distinct(StringComparer.Ordinal)
            .SelectMany(root => surroundings.KnownFolders.FilesBelow(root, ".jsonl"))
            .Select(path => new LogFile(path, _conversation));
    }

    private IEnumerable<string> Roots(Surroundings surroundings)
    {
        // ccusage's variable names folders of conversations.
        string[] named = [.. surroundings.Folders($"{prefix}_AGENT_DIR"), .. surroundings.Folders($"{prefix}_CODING_AGENT_SESSION_DIR")];
        if (named.Length > 0)
        {
            return named;
        }

        return surroundings.Variable($"{prefix}_CODING_AGENT_DIR") is { } agent
            ? Kinds.Select(kind => Path.Combine(agent, kind))
            : folders.Select(folder => surroundings.InHome(folder.Split('/')));
    }
}
