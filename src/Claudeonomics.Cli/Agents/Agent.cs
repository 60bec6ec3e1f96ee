using System.Text;

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

    /// <summary>Why nothing of this agent can be counted, for people; null for agents whose files tell tokens.</summary>
    public virtual string? WhyNotCounted => null;

    /// <summary>Files and folders that show that the agent is here, of an agent that is not counted.</summary>
    public virtual IEnumerable<string> Traces(Surroundings surroundings) => [];
}

/// <summary>A file of an agent, and how it is read.</summary>
/// <param name="Path">Full path.</param>
public readonly record struct LogFile(string Path, LogFormat Format)
{
    /// <summary>The name of a folder above the file, 1 being the one that it is in. Agents name conversations and projects by folders.</summary>
    /// <returns>UTF-8; empty when there is none.</returns>
    public byte[] FolderName(int up)
    {
        var folder = System.IO.Path.GetDirectoryName(Path);
        for (var level = 1; level < up; level++)
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return Encoding.UTF8.GetBytes(System.IO.Path.GetFileName(folder) ?? "");
    }

    /// <summary>The file's name up to an ending, in UTF-8.</summary>
    public byte[] NameWithout(string ending)
    {
        var name = System.IO.Path.GetFileName(Path);
        var end = name.IndexOf(ending, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(end < 0 ? name : name[..end]);
    }
}
