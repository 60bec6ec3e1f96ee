using Claudeonomics.Core.People;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Help;

/// <summary>People of the present roster by id, as others see them.</summary>
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

    /// <summary>People of the store, who are no declared automation.</summary>
    public static IQueryable<Person> In(ControlContext db) =>
        db.People.Where(person => !db.AutomationDeclarations.Any(declared => declared.PersonId == person.Id && declared.IsWhole));

    private sealed record Known(Roster Roster, Dictionary<string, RosterPerson> People);
}
