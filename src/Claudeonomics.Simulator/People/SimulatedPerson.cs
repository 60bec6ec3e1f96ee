using Claudeonomics.Core.People;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Fairness;

namespace Claudeonomics.Simulator.People;

/// <summary>Where somebody works. The offset is the zone's winter one all year, so that a day is a day.</summary>
/// <param name="Id">IANA name.</param>
public sealed record SimulatedZone(string Id, TimeSpan UtcOffset)
{
    /// <summary>The zones there are, with their share of 100 people. Inferred.</summary>
    internal static readonly SimulatedZone[] All =
    [
        new("America/Los_Angeles", TimeSpan.FromHours(-8)),
        new("America/New_York", TimeSpan.FromHours(-5)),
        new("Europe/Berlin", TimeSpan.FromHours(1)),
        new("Asia/Kolkata", TimeSpan.FromMinutes(330)),
    ];

    internal static ReadOnlySpan<byte> Percent => [60, 12, 18, 10];
}

/// <summary>Somebody of the simulated company.</summary>
/// <param name="Ordinal">Place in <see cref="Company.People"/>.</param>
/// <param name="Team">Ordinal of a team without teams under it.</param>
/// <param name="MonthlyTokens">What they are meant to use in the 30 days that end on the company's last day; 0 for who does not.</param>
/// <param name="ExpectedWorkdays">Mean number of workdays of 30 days on which they are active; 0 for who is not.</param>
/// <param name="WorksEveryDay">Active every day, with agents side by side.</param>
/// <param name="Favourite">The agent and model of most of their sessions.</param>
/// <param name="ExportsMetrics">Their agents send metrics beside events.</param>
/// <param name="Archetype">What they are up to, in a population that says.</param>
public sealed record SimulatedPerson(
    int Ordinal, string Name, string Email, string Role, int Team, SimulatedZone Zone, Participation Participation,
    double WorkingDaysPerWeek, long MonthlyTokens, double ExpectedWorkdays, bool WorksEveryDay, AgentModel Favourite,
    bool ExportsMetrics, Archetype Archetype = Archetype.Ordinary);

/// <param name="Parent">Ordinal of the team above it, or -1 for the company itself.</param>
public sealed record SimulatedTeam(int Ordinal, string Name, int Parent);
