namespace Claudeonomics.Cli.Agents;

/// <summary>Where VS Code and editors made of it keep what their extensions store.</summary>
public static class VsCodeFolders
{
    private static readonly string[] Editors = ["Code", "Code - Insiders", "VSCodium", "Cursor", "Windsurf", "Trae", "Kiro", "Antigravity", "Positron"];

    private static readonly string[] Servers = [".vscode-server", ".vscode-server-insiders", ".vscodium-server", ".cursor-server", ".windsurf-server", ".vscode-remote"];

    /// <summary>The <c>User</c> folder of each editor, whether or not it is there.</summary>
    public static IEnumerable<string> UserFolders(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var installed = from home in surroundings.ApplicationHomes from editor in Editors select Path.Combine(home, editor, "User");
        var servers = Servers.Select(server => surroundings.InHome(server, "data", "User"));
        return [.. installed, .. servers, surroundings.InHome(".local", "share", "code-server", "User")];
    }

    /// <summary>The folders of an extension's tasks, one a task.</summary>
    /// <param name="extension">Publisher and name, such as <c>saoudrizwan.claude-dev</c>.</param>
    public static IEnumerable<string> TasksOf(Surroundings surroundings, string extension) =>
        UserFolders(surroundings).SelectMany(user => LogFolders.FoldersIn(Path.Combine(user, "globalStorage", extension, "tasks")));
}
