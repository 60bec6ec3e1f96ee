using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Survey;

/// <summary>Says in a few folders where many files are.</summary>
internal static class FolderSummary
{
    /// <returns>For each folder of applications (the home folder, <c>~/.config</c> and their like) in which some of the paths are: the deepest folder
    /// that holds all of those of one application. In the order of their names.</returns>
    public static IReadOnlyList<string> Of(Surroundings surroundings, IEnumerable<string> paths)
    {
        string[] general =
        [
            .. new[] { surroundings.Home, surroundings.ConfigHome, surroundings.DataHome, surroundings.StateHome }
                .Concat(surroundings.ApplicationHomes)
                .Select(static home => Path.TrimEndingDirectorySeparator(home) + Path.DirectorySeparatorChar)
                .OrderByDescending(static home => home.Length),
        ];
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var start = general.FirstOrDefault(home => path.StartsWith(home, StringComparison.Ordinal))?.Length ?? 1;
            var application = path[..EndOfPart(path, start)];
            folders[application] = folders.TryGetValue(application, out var folder) ? Common(folder, path) : Path.GetDirectoryName(path) is { } own && own.Length >= application.Length ? own : path;
        }

        return [.. folders.Values.Order(StringComparer.Ordinal)];
    }

    /// <summary>A path as people write it: <c>~</c> for the home folder.</summary>
    public static string Short(Surroundings surroundings, string path)
    {
        var home = Path.TrimEndingDirectorySeparator(surroundings.Home);
        return home.Length > 1 && path.StartsWith(home, StringComparison.Ordinal) && (path.Length == home.Length || path[home.Length] == Path.DirectorySeparatorChar)
            ? "~" + path[home.Length..]
            : path;
    }

    private static int EndOfPart(string path, int start)
    {
        var end = path.IndexOf(Path.DirectorySeparatorChar, Math.Min(start, path.Length));
        return end < 0 ? path.Length : end;
    }

    // The longest folder that both are in.
    private static string Common(string folder, string path)
    {
        while (!path.StartsWith(folder, StringComparison.Ordinal) || (path.Length > folder.Length && path[folder.Length] != Path.DirectorySeparatorChar))
        {
            folder = Path.GetDirectoryName(folder) ?? "";
        }

        return folder;
    }
}
