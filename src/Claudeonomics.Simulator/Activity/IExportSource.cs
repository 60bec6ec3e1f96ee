using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Activity;

/// <summary>A company and what its agents send: simulated on the spot or read from a file.</summary>
public interface IExportSource
{
    IReadOnlyList<SimulatedPerson> People { get; }

    /// <summary>A tree: the company itself first, parents before their teams.</summary>
    IReadOnlyList<SimulatedTeam> Teams { get; }

    /// <summary>The next export, in order of arrival.</summary>
    /// <returns><see langword="false"/> when there is none left.</returns>
    bool TryRead(out Export export);
}
