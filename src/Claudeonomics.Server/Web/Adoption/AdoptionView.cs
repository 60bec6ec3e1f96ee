using System.Numerics;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Web.Board;
using Claudeonomics.Server.Web.Drawing;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Server.Web.Text;

namespace Claudeonomics.Server.Web.Adoption;

/// <summary>How a group uses AI: distributions, no names.</summary>
/// <param name="Team">Of a team's page; <see langword="null"/> for the company.</param>
/// <param name="Population">Of the last 30 days; says whether the group is too small to be told about.</param>
/// <param name="ActiveDays">How many participants were active on how many of the last 30 days, by the steps of <see cref="DaySteps"/>.</param>
/// <param name="Quantiles">Tokens of the participants with usage, from the least to the most. Like <paramref name="ActiveDays"/> empty
/// for a group below <see cref="FewestForDistributions"/>.</param>
/// <param name="Agents">Tokens by agent, most first.</param>
/// <param name="Models">By model, day by day, the last 30 days: days of their own are at hand, of a company of any size. Empty where a policy tells of
/// no days.</param>
/// <param name="ByModel">There, the same without the days.</param>
public sealed record AdoptionView(
    RosterTeam? Team, DateOnly Today, Population Population, IReadOnlyList<int> ActiveDays,
    IReadOnlyList<(string Name, long Tokens)> Quantiles, IReadOnlyList<(string Agent, long Tokens)> Agents, AreaSeries Models,
    IReadOnlyList<(string Model, long Tokens)> ByModel, IReadOnlyList<Standing> Teams)
{
    public const int Days = 30;

    /// <summary>From so many people with usage on there are distributions. In a smaller group each step would be somebody, and some of
    /// them take part privately.</summary>
    public const int FewestForDistributions = GoalProgress.FewestForCounts;

    private const string Median = "half (median)";

    private static readonly (string Name, double Share)[] QuantileNames =
    [
        ("a tenth use at most", 0.1), ("a quarter", 0.25), (Median, 0.5), ("three quarters", 0.75), ("nine tenths", 0.9), ("99 of 100", 0.99),
    ];

    /// <summary>Steps of active days, first and last day of each.</summary>
    public static IReadOnlyList<(int From, int To)> DaySteps { get; } = [(0, 0), (1, 2), (3, 5), (6, 10), (11, 15), (16, 20), (21, 30)];

    internal static AdoptionView Of(RosterTeam? team, IBoards boards, IBoardSource source, ShownUsage usage, RosterIndex roster, RuleBook rules)
    {
        var today = boards.Today;
        var query = (BoardAddress.Default with { Team = team?.Id }).QueryOn(today);
        var population = boards.Get(query).Population;
        var teams = team is null ? boards.Get(query with { Subject = BoardSubject.Team }).Standings : [];
        if (population.Withheld || population.Active == 0)
        {
            return new(team, today, population, [], [], [], new([], []), [], teams);
        }

        if (boards.Policy.GuardsGroups)
        {
            return Guarded(team, today, population, teams, source, roster, rules.Of(today), query.Window);
        }

        var scopes = roster.Scopes;
        var root = scopes.RootOf(team?.Id);
        UsageSubject subject = team is null ? new UsageSubject.Company() : new UsageSubject.Team(root);
        var charted = ChartSpan.Days.Until(today);
        var byDay = usage.Reader.Rows(subject, charted, UsageGrouping.Day, UsageFilter.All);
        var isLarge = population.Active >= FewestForDistributions;
        var byAgent = usage.Reader.Rows(subject, query.Window, UsageGrouping.Agent, UsageFilter.All);
        using var data = source.Open(scopes.Roster);
        return new(
            team, today, population,
            isLarge ? ActiveDaysOf(data, scopes, root, query.Window, rules.Of(today).ActiveDay) : [],
            isLarge ? AsToldOf(population, QuantilesOf(data, scopes.Under(root).People, query.Window)) : [],
            [.. byAgent.GroupBy(static row => row.Agent, StringComparer.Ordinal)
                .Select(static rows => (rows.Key, rows.Sum(static row => row.Sums.Tokens.TotalTokens)))
                .OrderByDescending(static agent => agent.Item2)],
            AreaSeries.Of(
                byDay.Select(static row => (Words.Model(row.Model), DateOnly.ParseExact(row.Key, "yyyy-MM-dd", null), row.Sums.Tokens.TotalTokens)),
                charted.Start, 1, ChartSpan.Days.Steps),
            [], teams);
    }

    // Nothing by day, nothing of fewer people than a group, and everybody whom nobody may see left out.
    private static AdoptionView Guarded(
        RosterTeam? team, DateOnly today, Population population, IReadOnlyList<Standing> teams, IBoardSource source, RosterIndex roster, GameRules rules, DayRange days)
    {
        var scopes = roster.Scopes.Shown;
        var root = scopes.RootOf(team?.Id);
        var people = scopes.Under(root).People;
        using var data = source.Open(scopes.Roster);
        var active = ActiveDaysOf(data, scopes, root, days, rules.ActiveDay);
        var models = data.Models.Select(static model => model.Model).Distinct(StringComparer.Ordinal);
        var agents = data.Totals(days, UsageFilter.All, people).Select(static total => total.Dimension.Agent).Distinct(StringComparer.Ordinal);
        return new(
            team, today, population,
            active.All(count => count == 0 || count >= rules.SmallestGroup) ? active : [],
            AsToldOf(population, QuantilesOf(data, people, days, rules.SmallestGroup, rules.Privacy.Detail)),
            Parts(agents, static agent => new(Agent: agent)),
            new([], []), Parts(models, static model => new(Model: model)), teams);

        IReadOnlyList<(string, long)> Parts(IEnumerable<string> names, Func<string, UsageFilter> filter) => GroupShares.Of(
            [.. names.Select(name =>
            {
                var tokens = new long[people.Rows];
                data.Sum(BoardMeasure.TotalTokens, days, filter(name), people, tokens);
                return new GroupShares.Part(name, tokens.Sum(), [.. tokens.Select(static sum => sum > 0)]);
            })],
            rules.SmallestGroup, rules.Privacy.Detail);
    }

    // The board tells the middle between two middle ones: there is one median, wherever it stands.
    private static List<(string, long)> AsToldOf(Population population, List<(string Name, long Tokens)> quantiles) =>
        quantiles.ConvertAll(quantile => (quantile.Name, quantile.Name == Median ? population.MedianTokens : quantile.Tokens));

    // As far as enough people are on both sides of each.
    private static List<(string, long)> QuantilesOf(IBoardData data, BoardScope scope, DayRange days, int smallest, DetailOfOthers detail)
    {
        var tokens = new long[scope.Rows];
        data.Sum(BoardMeasure.TotalTokens, days, UsageFilter.All, scope, tokens);
        var active = tokens.Count(static sum => sum > 0);
        return active < FewestForDistributions ? []
            : [.. QuantileNames.Zip(QuantilesOf(data, scope, days))
                .Where(quantile => Math.Min(quantile.First.Share, 1 - quantile.First.Share) * active >= smallest)
                .Select(quantile => (quantile.First.Name, Coarse.Of(quantile.Second.Item2, detail)))];
    }

    private static int[] ActiveDaysOf(IBoardData data, RosterScopes scopes, int root, DayRange days, ActiveDayRule rule)
    {
        var bySignals = new ulong[scopes.Roster.People.Count];
        var byCalls = new ulong[bySignals.Length];
        data.ActiveDays(days, rule, bySignals, byCalls);
        var counts = new int[DaySteps.Count];
        foreach (var person in MembersOf(scopes.Under(root).People, days))
        {
            var active = BitOperations.PopCount(bySignals[person] | byCalls[person]);
            counts[DaySteps.TakeWhile(step => step.To < active).Count()]++;
        }

        return counts;
    }

    private static List<(string, long)> QuantilesOf(IBoardData data, BoardScope scope, DayRange days)
    {
        var tokens = new long[scope.Rows];
        data.Sum(BoardMeasure.TotalTokens, days, UsageFilter.All, scope, tokens);
        var used = tokens.Where(static sum => sum > 0).Order().ToArray();
        // Nearest rank: a quantile is somebody's value only where enough people are around it, which the group's smallest size sees to.
        return [.. QuantileNames.Select(quantile => (quantile.Name, used[(int)Math.Ceiling(quantile.Share * used.Length) - 1]))];
    }

    private static List<int> MembersOf(BoardScope scope, DayRange days)
    {
        var members = new List<int>();
        foreach (ref readonly var span in scope.Spans)
        {
            if (span.From < days.End && span.Until > days.Start && (members.Count == 0 || members[^1] != span.Person))
            {
                members.Add(span.Person);
            }
        }

        return members;
    }
}
