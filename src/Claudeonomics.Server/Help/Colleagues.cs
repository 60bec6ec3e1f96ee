using Claudeonomics.Core.People;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Help;

/// <summary>People of the present roster by id, as others see them.</summary>
/// <remarks>Inside a change of the store it is what stands there: people's own changes are told to the roster before the next one begins.</remarks>
internal sealed class Colleagues(IRosterSource source)
{
    private volatile Known _known = new(Roster.Empty, []);

    /// <summary>Whoever takes part, in whatever way.</summary>
    public RosterPerson? Participant(string id)
    {
        var (known, roster) = (_known, source.Current);
        if (!ReferenceEquals(known.Roster, roster))
        {
            _known = known = new(roster, roster.People.Where(static person => person.Participates).ToDictionary(static person => person.Id));
        }

        return known.People.GetValueOrDefault(id);
    }

    /// <summary>Whoever others see, by name or pseudonym.</summary>
    public RosterPerson? Shown(string id) => Participant(id) is { Participation: not Participation.Private } person ? person : null;

    private sealed record Known(Roster Roster, Dictionary<string, RosterPerson> People);
}
