using System.Text.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Logs;

namespace Claudeonomics.IntegrationTests.CommandLine.Peers;

/// <summary>A home of the fixtures with what each program says of it.</summary>
/// <param name="Peers">What <c>peers.json</c> has, by the program's name.</param>
/// <param name="Why">What the case is about: the first paragraph of its <c>why.md</c>, in one line.</param>
internal sealed record PeerCase(string Agent, string Name, string Why, PeerFigures Ours, IReadOnlyDictionary<string, PeerFigures> Peers)
{
    public static string RecordFile { get; } = Path.Combine(LogFixture.Root, "peers.json");

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = false };

    public LogFixture Fixture => new(Agent, Name);

    /// <summary>Whether a program comes to other tokens, or where it knows prices to other dollars.</summary>
    public bool Differs(string peer) => Peers.TryGetValue(peer, out var figures)
        && (!figures.HasTokensOf(Ours) || (figures.Dollars is { } dollars && dollars != Ours.Dollars));

    /// <summary>All cases of the agents that a peer reads too, in the order of the fixtures.</summary>
    public static IReadOnlyList<PeerCase> ReadAll()
    {
        var recorded = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, PeerFigures>>>(File.ReadAllText(RecordFile), Json)!;
        return
        [
            .. from fixture in LogFixture.With("why.md")
               let folder = new LogFixture(fixture.Agent, fixture.Case).Folder
               select new PeerCase(
                   fixture.Agent, fixture.Case, FirstParagraph(File.ReadAllText(Path.Combine(folder, "why.md"))),
                   PeerFigures.OfReport(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!),
                   recorded.GetValueOrDefault($"{fixture.Agent}/{fixture.Case}") ?? []),
        ];
    }

    private static string FirstParagraph(string text) => string.Join(' ', text.Trim().Split("\n\n")[0].Split('\n', StringSplitOptions.TrimEntries));
}
