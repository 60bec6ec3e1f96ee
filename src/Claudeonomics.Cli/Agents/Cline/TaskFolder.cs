using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Cline;

/// <summary>What else a task's folder tells: which model it had when.</summary>
internal sealed class TaskFolder(LogFile file, byte[] workspace)
{
    private static readonly JsonFields Message = new("ts", "content");

    private List<(long AtUnixMs, byte[] Model)>? _models;

    public byte[] Id { get; } = file.FolderName(1);

    public byte[] Workspace { get; } = workspace;

    /// <summary>The model of a request. Older versions tell it only to the model itself, in what is sent along with a request that has begun:
    /// <c>&lt;model&gt;claude-sonnet-4&lt;/model&gt;</c>.</summary>
    public byte[] ModelAt(long? atUnixMs)
    {
        _models ??= ReadModels();
        var next = _models.FindIndex(model => model.AtUnixMs >= atUnixMs);
        return _models.Count == 0 ? [] : next >= 0 ? _models[next].Model : _models[^1].Model;
    }

    private List<(long AtUnixMs, byte[] Model)> ReadModels()
    {
        var models = new List<(long AtUnixMs, byte[] Model)>();
        var history = Path.Combine(Path.GetDirectoryName(file.Path)!, "api_conversation_history.json");
        if (!File.Exists(history))
        {
            return models;
        }

        foreach (var json in new JsonItems(File.ReadAllBytes(history).AsSpan().TrimStart(" \t\r\n"u8)))
        {
            if (!Message.TryRead(json, out var message) || message.Raw("content") is var content && content.LastIndexOf("<model>"u8) is var start && start < 0)
            {
                continue;
            }

            var model = content[(start + "<model>"u8.Length)..];
            if (model.IndexOf("</model>"u8) is > 0 and var length)
            {
                models.Add((message.Time("ts") ?? 0, model[..length].Trim((byte)' ').ToArray()));
            }
        }

        return models;
    }
}
