using System.Globalization;

namespace Claudeonomics.Core.Integrity;

/// <summary>What a person's week comes to. A pure function of the days, the advice given before and the rules.</summary>
public static class WeekAssessor
{
    /// <summary>Weeks for which advice is remembered.</summary>
    public const int RememberedWeeks = 8;

    private const int MostEvidence = 8;

    /// <param name="week">The person's days of the week, each at most once.</param>
    /// <param name="advisedSince">The last day of the first of the weeks before, as far as they are remembered, in which the person was given advice
    /// about the kind; <see langword="null"/> when there was none.</param>
    /// <returns>At most one finding of a kind.</returns>
    public static IReadOnlyList<Finding> Assess(
        int person, int from, int until, IReadOnlyList<PersonDay> week, Func<FindingKind, int?> advisedSince, IntegrityRules rules)
    {
        ArgumentNullException.ThrowIfNull(week);
        ArgumentNullException.ThrowIfNull(advisedSince);
        ArgumentNullException.ThrowIfNull(rules);
        var findings = new List<Finding>();
        var kinds = new Maker(person, from, until, findings);
        Records(week, kinds, rules);
        Waste(week, kinds, advisedSince(FindingKind.Waste), from, rules);
        Automation(week, kinds, advisedSince(FindingKind.UndeclaredAutomation) is not null, rules);
        return findings;
    }

    private static void Records(IReadOnlyList<PersonDay> week, Maker make, IntegrityRules rules)
    {
        var impossible = week.Sum(static day => day.ImpossibleCalls);
        var contradicting = week.SelectMany(static day => day.Contradicting).ToList();
        if (impossible >= rules.ImpossibleCalls)
        {
            make.SetAside(FindingKind.Impossible, contradicting, "impossible", impossible, rules.ImpossibleCalls,
                $"{Number(impossible)} calls had a longer context or answer than any model has.");
        }

        var (priced, overstated) = (week.Sum(static day => day.PricedCalls), week.Sum(static day => day.OverstatedCalls));
        var (compared, forged) = (week.Sum(static day => day.ComparedConversations), week.Sum(static day => day.ForgedConversations));
        var disagreeing = week.Sum(static day => day.DisagreeingConversations);
        if (overstated >= rules.OverstatedCalls && overstated >= rules.OverstatedShare * priced)
        {
            make.SetAside(FindingKind.SourcesDisagree, contradicting, "cost-disagrees", overstated, priced,
                $"{Number(overstated)} of {Number(priced)} calls have at least half more tokens than the cost that the agent stated for them pays for.");
        }
        else if (forged >= rules.CounterConversations && forged >= rules.CounterShare * compared)
        {
            make.SetAside(FindingKind.SourcesDisagree, contradicting, "counters-disagree", forged, compared,
                $"In {Number(forged)} of {Number(compared)} conversations single calls add up to at least half more than the agent's own counters.");
        }
        else if (disagreeing >= rules.CounterConversations && disagreeing >= rules.CounterShare * compared)
        {
            make.Advise(FindingKind.SourcesDisagree, "counters-differ", disagreeing, compared,
                $"In {Number(disagreeing)} of {Number(compared)} conversations single calls and counters differ by more than 2%: a collector may lose data.");
        }

        var replayed = week.Sum(static day => day.ReplayedCalls);
        if (replayed >= rules.ReplayedCalls)
        {
            make.SetAside(FindingKind.Replay, [.. week.SelectMany(static day => day.Replayed)], "replayed", replayed, rules.ReplayedCalls,
                $"{Number(replayed)} of the sampled calls have exactly the counts of a call in another conversation at another time.");
        }

        var others = week.Sum(static day => day.CallsOfOthers);
        if (others >= rules.CallsOfOthers)
        {
            make.SetAside(FindingKind.TwoPeople, [], "two-people", others, rules.CallsOfOthers,
                $"{Number(others)} calls are already another person's. They count there, and nowhere else.");
        }

        var fast = week.Sum(static day => day.FastConversations);
        if (fast > 0)
        {
            make.AskForSecondLook(FindingKind.Speed, "too-fast", fast, rules.OutputPerSecond,
                $"{Number(fast)} conversations have more than {Number(rules.OutputPerSecond)} tokens of output a second over all their time.");
        }

        var pairs = week.Sum(static day => day.AtOncePairs);
        if (pairs >= rules.AtOncePairs && week.Count(static day => day.AtOncePairs > 0) >= rules.AtOnceDays)
        {
            make.AskForSecondLook(FindingKind.AtOnce, "at-once", pairs, rules.AtOncePairs,
                $"{Number(pairs)} times a person acted in two conversations within {Number(rules.AtOnceMs / 1000.0)} seconds: several people may use one account.");
        }

        var disordered = week.Sum(static day => day.DisorderedSignals);
        if (disordered > 0)
        {
            make.Advise(FindingKind.Clock, "clock", disordered, 0,
                $"{Number(disordered)} records are dated in another order than they are numbered: a device's clock was moved.");
        }
    }

