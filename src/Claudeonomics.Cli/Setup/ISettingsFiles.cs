namespace Claudeonomics.Cli.Setup;

/// <summary>Agents' settings files, as the agents themselves find them.</summary>
internal interface ISettingsFiles
{
    /// <returns>The file's text; null when there is no such file.</returns>
    /// <exception cref="IOException">It is there and cannot be read, or is longer than any settings are.</exception>
    string? Read(string path);

    /// <summary>Files of a folder whose name ends as given, in the order of their names; none when there is no such folder.</summary>
    IEnumerable<string> List(string folder, string ending);
}

/// <summary>Those on this machine's disk.</summary>
internal sealed class DiskSettings : ISettingsFiles
{
    // No settings file is nearly as long; whatever is, is not read into memory.
    private const int LongestFile = 4 * 1024 * 1024;

    public string? Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        try
        {
            return file.Length <= LongestFile ? File.ReadAllText(path) : throw new IOException($"{path} is longer than {LongestFile} bytes.");
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    public IEnumerable<string> List(string folder, string ending) => Agents.LogFolders.FilesIn(folder, ending).Order(StringComparer.Ordinal);
}
