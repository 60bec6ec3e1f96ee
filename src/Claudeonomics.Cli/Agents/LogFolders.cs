using System.IO.Enumeration;

namespace Claudeonomics.Cli.Agents;

/// <summary>Lists files of folders that may be missing, or may be closed to us.</summary>
public static class LogFolders
{
    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0, MaxRecursionDepth = 24 };
    private static readonly EnumerationOptions Flat = new() { RecurseSubdirectories = false, IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>Files below a folder whose name ends as given. Links to folders are not followed.</summary>
    public static IEnumerable<string> FilesBelow(string folder, string ending) => Directory.Exists(folder) ? Files(folder, ending, Deep) : [];

    /// <summary>Files directly in a folder whose name ends as given.</summary>
    public static IEnumerable<string> FilesIn(string folder, string ending) => Directory.Exists(folder) ? Files(folder, ending, Flat) : [];

    /// <summary>Folders directly in a folder.</summary>
    public static IEnumerable<string> FoldersIn(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "*", Flat) : [];

    private static FileSystemEnumerable<string> Files(string folder, string ending, EnumerationOptions options) =>
        new(folder, static (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(ending, StringComparison.Ordinal),
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
}
