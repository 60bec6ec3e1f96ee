using Claudeonomics.Cli.Scan;

namespace Claudeonomics.Cli.Agents;

/// <summary>What agents look at to find their own folders: variables and the home folder. Tests bring their own.</summary>
public sealed class Surroundings
{
    private readonly Func<string, string?> _variable;

    /// <param name="variable">The value of an environment variable, or null.</param>
    public Surroundings(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        _variable = variable;
        Home = Variable("HOME") ?? Variable("USERPROFILE") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    }

    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess { get; } = new(Environment.GetEnvironmentVariable);

    public string Home { get; }

    /// <summary>Lists deep folders.</summary>
    public KnownFolders KnownFolders { get; } = new();

    /// <summary><c>$XDG_CONFIG_HOME</c>, or <c>~/.config</c>.</summary>
    public string ConfigHome => Variable("XDG_CONFIG_HOME") ?? InHome(".config");

    /// <summary><c>$XDG_DATA_HOME</c>, or <c>~/.local/share</c>.</summary>
    public string DataHome => Variable("XDG_DATA_HOME") ?? InHome(".local", "share");

    /// <summary><c>$XDG_STATE_HOME</c>, or <c>~/.local/state</c>.</summary>
    public string StateHome => Variable("XDG_STATE_HOME") ?? InHome(".local", "state");

    /// <summary>Where an application may keep its own folder: <c>~/.config</c>, macOS's Application Support, Windows' AppData.</summary>
    public IEnumerable<string> ApplicationHomes =>
        Variable("APPDATA") is { } roaming
            ? [ConfigHome, InHome("Library", "Application Support"), roaming]
            : [ConfigHome, InHome("Library", "Application Support")];

    /// <returns>The variable's value; null when it is not set or blank.</returns>
    public string? Variable(string name) => _variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>A variable that holds one folder or several with commas between, as ccusage and its followers allow.</summary>
    public IReadOnlyList<string> Folders(string variable) =>
        Variable(variable)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Expand).ToArray() ?? [];

    public string InHome(params ReadOnlySpan<string> parts) => Path.Combine([Home, .. parts]);

    private string Expand(string folder) =>
        folder is "~" || folder.StartsWith("~/", StringComparison.Ordinal) ? Home + folder[1..] : folder;
}