    private static void Waste(IReadOnlyList<PersonDay> week, Maker make, int? advisedSince, int from, IntegrityRules rules)
    {
        var suspects = week.SelectMany(static day => day.Suspects).ToList();
        var weighted = suspects.Sum(static suspect => suspect.Weighted);
        var days = week.Count(static day => day.Suspects.Count > 0);
        var conversations = suspects.SelectMany(static suspect => suspect.Tokens).Select(static tokens => tokens.Conversation).Distinct().Count();
        if (suspects.Count == 0 || weighted < rules.WeekWeighted)
        {
            return;
        }

        var evidence = suspects.OrderByDescending(static suspect => suspect.Points).SelectMany(static suspect => suspect.Evidence)
            .Where(static item => item.Points > 0).DistinctBy(static item => item.Rule).Take(MostEvidence).ToList();

        // Help comes first: nothing is taken away the first time, and never for one job, however huge.
        var isRepeated = days >= rules.Days
            && (conversations >= rules.Conversations || from - advisedSince >= rules.LongestJobDays);
        var step = isRepeated && advisedSince is not null ? LadderStep.NotCounted : LadderStep.Advice;
        make.Add(FindingKind.Waste, step, false, weighted, evidence,
            step is LadderStep.Advice ? [] : [.. suspects.SelectMany(static suspect => suspect.Tokens)]);
    }

    private static void Automation(IReadOnlyList<PersonDay> week, Maker make, bool wasAsked, IntegrityRules rules)
    {
        var weighted = week.Sum(static day => day.HeadlessWeighted);
        if (weighted < rules.WeekWeighted)
        {
            return;
        }

        // A question stays a question. What was asked about and not answered in a week does not count towards the score meanwhile.
        var tokens = wasAsked ? week.SelectMany(static day => day.Headless).ToList() : [];
        var share = weighted / Math.Max(1, week.Sum(static day => day.Weighted));
        make.Add(FindingKind.UndeclaredAutomation, LadderStep.Advice, false, weighted,
            [new(SignalFamily.Supervision, "headless", 1, weighted, 0,
                $"{(weighted / 1e6).ToString("0.0", CultureInfo.InvariantCulture)} million weighted tokens ({(share * 100).ToString("0", CultureInfo.InvariantCulture)}%) were used by conversations that a script started. Is it automation that belongs on the fleet board?")],
            tokens);
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private sealed class Maker(int person, int from, int until, List<Finding> findings)
    {
        public void Add(
            FindingKind kind, LadderStep step, bool needsSecondLook, double weighted, IReadOnlyList<Observation> evidence, IReadOnlyList<NamedTokens> tokens) =>
            findings.Add(new(kind, person, from, until, step, needsSecondLook, weighted, evidence, tokens));

        public void SetAside(FindingKind kind, IReadOnlyList<NamedTokens> tokens, string rule, double value, double bound, string sentence) =>
            Add(kind, LadderStep.NotCounted, false, WeightedOf(tokens), [Of(rule, value, bound, sentence)], tokens);

        public void AskForSecondLook(FindingKind kind, string rule, double value, double bound, string sentence) =>
            Add(kind, LadderStep.Advice, true, 0, [Of(rule, value, bound, sentence)], []);

        public void Advise(FindingKind kind, string rule, double value, double bound, string sentence) =>
            Add(kind, LadderStep.Advice, false, 0, [Of(rule, value, bound, sentence)], []);

        private static Observation Of(string rule, double value, double bound, string sentence) => new(SignalFamily.Records, rule, 0, value, bound, sentence);

        private static double WeightedOf(IReadOnlyList<NamedTokens> tokens) =>
            tokens.Sum(static named => (double)ConversationDay.PartsOf(named.Usage) / ConversationDay.PartsPerWeighted);
    }
}
