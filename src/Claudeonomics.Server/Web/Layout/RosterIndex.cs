using System.Collections.Frozen;
using Claudeonomics.Core.People;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Web.Layout;

/// <summary>People and teams of the present roster by their ids.</summary>
internal sealed class RosterIndex(IRosterSource source)
{
    private Index _index = new(Roster.Empty);

    public Roster Roster => Current.Roster;

    /// <summary>Ordinal in <see cref="Roster.People"/>, or <see langword="null"/>.</summary>
    public int? Person(string id) => Current.People.TryGetValue(id, out var ordinal) ? ordinal : null;

    /// <summary>Ordinal in <see cref="Roster.Teams"/>, or <see langword="null"/>.</summary>
    public int? Team(string id) => Current.Teams.TryGetValue(id, out var ordinal) ? ordinal : null;

    public PageViewer Viewer(Viewer viewer) => new(
        viewer.PersonId,
        viewer.PersonId is { } id && Person(id) is { } ordinal ? Roster.People[ordinal].ShownAs : "Administrator",
        viewer.IsAdministrator);

    private Index Current
    {
        get
        {
            var index = _index;
            var roster = source.Current;
            return ReferenceEquals(index.Roster, roster) ? index : _index = new(roster);
        }
    }

    private sealed class Index(Roster roster)
    {
        public Roster Roster { get; } = roster;

        public FrozenDictionary<string, int> People { get; } =
            roster.People.Select(static (person, ordinal) => (person.Id, ordinal)).ToFrozenDictionary(static pair => pair.Id, static pair => pair.ordinal);

        public FrozenDictionary<string, int> Teams { get; } =
            roster.Teams.Select(static (team, ordinal) => (team.Id, ordinal)).ToFrozenDictionary(static pair => pair.Id, static pair => pair.ordinal);
    }
}
