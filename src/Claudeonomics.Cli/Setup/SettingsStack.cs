using System.Text.Json;

namespace Claudeonomics.Cli.Setup;

/// <summary>Several settings files in JSON of which the stronger ones hide what the weaker ones say.</summary>
internal sealed class SettingsStack
{
    // Settings are edited by people, who leave comments and trailing commas in them.
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly List<(string Path, JsonElement Settings)> _files = [];

    /// <param name="paths">The strongest first. Those that are missing are passed over.</param>
    /// <exception cref="SettingsException">One is no JSON object, or cannot be read.</exception>
    public SettingsStack(ISettingsFiles files, params IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (Read(files, path) is { } settings)
            {
                _files.Add((path, settings));
            }
        }
    }

    /// <returns>The setting at a path of names in the strongest file that has it; null when none has.</returns>
    public Setting? Find(params ReadOnlySpan<string> names)
    {
        foreach (var (path, settings) in _files)
        {
            if (Find(settings, names) is { } value)
            {
                return new(value, path);
            }
        }

        return null;
    }

    private static string? Find(JsonElement settings, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (settings.ValueKind != JsonValueKind.Object || !settings.TryGetProperty(name, out settings))
            {
                return null;
            }
        }

        return settings.ValueKind switch
        {
            JsonValueKind.String => settings.GetString(),
            JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => settings.GetRawText(),
            _ => null,
        };
    }

    private static JsonElement? Read(ISettingsFiles files, string path)
    {
        try
        {
            if (files.Read(path) is not { } text || string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            using var document = JsonDocument.Parse(text, Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new SettingsException(path, "It is JSON, but no object.");
        }
        catch (JsonException fault)
        {
            throw new SettingsException(path, $"It is no JSON: see line {fault.LineNumber + 1}.");
        }
        catch (IOException fault)
        {
            throw new SettingsException(path, fault.Message);
        }
    }
}
