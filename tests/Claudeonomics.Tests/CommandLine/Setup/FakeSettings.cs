using Claudeonomics.Cli.Setup;

namespace Claudeonomics.Tests.CommandLine.Setup;

/// <summary>Settings files that are nowhere but here; a text of null stands for a file that may not be read.</summary>
internal sealed class FakeSettings(params (string Path, string? Text)[] files) : ISettingsFiles
{
    public string? Read(string path)
    {
        foreach (var (known, text) in files)
        {
            if (known == path)
            {
                return text ?? throw new IOException("Permission denied");
            }
        }

        return null;
    }

    public IEnumerable<string> List(string folder, string ending) =>
        files.Select(static file => file.Path)
            .Where(path => Path.GetDirectoryName(path) == folder && path.EndsWith(ending, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
