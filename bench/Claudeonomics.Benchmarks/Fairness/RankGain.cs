using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Scoring;
using Claudeonomics.Core.Time;
using Claudeonomics.Simulator.Fairness;

namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>How many places padders gain whom nothing detects: ten times their tokens, everything else as it was.</summary>
public sealed class RankGain
{
    private const int Days = 30;
    private const int Times = 10;

    // Dollars of a token's cache read and write beside sending it anew, in nano-dollars, at five dollars a million.
    private const long SavedPerRead = 4_500;
    private const long LostPerWrite = 1_250;

    private static readonly double[] Tiers = [0.35, 0.65, 0.85, 0.94, 0.98];
    private readonly GameRules _rules = GameRules.Default;
    private readonly List<Person> _people = [];
    private readonly double[] _sorted;
    private readonly ScoreCohort _cohort;
    private readonly bool _withOutcomes;
    private readonly DayRange _days;

    private RankGain(FairnessRun run, UsageDays usage, bool withOutcomes)
    {
        _withOutcomes = withOutcomes;
        _days = DayRange.LastDays(DateOnly.FromDayNumber(usage.LastDay), Days);
        var excluded = run.Findings.SelectMany(static finding => finding.Tokens).Where(named => named.Day > usage.LastDay - Days)
            .DistinctBy(static named => (named.Identity, named.Day, named.Conversation, named.Origin))
            .GroupBy(static named => named.Identity - 1)
            .ToDictionary(static group => group.Key, group => group.Sum(named => TokenWeights.Default.Of(named.Usage)));
        foreach (var person in run.People)
        {
            var sums = Sum(usage, person.Ordinal, usage.LastDay);
            if (sums.Tokens > 0)
            {
                var counted = Math.Max(0, sums.Weighted - excluded.GetValueOrDefault(person.Ordinal));
                _people.Add(new(person.Ordinal, person.Archetype, sums with { Weighted = counted }, Consistency(usage, person.Ordinal, person.WorkingDaysPerWeek)));
            }
        }

        _cohort = ScoreCohort.Of(_people.Select(person => Inputs(person.Sums, 1)).ToArray(), Days, _rules);
        _sorted = [.. _people.Select(person => ScoreOf(person, 1)).Order()];
    }

    /// <summary>Gains, in shares of all places, of honest people who begin at a percentile.</summary>
    public static (List<double> Score, List<double> Tokens, int TiersGained, int Of) Measure(FairnessRun run, UsageDays usage, bool withOutcomes)
    {
        var gain = new RankGain(run, usage, withOutcomes);
        var (score, tokens, tiers) = (new List<double>(), new List<double>(), 0);
        var byScore = gain._people.OrderBy(person => gain.ScoreOf(person, 1)).ToList();
        var byTokens = gain._people.Select(static person => (double)person.Sums.Tokens).Order().ToArray();
        foreach (var percentile in (double[])[0.25, 0.5, 0.75])
        {
            var middle = (int)(percentile * byScore.Count);
            var width = Math.Max(1, byScore.Count / 50);
            foreach (var person in byScore.Skip(Math.Max(0, middle - width)).Take(2 * width).Where(static person => !ArchetypeSplit.IsAttack(person.Kind)))
            {
                var (before, after) = (Place(gain._sorted, gain.ScoreOf(person, 1)), Place(gain._sorted, gain.ScoreOf(person, Times)));
                score.Add(after - before);
                tokens.Add(Place(byTokens, (double)person.Sums.Tokens * Times) - Place(byTokens, person.Sums.Tokens));
                tiers += Array.Exists(Tiers, tier => before < tier && after >= tier) ? 1 : 0;
            }
        }

        return (score, tokens, tiers, score.Count);
    }

    /// <summary>Share of all who are below.</summary>
    private static double Place(double[] sorted, double value)
    {
        var index = Array.BinarySearch(sorted, value);
        index = index < 0 ? ~index : index;
        while (index > 0 && sorted[index - 1] >= value)
        {
            index--;
        }

        return (double)index / sorted.Length;
    }

    private double ScoreOf(Person person, int times) =>
        Score.Of(Inputs(person.Sums, times), Score.ConsistencyPart(person.Consistency, _rules), ScoreParts.NotMeasured, thankedBy: null, _cohort, _rules).Total;

    // Padding makes calls too, and their caches save what caches save.
    private ScoreInputs Inputs(UsageDay sums, int times)
    {
        var saved = (sums.Read * SavedPerRead) - (sums.Written * LostPerWrite);
        var activity = default(ScoredActs);
        if (sums.KnowsSignals)
        {
            activity.Add(new ActivitySums
            {
                Prompts = sums.Prompts, HumanSignals = sums.HumanSignals, EditsAccepted = sums.Edits, Commits = sums.Commits, PullRequests = sums.PullRequests,
            });
        }

        var untold = ScoreInputs.CarriedUntold(_days, _rules);
        return new ScoreInputs(
            sums.Weighted * times, sums.Tokens * times, _withOutcomes ? ScoreInputs.ReportedOutcomes(activity, _rules) : null, saved * times, sums.Context * times,
            sums.Requests * times, ScoreInputs.CarriedBy(activity, untold, _rules)).Limited(untold);
    }

    private static UsageDay Sum(UsageDays usage, int person, int lastDay)
    {
        var sum = default(UsageDay);
        for (var day = lastDay - Days + 1; day <= lastDay; day++)
        {
            var of = usage.Of(person, day);
            sum = new(
                sum.Weighted + of.Weighted, sum.Tokens + of.Tokens, sum.Context + of.Context, sum.Read + of.Read, sum.Written + of.Written,
                sum.Requests + of.Requests, sum.Prompts + of.Prompts, sum.HumanSignals + of.HumanSignals, sum.Edits + of.Edits, sum.Commits + of.Commits,
                sum.PullRequests + of.PullRequests, sum.KnowsSignals || of.KnowsSignals, sum.IsActive || of.IsActive);
        }

        return sum;
    }

    private double Consistency(UsageDays usage, int person, double workingDays)
    {
        var weeks = new int[_rules.ConsistencyWeeks];
        for (var week = 0; week < weeks.Length; week++)
        {
            for (var day = 0; day < 7; day++)
            {
                weeks[week] += usage.Of(person, usage.LastDay - (7 * week) - day).IsActive ? 1 : 0;
            }
        }

        return weeks.OrderDescending().Take(_rules.ConsistencyBest).Sum(days => Math.Min(1, days / workingDays)) / _rules.ConsistencyBest;
    }

    private sealed record Person(int Ordinal, Archetype Kind, UsageDay Sums, double Consistency);
}
