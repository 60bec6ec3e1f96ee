using System.IO.Enumeration;

namespace Claudeonomics.Cli.Agents;

/// <summary>Lists files of folders that may be missing, or may be closed to us. (Deep ones: <see cref="Surroundings.KnownFolders"/>.)</summary>
public static class LogFolders
{
    private static readonly EnumerationOptions Flat = new() { RecurseSubdirectories = false, IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>Files directly in a folder whose name ends as given.</summary>
    public static IEnumerable<string> FilesIn(string folder, string ending) => Directory.Exists(folder) ? Files(folder, ending) : [];

    /// <summary>Folders directly in a folder.</summary>
    public static IEnumerable<string> FoldersIn(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "*", Flat) : [];

    private static FileSystemEnumerable<string> Files(string folder, string ending) =>
        new(folder, static (ref FileSystemEntry entry) => entry.ToFullPath(), Flat)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(ending, StringComparison.Ordinal),
        };
}
