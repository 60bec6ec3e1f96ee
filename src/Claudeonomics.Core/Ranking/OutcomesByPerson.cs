using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Linked outcomes by person.</summary>
internal sealed class OutcomesByPerson
{
    private readonly List<(int Person, DateOnly Day, SizeClass Size)> _outcomes = [];

    private OutcomesByPerson(bool isConnected) => IsConnected = isConnected;

    public bool IsConnected { get; }

    public static OutcomesByPerson Of(Roster roster, ILinkedOutcomes linked)
    {
        var result = new OutcomesByPerson(linked.IsConnected);
        if (linked.Outcomes.Count == 0)
        {
            return result;
        }

        var wanted = linked.Outcomes.Select(static outcome => outcome.Identity).ToHashSet();
        var links = roster.Links.Where(link => wanted.Contains(link.Identity)).ToLookup(static link => link.Identity);
        foreach (var outcome in linked.Outcomes)
        {
            foreach (var link in links[outcome.Identity])
            {
                if (outcome.Day >= link.From && outcome.Day < link.Until)
                {
                    result._outcomes.Add((link.Person, outcome.Day, outcome.Size));
                    break;
                }
            }
        }

        return result;
    }

    /// <summary>Somebody's outcomes within some days.</summary>
    public int CountOf(int person, DayRange days) => _outcomes.Count(outcome => outcome.Person == person && days.Contains(outcome.Day));

    /// <summary>Adds outcomes by their size, in hundredths of a medium one, to the rows under which they count.</summary>
    public void Add(DayRange days, BoardScope scope, GameRules rules, Span<long> byRow)
    {
        foreach (var (person, day, size) in _outcomes)
        {
            if (days.Contains(day) && scope.RowOf(person, day) is >= 0 and var row)
            {
                byRow[row] += rules.OutcomeHundredthsOf(size);
            }
        }
    }
}
