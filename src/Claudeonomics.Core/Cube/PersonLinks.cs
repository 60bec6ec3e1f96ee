using System.Runtime.CompilerServices;
using Claudeonomics.Core.People;

namespace Claudeonomics.Core.Cube;

/// <summary>A roster's links by person, so that the map of a team does not go over the links of everybody.</summary>
internal sealed class PersonLinks
{
    private static readonly ConditionalWeakTable<Roster, PersonLinks> Cache = [];

    private readonly IdentityLink[] _links;
    private readonly int[] _first;

    private PersonLinks(Roster roster)
    {
        _links = [.. roster.Links.OrderBy(static link => link.Person)];
        _first = new int[roster.People.Count + 1];
        foreach (var link in _links)
        {
            _first[link.Person + 1]++;
        }

        for (var person = 0; person < roster.People.Count; person++)
        {
            _first[person + 1] += _first[person];
        }

        Identities = _links.Length == 0 ? 0 : _links.Max(static link => link.Identity) + 1;
    }

    /// <summary>One more than the greatest identity that is linked.</summary>
    public int Identities { get; }

    public static PersonLinks Of(Roster roster) => Cache.GetValue(roster, static roster => new PersonLinks(roster));

    public ReadOnlySpan<IdentityLink> Of(int person) => _links.AsSpan(_first[person].._first[person + 1]);
}
