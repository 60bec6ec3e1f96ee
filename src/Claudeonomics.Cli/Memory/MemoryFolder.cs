using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Memory;

/// <summary>Where the command line keeps what it has seen.</summary>
internal static class MemoryFolder
{
    /// <summary><c>$CLAUDEONOMICS_HOME</c>, or <c>claudeonomics</c> in the state folder (<c>$XDG_STATE_HOME</c>, else <c>~/.local/state</c>).</summary>
    public static string Of(Surroundings surroundings) =>
        surroundings.Variable("CLAUDEONOMICS_HOME") ?? Path.Combine(surroundings.StateHome, "claudeonomics");

    /// <summary>Makes a folder that only its owner may enter.</summary>
    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>How the memory's files are opened: nobody but the owner may, since conversations and folders have names.</summary>
    public static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
