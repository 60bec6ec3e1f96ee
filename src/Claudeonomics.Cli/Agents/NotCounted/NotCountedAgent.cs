namespace Claudeonomics.Cli.Agents.NotCounted;

/// <summary>An agent that keeps no token counts of its calls on this machine. It is listed when it is here, and nothing is estimated.</summary>
/// <param name="name">As in reports.</param>
/// <param name="title">For people.</param>
/// <param name="why">Why nothing can be counted, and where the counts are, for people.</param>
/// <param name="traces">Files and folders below the home folder, with slashes.</param>
public sealed class NotCountedAgent(string name, string title, string why, params IReadOnlyList<string> traces) : Agent
{
    public override string Name => name;

    public override string Title => title;

    public override string? WhyNotCounted => why;

    public override IEnumerable<LogFile> Find(Surroundings surroundings) => [];

    public override IEnumerable<string> Traces(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return traces.Select(trace => surroundings.InHome(trace.Split('/'))).Where(Path.Exists);
    }
}
