using System.Text;

namespace Claudeonomics.Cli.Projects;

/// <summary>What git itself left on the disk of a worktree.</summary>
/// <remarks>
/// A worktree has a file where a repository has a folder, and it leads to the repository that it is of
/// (https://git-scm.com/docs/gitrepository-layout):
/// <code>
/// /work/shop-fix/.git                          gitdir: /work/shop/.git/worktrees/shop-fix
/// /work/shop/.git/worktrees/shop-fix/commondir ../..
/// </code>
/// A submodule has such a file too, and no <c>commondir</c>.
/// </remarks>
internal static class GitWorktree
{
    private const string Pointer = "gitdir:";

    // Paths are no longer than that, and what a folder is called is read from files that anybody may have written.
    private const int LongestFile = 8 * 1024;

    /// <summary>The same folder in the main repository.</summary>
    /// <param name="folder">Full path; it need not be there any more.</param>
    /// <returns>Null when no worktree is at or above it.</returns>
    public static string? MainOf(string folder)
    {
        for (var above = folder; !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above))
        {
            var git = Path.Combine(above, ".git");
            if (Directory.Exists(git))
            {
                return null;
            }

            if (ReadLine(git) is { } line)
            {
                return line.StartsWith(Pointer, StringComparison.Ordinal) && RootOf(Path.GetFullPath(line[Pointer.Length..].Trim(), above)) is { } root
                    ? Path.Join(root, Path.GetRelativePath(above, folder) is "." ? "" : Path.GetRelativePath(above, folder)).TrimEnd(Path.DirectorySeparatorChar)
                    : null;
            }
        }

        return null;
    }

    private static string? RootOf(string gitDirectory)
    {
        if (ReadLine(Path.Combine(gitDirectory, "commondir")) is { } common)
        {
            var repository = Path.GetFullPath(common, gitDirectory).TrimEnd(Path.DirectorySeparatorChar);
            return Path.GetFileName(repository) is ".git" ? Path.GetDirectoryName(repository) : repository;
        }

        // The main repository has forgotten the worktree, or is gone itself; where it was still stands there.
        var worktrees = Path.GetDirectoryName(gitDirectory);
        return Path.GetFileName(worktrees) is "worktrees" && Path.GetDirectoryName(worktrees) is { } git && Path.GetFileName(git) is ".git"
            ? Path.GetDirectoryName(git) : null;
    }

    /// <returns>The first line; null when there is no such file, or none that can be read.</returns>
    private static string? ReadLine(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[LongestFile];
            var text = Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            return text.Split('\n')[0].Trim() is { Length: > 0 } line && !line.Contains('\0', StringComparison.Ordinal) ? line : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
