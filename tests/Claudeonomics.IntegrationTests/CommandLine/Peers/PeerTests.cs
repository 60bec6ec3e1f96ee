using System.Text;
using System.Text.Json;

namespace Claudeonomics.IntegrationTests.CommandLine.Peers;

/// <summary>What docs/peers.md says of other programs is what those programs say, in the versions that are installed.</summary>
public sealed class PeerTests
{

    public static TheoryData<string, string> Cases { get; } = [.. PeerCase.ReadAll().Where(static one => one.Peers.Count > 0).Select(static one => (one.Agent, one.Name))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Peers_OfAHome_SayWhatIsRecorded(string agent, string name)
    {
        var one = PeerCase.ReadAll().Single(one => (one.Agent, one.Name) == (agent, name));
        foreach (var peer in Peer.All.Where(peer => peer.Reads(agent)))
        {
            Assert.Equal(one.Peers.GetValueOrDefault(peer.Name), await peer.RunAsync(one.Fixture, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Document_HasEveryDifference()
    {
        var document = File.ReadAllText(PeerDocument.File);

        Assert.Equal(PeerDocument.With(document, PeerCase.ReadAll()), document);
    }

    /// <summary>Runs the peers on every fixture and writes what they say, and docs/peers.md with it.</summary>
    [Fact(Explicit = true)]
    public async Task Record_AllCases()
    {
        var lines = new List<string>();
        foreach (var one in PeerCase.ReadAll())
        {
            var figures = new Dictionary<string, PeerFigures>();
            foreach (var peer in Peer.All.Where(peer => peer.Reads(one.Agent)))
            {
                figures.Add(peer.Name, await peer.RunAsync(one.Fixture, TestContext.Current.CancellationToken));
            }

            lines.Add($"  \"{one.Agent}/{one.Name}\": {JsonSerializer.Serialize(figures, PeerCase.Json)}");
        }

        await File.WriteAllTextAsync(PeerCase.RecordFile, $"{{\n{string.Join(",\n", lines)}\n}}\n", new UTF8Encoding(false), TestContext.Current.CancellationToken);
        var document = await File.ReadAllTextAsync(PeerDocument.File, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(PeerDocument.File, PeerDocument.With(document, PeerCase.ReadAll()), new UTF8Encoding(false), TestContext.Current.CancellationToken);
    }
}
