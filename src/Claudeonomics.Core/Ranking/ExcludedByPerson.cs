using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>What an integrity run took out, by person.</summary>
internal sealed class ExcludedByPerson
{
    private readonly List<(int Person, ExcludedTokens Tokens)> _tokens = [];
    private readonly HashSet<int> _withFinding = [];

    private ExcludedByPerson(bool isJudged) => IsJudged = isJudged;

    public bool IsJudged { get; }

    public static ExcludedByPerson Of(Roster roster, IExcludedUsage excluded)
    {
        var result = new ExcludedByPerson(excluded.IsJudged);
        if (excluded.Tokens.Count + excluded.OpenFindings.Count == 0)
        {
            return result;
        }

        var wanted = excluded.Tokens.Select(static tokens => tokens.Identity).Concat(excluded.OpenFindings.Select(static finding => finding.Identity)).ToHashSet();
        var links = roster.Links.Where(link => wanted.Contains(link.Identity)).ToLookup(static link => link.Identity);
        foreach (var tokens in excluded.Tokens)
        {
            if (PersonOf(links[tokens.Identity], tokens.Day) is { } person)
            {
                result._tokens.Add((person, tokens));
            }
        }

        foreach (var finding in excluded.OpenFindings)
        {
            if (PersonOf(links[finding.Identity], finding.Day) is { } person)
            {
                result._withFinding.Add(person);
            }
        }

        return result;
    }

    public bool HasOpenFinding(int person) => _withFinding.Contains(person);

    /// <summary>Days of people on which conversations are not counted, in any order; some may come twice.</summary>
    public IEnumerable<(int Person, DateOnly Day)> NotCounted =>
        _tokens.Where(static of => of.Tokens.Reason is ExclusionReason.NotCounted).Select(static of => (of.Person, of.Tokens.Day));

    /// <summary>Takes weighted tokens (hundredths) off the rows under which they were counted.</summary>
    public void TakeOff(TokenWeights weights, DayRange days, UsageFilter filter, BoardScope scope, Span<long> byRow)
    {
        foreach (var (person, tokens) in _tokens)
        {
            if (days.Contains(tokens.Day) && Fits(filter, tokens) && scope.RowOf(person, tokens.Day) is >= 0 and var row)
            {
                byRow[row] = Math.Max(0, byRow[row] - weights.Of(tokens.Tokens));
            }
        }
    }

    private static bool Fits(UsageFilter filter, in ExcludedTokens tokens) =>
        (filter.Agent is null || filter.Agent == tokens.Agent)
        && (filter.Provider is null || filter.Provider == tokens.Provider)
        && (filter.Model is null || filter.Model == tokens.Model);

    private static int? PersonOf(IEnumerable<IdentityLink> links, DateOnly day)
    {
        foreach (var link in links)
        {
            if (day >= link.From && day < link.Until)
            {
                return link.Person;
            }
        }

        return null;
    }
}
