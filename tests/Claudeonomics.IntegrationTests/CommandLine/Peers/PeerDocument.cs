using System.Globalization;
using System.Text;

namespace Claudeonomics.IntegrationTests.CommandLine.Peers;

/// <summary>The tables of docs/peers.md, made of the fixtures and what the peers said of them.</summary>
internal static class PeerDocument
{
    private const string Begin = "<!-- cases: written by PeerTests -->";
    private const string End = "<!-- end of cases -->";

    public static string File { get; } = Repository.PathTo("docs", "peers.md");

    /// <summary>The document with its tables as they should be.</summary>
    public static string With(string document, IReadOnlyList<PeerCase> cases)
    {
        var (begin, end) = (document.IndexOf(Begin, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        return begin < 0 || end < begin
            ? throw new InvalidDataException($"{File} lacks the lines between which its tables stand.")
            : document[..begin] + Begin + "\n\n" + Tables(cases) + "\n" + document[end..];
    }

    private static string Tables(IReadOnlyList<PeerCase> cases)
    {
        var text = new StringBuilder();
        var differing = cases.Where(static one => Peer.All.Any(peer => one.Differs(peer.Name))).ToList();
        text.Append(CultureInfo.InvariantCulture, $"{differing.Count} of {cases.Count(static one => one.Peers.Count > 0)} cases that a peer reads too come out differently.\n");
        foreach (var agent in differing.GroupBy(static one => one.Agent, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {agent.Key}\n\n| case | claudeonomics | ccusage | tokscale | why |\n|---|---|---|---|---|\n");
            foreach (var one in agent)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"| [{one.Name}](../tests/fixtures/agents/{one.Agent}/{one.Name}/why.md) | {Figures(one.Ours)} | {Cell(one, Peer.Ccusage)} | {Cell(one, Peer.Tokscale)} | {one.Why.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(PeerCase one, Peer peer) =>
        !one.Peers.TryGetValue(peer.Name, out var figures) ? "does not read it"
        : !one.Differs(peer.Name) ? "the same"
        : figures.HasTokensOf(one.Ours) ? $"the same tokens, {Dollars(figures.Dollars)}"
        : Figures(figures);

    // uncached input / cache read / cache write / output
    private static string Figures(PeerFigures figures) => string.Create(CultureInfo.InvariantCulture,
        $"{figures.UncachedInputTokens:N0} / {figures.CacheReadTokens:N0} / {figures.CacheWriteTokens:N0} / {figures.OutputTokens:N0}{(figures.Dollars is null ? "" : $", {Dollars(figures.Dollars)}")}");

    private static string Dollars(decimal? dollars) => string.Create(CultureInfo.InvariantCulture, $"${dollars:0.######}");
}
