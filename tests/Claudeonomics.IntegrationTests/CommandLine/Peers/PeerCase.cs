using System.Text.Json;
using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.CommandLine.Peers;

/// <summary>A home of the fixtures with what each program says of it.</summary>
/// <param name="Peers">What <c>peers.json</c> has, by the program's name.</param>
/// <param name="Why">What the case is about: the first paragraph of its <c>why.md</c>, in one line.</param>
internal sealed record PeerCase(string Agent, string Name, string Why, PeerFigures Ours, IReadOnlyDictionary<string, PeerFigures> Peers)
{
    public static string Folder { get; } = Repository.PathTo("tests", "fixtures", "agents");

    public static string RecordFile { get; } = Path.Combine(Folder, "peers.json");

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = false };

    public string Home => Path.Combine(Folder, Agent, Name, "home");

    /// <summary>Whether a program comes to other tokens, or where it knows prices to other dollars.</summary>
    public bool Differs(string peer) => Peers.TryGetValue(peer, out var figures)
        && (!figures.HasTokensOf(Ours) || (figures.Dollars is { } dollars && dollars != Ours.Dollars));

    /// <summary>All cases of the agents that a peer reads too, in the order of the fixtures.</summary>
    public static IReadOnlyList<PeerCase> ReadAll()
    {
        var recorded = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, PeerFigures>>>(File.ReadAllText(RecordFile), Json)!;
        return
        [
            .. from folder in Directory.EnumerateDirectories(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
               where File.Exists(Path.Combine(folder, "why.md"))
               let agent = Path.GetFileName(Path.GetDirectoryName(folder)!)
               let name = Path.GetFileName(folder)
               select new PeerCase(
                   agent, name, FirstParagraph(File.ReadAllText(Path.Combine(folder, "why.md"))),
                   PeerFigures.OfReport(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!),
                   recorded.GetValueOrDefault($"{agent}/{name}") ?? []),
        ];
    }

    private static string FirstParagraph(string text) => string.Join(' ', text.Trim().Split("\n\n")[0].Split('\n', StringSplitOptions.TrimEntries));
}
