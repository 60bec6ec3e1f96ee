using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking.Focus;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>Computes one person's score once more, showing every step.</summary>
internal static class ScoreEvidence
{
    public static GameExplanation Of(
        BoardReading reading, BoardQuery query, int person, int row, ScoreCohort cohort, PersonFacts facts, GameRules rules)
    {
        var (data, root) = (reading.Data, reading.Root);
        var scope = ScopeOf(root, person, row);
        using var inputs = ScoreReader.Read(data, query.Window, query.Filter, scope, reading.Awards, rules);
        var of = inputs[0];
        var knowsActivity = ScoreReader.KnowsActivity(data, query.Window, query.Filter);
        var activity = new ScoredActs[1];
        if (knowsActivity)
        {
            data.SumActivity(query.Window, query.Filter.Agent, scope, activity);
        }

        var pattern = reading.Scopes.Roster.People[person].WorkingDaysPerWeek;
        var thanked = reading.Awards.Thanks.CountsIn(query.Window, rules)?[person];
        var parts = Score.Of(of, facts.ConsistencyOf(person), facts.FocusPartOf(person), thanked, cohort, rules);
        var named = parts.Named(rules);
        return new(parts.Total, [.. named.Select(static part => new ExplainedInput(part.Name, part.Points ?? 0, "points"))],
        [
            Volume(named[0], of, data, scope, query, reading.Awards, cohort, rules, knowsActivity),
            Consistency(named[1], reading.Awards.Active, person, query.Window.End.AddDays(-1), pattern, rules),
            Outcomes(named[2], of, activity[0], knowsActivity, reading.Awards.Outcomes.IsConnected && query.Filter == UsageFilter.All, rules),
            Efficiency(named[3], of, cohort, rules),
            Focus(named[4], facts, person, pattern, rules),
            Help(named[5], reading.Awards.Thanks, person, query.Window, rules),
        ]);
    }

    // The one person's spans, so that reading them reads nobody else.
    private static BoardScope ScopeOf(RootScopes root, int person, int row) => new(
        root.People.People, 1,
        [.. root.People.SpansOf(person).ToArray().Where(span => span.Row == row).Select(static span => span with { Row = 0 })]);

    private static ExplainedPart Volume(
        StandingPart part, in ScoreInputs of, IBoardData data, BoardScope scope, BoardQuery query, Awards awards, ScoreCohort cohort, GameRules rules,
        bool knowsActivity)
    {
        var tokens = data.Details(query.Window, query.Filter, scope, [0])[0].Sums.Tokens;
        var counted = rules.Weights.Of(tokens);
        var left = new long[] { counted };
        awards.Excluded.TakeOff(rules.Weights, query.Window, query.Filter, scope, left);
        var afterFindings = left[0];
        return new(
            part.Name, part.Points, part.Most,
            [
                new("uncachedInput", tokens.UncachedInputTokens, "tokens"),
                new("output", tokens.OutputTokens, "tokens"),
                new("cacheRead", tokens.CacheReadTokens, "tokens"),
                new("cacheWrite5m", tokens.CacheWrite5mTokens, "tokens"),
                new("cacheWrite1h", tokens.CacheWrite1hTokens, "tokens"),
                new("cacheWriteUnknown", tokens.CacheWriteUnknownTokens, "tokens"),
                .. awards.Excluded.IsJudged ? new[] { new ExplainedInput("notCounted", Weighted(counted - afterFindings), "weighted tokens") { IsPrivate = true } } : [],
                .. knowsActivity
                    ? new[] { new ExplainedInput("carried", Weighted(of.Carried ?? ScoreInputs.CarriedUntold(query.Window, rules)), "weighted tokens") }
                    : [],
                new("w", Weighted(of.Weighted), "weighted tokens"),
                new("w50", cohort.Median / TokenWeights.Unit, "weighted tokens"),
                new("w95", cohort.Top / TokenWeights.Unit, "weighted tokens"),
            ],
            $"{part.Most} * min(1, ln(1 + w / w50) / ln(1 + w95 / w50)), w the tokens by the weights"
            + (!knowsActivity ? ""
                : of.Carried is null ? ", and no more than is carried where agents tell of no acts"
                : ", and no more than your prompts, decisions and accepted edits carry")
            + (cohort.IsOfPeople ? ", w50 and w95 of everybody who takes part" : $", w50 and w95 fixed: fewer than {rules.CohortSmallest} people have usage"));
    }

    private static double Weighted(long hundredths) => hundredths / (double)TokenWeights.Unit;

    private static ExplainedPart Consistency(StandingPart part, ActiveDayBits active, int person, DateOnly lastDay, double pattern, GameRules rules)
    {
        var inputs = new List<ExplainedInput> { new("workingDays", pattern, "days a week") };
        var known = active.KnownWeeks(lastDay, rules);
        for (var week = 0; week < known; week++)
        {
            var monday = ActiveDayBits.MondayOf(lastDay).AddDays(-7 * week);
            inputs.Add(new($"week of {monday:yyyy-MM-dd}", active.CountOfWeek(person, week == 0 ? lastDay : monday.AddDays(6)), "active days"));
        }

        return new(
            part.Name, part.Points, part.Most, inputs,
            part.Points is null
                ? $"not measured: active days are known of the last 62 days, which takes in fewer than {rules.ConsistencyBest} of these weeks"
                : $"{part.Most} * the mean over the best {rules.ConsistencyBest} weeks of min(1, active days / workingDays)");
    }

