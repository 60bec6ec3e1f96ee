using System.Text;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Kimi;

/// <summary>The model that Kimi CLI is set to: its wire files name none.</summary>
internal static class KimiConfig
{
    private const long Longest = 1024 * 1024;

    private static readonly JsonFields Fields = new("default_model", "model");

    /// <param name="wire">A file below the folder <c>sessions</c>.</param>
    /// <returns>Empty when nothing tells.</returns>
    public static byte[] DefaultModel(string wire)
    {
        var folder = Path.GetDirectoryName(wire);
        while (folder is not null && Path.GetFileName(folder) is not "sessions")
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.GetDirectoryName(folder) is { } root ? FromToml(new(Path.Combine(root, "config.toml"))) ?? FromJson(new(Path.Combine(root, "config.json"))) ?? [] : [];
    }

    // default_model = "kimi-for-coding", before the first table.
    private static byte[]? FromToml(FileInfo config)
    {
        if (config is not { Exists: true, Length: < Longest })
        {
            return null;
        }

        foreach (var line in File.ReadLines(config.FullName).TakeWhile(static line => !line.StartsWith('[')))
        {
            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts is ["default_model", { Length: > 2 } value] && value[0] is '"' or '\'')
            {
                var end = value.IndexOf(value[0], 1);
                return end > 1 ? Named(Encoding.UTF8.GetBytes(value[1..end])) : null;
            }
        }

        return null;
    }

    private static byte[]? FromJson(FileInfo config)
    {
        if (config is not { Exists: true, Length: < Longest } || !Fields.TryRead(File.ReadAllBytes(config.FullName), out var record))
        {
            return null;
        }

        var model = record.Text("default_model");
        return Named(model.IsEmpty ? record.Text("model") : model);
    }

    /// <summary>A model without the route that Kimi's own service is called by: <c>kimi-code/kimi-for-coding</c>.</summary>
    public static byte[] Named(ReadOnlySpan<byte> model) => (model.StartsWith("kimi-code/"u8) ? model["kimi-code/"u8.Length..] : model).ToArray();
}
