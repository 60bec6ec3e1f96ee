using System.Runtime.InteropServices;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Scan;

namespace Claudeonomics.Cli.Survey;

/// <summary>What was found of one agent.</summary>
/// <param name="Folders">Where, a few folders or files that hold all of it; empty when nothing was found.</param>
/// <param name="Files">Files that may hold usage.</param>
/// <param name="Bytes">Their size together.</param>
/// <param name="Sums">All of its calls that are known, also those of files that it has deleted since.</param>
/// <param name="Unread">Lines and files that could not be read, or not as they stand there.</param>
internal sealed record AgentFinding(
    Agent Agent, IReadOnlyList<string> Folders, int Files, long Bytes, UsageSums Sums, IReadOnlyList<UnreadLine> Unread)
{
    /// <summary>When its last call was answered; null without calls, or when no file tells.</summary>
    public DateTimeOffset? LastAt => Sums.LastAtUnixMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(Sums.LastAtUnixMs);

    public bool IsFound => Folders.Count > 0 || Sums.Requests > 0;
}

/// <summary>Looks what there is of every agent.</summary>
internal static class AgentSurvey
{
    /// <returns>One finding for each agent, in the order of the registry.</returns>
    public static IReadOnlyList<AgentFinding> Take(Surroundings surroundings, MemoryState state, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<string, UsageSums>(StringComparer.Ordinal);
        foreach (var (key, cell) in state.AllCells)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(sums, state.Names.Origins[key.Origin].Agent, out _).Add(cell);
        }

        var unread = state.Unread().ToLookup(static line => line.Path, StringComparer.Ordinal);
        return [.. AgentRegistry.All.Select(agent =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Look(surroundings, agent, unread) with { Sums = sums.GetValueOrDefault(agent.Name) };
        })];
    }

    private static AgentFinding Look(Surroundings surroundings, Agent agent, ILookup<string, UnreadLine> unread)
    {
        if (agent.WhyNotCounted is not null)
        {
            return new(agent, FolderSummary.Of(surroundings, agent.Traces(surroundings)), 0, 0, default, []);
        }

        var paths = agent.Find(surroundings).Select(static file => file.Path).ToArray();
        return new(
            agent, FolderSummary.Of(surroundings, paths), paths.Length, paths.Sum(LengthOf), default,
            [.. paths.SelectMany(path => unread[path])]);
    }

    // Between listing and asking an agent may have deleted it.
    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }
}
