using System.Runtime.CompilerServices;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Cube;

/// <summary>The scope in which every person of a roster is their own row, taking part or not: for what is about one's own days.</summary>
internal static class EverybodyScope
{
    private static readonly ConditionalWeakTable<Roster, BoardScope> Cache = [];

    public static BoardScope Of(Roster roster) => Cache.GetValue(roster, static roster => new BoardScope(
        roster.People.Count,
        roster.People.Count,
        [.. Enumerable.Range(0, roster.People.Count)
            .Select(static person => new ScopeSpan(person, person, DateOnly.MinValue, DateOnly.MaxValue))]));
}
