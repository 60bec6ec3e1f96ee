namespace Claudeonomics.Cli.Projects;

/// <summary>Puts git's worktrees to the repositories that they are of.</summary>
/// <param name="known">All folders that were worked in.</param>
internal sealed class MainProjects(IReadOnlyList<string> known)
{
    private readonly Dictionary<string, string> _mains = new(StringComparer.Ordinal);

    /// <returns>The folder itself when it is of no worktree.</returns>
    public string Of(string folder)
    {
        if (!_mains.TryGetValue(folder, out var main))
        {
            main = Path.IsPathFullyQualified(folder) ? GitWorktree.MainOf(folder) : null;
            main ??= Directory.Exists(folder) ? folder : WorktreeLayout.MainOf(folder, known) ?? folder;
            _mains.Add(folder, main);
        }

        return main;
    }
}
