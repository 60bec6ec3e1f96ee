namespace Claudeonomics.Cli.Agents;

/// <summary>One coding agent: what it is called and which of its files hold usage.</summary>
/// <remarks>An agent is a folder (this class, its formats, README.md with the facts about its files) and a line in <see cref="AgentRegistry"/>.</remarks>
public abstract class Agent
{
    /// <summary>As in telemetry and reports, such as <c>claude-code</c>; at most 64 characters, never changed.</summary>
    public abstract string Name { get; }

    /// <summary>For people, such as <c>Claude Code</c>.</summary>
    public abstract string Title { get; }

    /// <summary>The agent's files that may hold usage, whether or not they changed. A folder that is missing or may not be read is passed over.</summary>
    /// <remarks>Listed at every run, so it asks for folders only and opens nothing.</remarks>
    public abstract IEnumerable<LogFile> Find(Surroundings surroundings);
}

/// <summary>A file of an agent, and how it is read.</summary>
/// <param name="Path">Full path.</param>
public readonly record struct LogFile(string Path, LogFormat Format);
