using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Agents.Running;
using Claudeonomics.IntegrationTests.Agents.StandIn;

namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>Runs the real agents and writes tests/fixtures/agents/AGENT/recorded anew. Explicit: see the README there.</summary>
public sealed class LogFixtureRecorder
{
    // Short values that say what a record is, whose it is and when it was: everything else is content.
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "$rewindTo", "agentId", "apiCallId", "api", "auth_type", "cwd", "event.name", "event.timestamp", "forkedFrom", "finishReason", "id",
        "kind", "lastUpdated", "messageId", "messageUuid", "model", "modelId", "operation", "parentId", "parentUuid", "projectHash", "prompt_id",
        "provenance", "provider", "response_id", "responseId", "role", "selectedModel", "sessionId", "sourceSessionId", "startTime", "status",
        "stopReason", "subtype", "timestamp", "traceId", "type", "usageId", "uuid", "version",
        "agent", "finish", "messageID", "mode", "modelID", "parentID", "providerID", "reason", "root", "sessionID", "variant",
    };

    // The tables of databases that hold usage, and the columns that hold no content.
    private static readonly string[] Tables = ["session", "message", "part", "session_message"];

    private static readonly HashSet<string> KeptColumns = new(StringComparer.Ordinal)
    {
        "agent", "directory", "id", "message_id", "parent_id", "project_id", "session_id", "type", "version",
    };

    public static TheoryData<string> Agents => RealAgentLogTests.Agents;

    [Theory(Explicit = true)]
    [MemberData(nameof(Agents))]
    public async Task Record(string name)
    {
        var agent = LoggingAgent.Named(name);
        await using var api = await ModelApiStandIn.StartAsync(agent.Scenario);
        using var run = (await agent.RunAsync(api)).Succeeded();
        using var home = new LogHome();
        foreach (var file in agent.Files(run.Home.Path))
        {
            // Agents name folders after the path that they work in, with its slashes as dashes.
            var place = Path.GetRelativePath(run.Home.Path, file).Replace(run.Home.Path.Replace('/', '-'), "-home-dev", StringComparison.Ordinal);
            if (file.EndsWith(".db", StringComparison.Ordinal))
            {
                home.Write(place + ".sql", Encoding.UTF8.GetBytes(DatabaseText.Of(file, Tables, (column, text) => Clean(column, text.Replace(run.Home.Path, "/home/dev", StringComparison.Ordinal)))));
            }
            else
            {
                home.Write(place, WithoutContent(File.ReadAllText(file).Replace(run.Home.Path, "/home/dev", StringComparison.Ordinal)));
            }
        }

        using var built = new LogHome().CopyFrom(home.Path);
        var read = built.Read();
        Assert.Equal(LoggingAgent.Expected(name, run, api), read.Calls.Select(call => call.Essence()).Order());
        Save(name, home, read);
    }

    private static void Save(string agent, LogHome home, LogReading read)
    {
        var folder = Repository.PathTo("tests", "fixtures", "agents", agent, "recorded");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, "home", Path.GetRelativePath(home.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllLines(Path.Combine(folder, "calls.txt"), read.Lines);
    }

    // A column holds a JSON document, or a text that is kept or not by the column's name.
    private static string Clean(string column, string text) =>
        text.StartsWith('{') || text.StartsWith('[') ? WithoutContent(text)[0] : Clean(text, KeptColumns.Contains(column));

    private static string[] WithoutContent(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            if (!line.StartsWith('{') && !line.StartsWith('['))
            {
                return line;
            }

            var record = JsonNode.Parse(line)!;
            Clean(record);
            return record.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        })];

    private static void Clean(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject record:
                foreach (var (name, value) in record.ToList())
                {
                    if (value is JsonValue text && text.GetValueKind() is JsonValueKind.String)
                    {
                        record[name] = Clean((string)text!, Kept.Contains(name));
                    }
                    else
                    {
                        Clean(value);
                    }
                }

                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                {
                    if (items[index] is JsonValue text && text.GetValueKind() is JsonValueKind.String)
                    {
                        items[index] = Clean((string)text!, false);
                    }
                    else
                    {
                        Clean(items[index]);
                    }
                }

                break;
        }
    }

    private static string Clean(string text, bool isKept) => isKept && text.Length < 128 ? text : $"[{text.Length} characters]";
}