    private static ExplainedPart Outcomes(StandingPart part, in ScoreInputs of, in ScoredActs activity, bool knowsActivity, bool isLinked, GameRules rules) =>
        (isLinked, knowsActivity) switch
        {
            (true, _) => new(
                part.Name, part.Points, part.Most, [new("n", (of.OutcomeThousandths ?? 0) / 1_000d, "linked outcomes by size")],
                $"{part.Most} * (1 - exp(-n / {rules.OutcomeScale}))"),
            (false, true) => new(
                part.Name, part.Points, part.Most,
                [
                    new("editsAccepted", activity.EditsAccepted, "edits"), new("commits", activity.Commits, "commits"),
                    new("pullRequests", activity.PullRequests, "pull requests"), new("n", (of.OutcomeThousandths ?? 0) / 1_000d, "outcomes"),
                ],
                part.Points is null
                    ? "not measured: no agent reported any signal"
                    : $"{part.Most} * (1 - exp(-n / {rules.OutcomeScale})), n = min(editsAccepted / {rules.OutcomeEdits} + commits / {rules.OutcomeCommits} + pullRequests / {rules.OutcomePullRequests}, editsAccepted / {rules.OutcomeLeastEdits}), as the agents report them"),
            _ => new(part.Name, null, part.Most, [], "not measured: signals name no model, and are kept by day for 62 days"),
        };

    private static ExplainedPart Efficiency(StandingPart part, in ScoreInputs of, ScoreCohort cohort, GameRules rules)
    {
        var inputs = new List<ExplainedInput>();
        if (of.OutcomeRate(rules) is { } outcomes)
        {
            inputs.Add(new("outcomesPerWeightedMillion", outcomes / 1e6, "outcomes"));
            inputs.Add(new("outcomeShare", cohort.ShareOfOutcomeRate(outcomes, rules), "of 1"));
        }

        if (of.CacheRate(rules) is { } cache)
        {
            inputs.Add(new("cacheSavedPerMillion", cache / 1e9, "USD"));
            inputs.Add(new("cacheShare", cohort.ShareOfCacheRate(cache, rules), "of 1"));
        }

        return new(
            part.Name, part.Points, part.Most, inputs,
            inputs.Count == 0
                ? $"not measured: it takes {rules.EfficiencyOutcomes} outcomes or {rules.CacheCalls} calls"
                : $"{part.Most} / 2 * (outcomeShare + cacheShare); a share is "
                    + $"{(cohort.HasOutcomeRates ? "the part of the others with fewer outcomes per weighted million" : $"min(1, outcomesPerWeightedMillion / {rules.EfficiencyOutcomesPerBillion / 1_000d})")}, and "
                    + $"{(cohort.HasCacheRates ? "the part of the others whose caches save less" : $"min(1, cacheSavedPerMillion / {rules.EfficiencySavedCents / 100d})")}"
                    + "; a share that is not measured adds nothing");
    }

    private static ExplainedPart Help(StandingPart part, ThanksByPerson thanks, int person, DayRange days, GameRules rules) => part.Points is null
        ? new(part.Name, null, part.Most, [], $"not measured: fewer than {rules.SmallestGroup} people of the company thanked anybody in these days")
        : new(
            part.Name, part.Points, part.Most,
            [
                new("kudosFrom", thanks.CountOf(person, days, ThankKind.Kudos), "people") { IsPrivate = true },
                new("helped", thanks.CountOf(person, days, ThankKind.HelpAccepted), "people") { IsPrivate = true },
                new("people", thanks.CountOf(person, days, null), "people"),
            ],
            $"{part.Most} * (1 - exp(-people / {rules.HelpScale})), people the different ones who gave kudos or said they were helped");

    private static ExplainedPart Focus(StandingPart part, PersonFacts facts, int person, double pattern, GameRules rules)
    {
        var month = rules.Calendar.Of(facts.FocusDays.Start);
        if (facts.Focus is not { } focus)
        {
            return new(part.Name, null, part.Most, [], $"not measured: nothing that could tell of {month.Name} is connected");
        }

        if (facts.FocusCountOf(person) is not { } count)
        {
            return new(part.Name, null, part.Most, [], $"not measured: no agent told of {FocusCalendar.NameOf(focus.Measure)} this month; the month puts {month.Name} first");
        }

        return new(
            part.Name, part.Points, part.Most,
            [
                new(FocusCalendar.NameOf(focus.Measure), count, "this month"),
                new("target", focus.Target * pattern / 5, "this month"),
            ],
            $"{part.Most} * min(1, {FocusCalendar.NameOf(focus.Measure)} / target); the month puts {month.Name} first");
    }
}
