using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>What an integrity run took out, by person.</summary>
internal sealed class ExcludedByPerson
{
    private readonly List<(int Person, ExcludedTokens Tokens)> _tokens = [];
    private readonly Dictionary<int, List<DayRange>> _openFindings = [];
    private readonly HashSet<(int Person, DateOnly Month)> _out = [];

    private ExcludedByPerson(bool isJudged) => IsJudged = isJudged;

    public bool IsJudged { get; }

    public static ExcludedByPerson Of(RosterScopes scopes, IExcludedUsage excluded)
    {
        var result = new ExcludedByPerson(excluded.IsJudged);
        result.AddPeople(scopes, excluded);
        if (excluded.Tokens.Count == 0)
        {
            return result;
        }

        var wanted = excluded.Tokens.Select(static tokens => tokens.Identity).ToHashSet();
        var links = scopes.Roster.Links.Where(link => wanted.Contains(link.Identity)).ToLookup(static link => link.Identity);
        foreach (var tokens in excluded.Tokens)
        {
            if (PersonOf(links[tokens.Identity], tokens.Day) is { } person)
            {
                result._tokens.Add((person, tokens));
            }
        }

        return result;
    }

    /// <summary>Whether what somebody did on some days is in question, or they are out of the season in which these end.</summary>
    public bool HasFinding(int person, DayRange days) =>
        IsOut(person, days.End.AddDays(-1))
        || (_openFindings.TryGetValue(person, out var findings) && findings.Exists(finding => finding.Start < days.End && days.Start < finding.End));

    /// <summary>Whether somebody is out of the season of a day.</summary>
    public bool IsOut(int person, DateOnly day) => _out.Count > 0 && _out.Contains((person, DayRange.MonthOf(day).Start));

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

    private void AddPeople(RosterScopes scopes, IExcludedUsage excluded)
    {
        foreach (var finding in excluded.OpenFindings)
        {
            if (scopes.PersonOf(finding.PersonId) is { } person)
            {
                if (!_openFindings.TryGetValue(person, out var findings))
                {
                    _openFindings.Add(person, findings = []);
                }

                findings.Add(finding.Days);
            }
        }

        foreach (var (personId, month) in excluded.OutOfSeason)
        {
            if (scopes.PersonOf(personId) is { } person)
            {
                _out.Add((person, month));
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
