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
}
