using System.Text.Json.Nodes;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Commands;
using Claudeonomics.Cli.Reports;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>A home folder and a memory of its own, thrown away at the end.</summary>
internal sealed class CliHome : IDisposable
{
    private readonly string? _home;
    private readonly IReadOnlyDictionary<string, string> _variables;

    /// <param name="home">An existing home that is only read; null for an empty one.</param>
    /// <param name="variables">The rest of the environment.</param>
    public CliHome(string? home = null, IReadOnlyDictionary<string, string>? variables = null) =>
        (_home, _variables) = (home, variables ?? new Dictionary<string, string>());

    private string Root { get; } = Directory.CreateTempSubdirectory("claudeonomics-cli-").FullName;

    public string Home => _home ?? Path.Combine(Root, "home");

    public string Memory => Path.Combine(Root, "memory");

    public Surroundings Surroundings => new(name => name switch
    {
        "HOME" => Home,
        "CLAUDEONOMICS_HOME" => Memory,
        _ => _variables.GetValueOrDefault(name),
    });

    public JsonObject Report(ReportKind kind = ReportKind.Daily, DateTimeOffset now = default) =>
        Report(new ReportRequest(kind, TimeZoneInfo.Utc, null, null, null) { WithAdvice = true }, now);

    public JsonObject Report(ReportRequest request, DateTimeOffset now = default)
    {
        using var output = new MemoryStream();
        ReportJson.Write(ReportCommand.Make(request, Surroundings, CancellationToken.None), now, output);
        return JsonNode.Parse(output.ToArray())!.AsObject();
    }

    public string Write(string path, string text)
    {
        var full = Path.Combine(Home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
