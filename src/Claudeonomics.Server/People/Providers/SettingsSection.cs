using System.Globalization;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.People.Providers;

/// <summary>Reads a section setting by setting; what is wrong is told under the setting's whole key.</summary>
internal sealed class SettingsSection(IConfigurationSection section)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether anything of the section is set.</summary>
    public bool IsPresent => section.GetChildren().Any();

    public SettingsSection Section(string name)
    {
        _known.Add(name);
        return new(section.GetSection(name));
    }

    /// <returns><see langword="null"/> when it is absent or empty.</returns>
    public string? Text(string name)
    {
        _known.Add(name);
        return section[name] is { } value && value.Trim().Length > 0 ? value.Trim() : null;
    }

    public string Required(string name) => Text(name) ?? throw Wrong(name, "is needed.");

    /// <summary>Words between commas or spaces.</summary>
    public IReadOnlyList<string>? Words(string name) =>
        Text(name)?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>An address that secrets are sent to: https, or http on this machine.</summary>
    public Uri? Address(string name) => Text(name) is not { } text
        ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw Wrong(name, $"'{text}' is not an https address.");

    public string Choice(string name, params ReadOnlySpan<string> choices)
    {
        var text = Text(name);
        if (text is null)
        {
            return choices[0];
        }

        foreach (var choice in choices)
        {
            if (choice == text)
            {
                return choice;
            }
        }

        throw Wrong(name, $"'{text}' is none of {string.Join(", ", choices!)}.");
    }

    public int Number(string name, int value, int min, int max) => Text(name) is not { } text
        ? value
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Wrong(name, $"'{text}' is not a whole number from {min} to {max}.");

    /// <summary>Refuses what was not asked for. Called after all has been.</summary>
    public void RefuseUnknown() => KnownSettings.RefuseOthers(section, _known);

    public SettingsException Wrong(string name, string problem) => new($"{section.Path}:{name}", problem);
}
