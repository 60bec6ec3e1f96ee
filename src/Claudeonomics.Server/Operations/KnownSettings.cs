namespace Claudeonomics.Server.Operations;

/// <summary>Refuses misspelt names: each would otherwise be a setting that silently does nothing.</summary>
public static class KnownSettings
{
    /// <param name="known">All names that may stand directly below the section, in any case.</param>
    /// <exception cref="SettingsException">Another one does.</exception>
    public static void RefuseOthers(IConfigurationSection section, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section.GetChildren().FirstOrDefault(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new SettingsException(unknown.Path, $"there is no such setting. There are: {string.Join(", ", known)}.");
        }
    }
}
