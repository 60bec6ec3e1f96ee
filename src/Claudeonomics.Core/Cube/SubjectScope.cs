using System.Runtime.CompilerServices;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Cube;

/// <summary>The scope whose one row is a subject: a person whether or not they take part, a team's participants, or all of them.</summary>
internal static class SubjectScope
{
    private static readonly ConditionalWeakTable<Roster, RosterScopes> Cache = [];

    public static BoardScope Of(Roster roster, UsageSubject subject) => subject switch
    {
        UsageSubject.Person person => new BoardScope(
            roster.People.Count, 1, [new ScopeSpan(person.Ordinal, 0, DateOnly.MinValue, DateOnly.MaxValue)]),
        UsageSubject.Team team => InOneRow(ScopesOf(roster).Under(team.Ordinal).People),
        _ => InOneRow(ScopesOf(roster).Under(RosterScopes.Company).People),
    };

    private static RosterScopes ScopesOf(Roster roster) => Cache.GetValue(roster, static roster => new RosterScopes(roster));

    private static BoardScope InOneRow(BoardScope scope)
    {
        var spans = scope.Spans.ToArray();
        for (var i = 0; i < spans.Length; i++)
        {
            spans[i] = spans[i] with { Row = 0 };
        }

        return new(scope.People, 1, spans);
    }
}
