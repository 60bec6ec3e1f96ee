using Claudeonomics.Core.People;

namespace Claudeonomics.Server.People;

/// <summary>The present roster: rebuilt when people, teams, links or participation change, swapped in one write.</summary>
public interface IRosterSource
{
    Roster Current { get; }

    /// <summary>Raised after <see cref="Current"/> changed.</summary>
    event Action? Changed;
}
