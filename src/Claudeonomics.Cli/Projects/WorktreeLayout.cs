namespace Claudeonomics.Cli.Projects;

/// <summary>Where agents and editors put worktrees, for those whose folders are gone.</summary>
internal static class WorktreeLayout
{
    // The repository is the folder above: shop/.claude/worktrees/fix (Claude Code), shop/.worktrees/fix.
    private static readonly string[][] Inside = [[".claude", "worktrees"], [".worktrees"]];

    // The repository is the folder of that name beside: shop.worktrees/fix (Visual Studio Code).
    private const string Beside = ".worktrees";

    // Only the repository's name is told: ~/.codex/worktrees/1a2b/shop, ~/.cursor/worktrees/shop/fix, ~/conductor/workspaces/shop/fix.
    private static readonly (string[] Folders, int Name, int Length)[] Apart =
    [
        ([".codex", "worktrees"], 1, 2),
        ([".cursor", "worktrees"], 0, 2),
        (["conductor", "workspaces"], 0, 2),
    ];

    /// <summary>The same folder in the main repository.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="others">Folders that are known; where a layout tells a name only, the one of them that is called so.</param>
    /// <returns>Null when no layout fits, or several folders have the name.</returns>
    public static string? MainOf(string folder, IEnumerable<string> others)
    {
        var parts = folder.Split('/', '\\');
        for (var at = 1; at < parts.Length; at++)
        {
            foreach (var inside in Inside)
            {
                if (IsAt(parts, at, inside) && at + inside.Length < parts.Length)
                {
                    return Join(folder, [.. parts[..at], .. parts[(at + inside.Length + 1)..]]);
                }
            }

            if (parts[at].Length > Beside.Length && parts[at].EndsWith(Beside, StringComparison.Ordinal) && at + 1 < parts.Length)
            {
                return Join(folder, [.. parts[..at], parts[at][..^Beside.Length], .. parts[(at + 2)..]]);
            }

            foreach (var (folders, name, length) in Apart)
            {
                var end = at + folders.Length + length;
                if (IsAt(parts, at, folders) && end <= parts.Length && OnlyOne(others, parts[at + folders.Length + name]) is { } main)
                {
                    return Join(folder, [main, .. parts[end..]]);
                }
            }
        }

        return null;
    }

    private static bool IsAt(string[] parts, int at, string[] names) => parts.AsSpan(at).StartsWith(names);

    private static string? OnlyOne(IEnumerable<string> folders, string name)
    {
        string? found = null;
        foreach (var folder in folders)
        {
            var parts = folder.Split('/', '\\');
            if (parts[^1] != name || IsWorktree(parts))
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = folder;
        }

        return found;
    }

    private static bool IsWorktree(string[] parts)
    {
        for (var at = 0; at < parts.Length; at++)
        {
            if (Inside.Any(inside => IsAt(parts, at, inside)) || Apart.Any(apart => IsAt(parts, at, apart.Folders)) || parts[at].EndsWith(Beside, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string Join(string like, string[] parts) => string.Join(like.Contains('/', StringComparison.Ordinal) ? '/' : '\\', parts);
}
