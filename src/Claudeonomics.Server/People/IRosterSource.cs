using Claudeonomics.Core.People;

namespace Claudeonomics.Server.People;

/// <summary>The present roster: rebuilt when people, teams, links or participation change, swapped in one write.</summary>
/// <remarks>While the server runs an ordinal never comes to mean anybody else: people and teams are added behind the last, and the place of
/// somebody who was erased stays empty. So an ordinal looked up a moment ago may be used with the roster of now.</remarks>
public interface IRosterSource
{
    Roster Current { get; }

    /// <summary>Raised after <see cref="Current"/> changed.</summary>
    event Action? Changed;
}
