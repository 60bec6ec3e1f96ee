using System.Globalization;

namespace Claudeonomics.Core.Integrity;

/// <summary>Points about one conversation's day, added up, with what each stands for.</summary>
public sealed record WasteScore(int Points, int Families, IReadOnlyList<Observation> Evidence)
{
    private static readonly WasteScore Nothing = new(0, 0, []);

    /// <summary>Adds up the points of a conversation.</summary>
    /// <param name="cohorts">What is usual. Without a cohort, rules that compare say nothing; those with bounds of their own still do.</param>
    public static WasteScore Of(ConversationDay day, CohortView cohorts, IntegrityRules rules)
    {
        ArgumentNullException.ThrowIfNull(day);
        ArgumentNullException.ThrowIfNull(cohorts);
        ArgumentNullException.ThrowIfNull(rules);
        if (day.Weighted < rules.LeastWeighted || day.Calls < rules.LeastCalls)
        {
            return Nothing;
        }

        var evidence = new List<Observation>();
        Supervision(day, cohorts, rules, evidence);
        Productivity(day, cohorts, rules, evidence);
        Repetition(day, rules, evidence);
        Timing(day, rules, evidence);
        Cost(day, cohorts, rules, evidence);
        var families = evidence.Where(static item => item.Points > 0).Select(static item => item.Family).Distinct().Count();
        return evidence.Count == 0 ? Nothing : new(Math.Max(0, evidence.Sum(static item => item.Points)), families, evidence);
    }

    private static void Supervision(ConversationDay day, CohortView cohorts, IntegrityRules rules, List<Observation> evidence)
    {
        // Where no signal is known, nobody knows whether somebody looked.
        if (day.Signals == 0)
        {
            return;
        }

        var perSignal = day.Weighted / Math.Max(1, day.HumanSignals);
        if (perSignal >= rules.UsualPerSignal
            && cohorts.Of(day.Main, Feature.WeightedPerHumanSignal) is { } typical
            && typical.Distance(Math.Log2(perSignal)) is var distance && distance >= rules.FewSignals)
        {
            Add(evidence, SignalFamily.Supervision, "few-signals", distance >= rules.HardlySignals ? 2 : 1, perSignal, Math.Pow(2, typical.Median),
                static (value, usual) => $"{Million(value)} weighted tokens for each prompt or decision of a person; usual with this agent and model are {Million(usual)}.");
        }

        var hours = day.LongestAloneMs / 3_600_000.0;
        if (hours >= rules.LongAloneHours && day.AloneShare >= 0.5)
        {
            Add(evidence, SignalFamily.Supervision, "long-alone", hours >= rules.VeryLongAloneHours ? 2 : 1, hours, 0.5,
                static (value, _) => $"The agent worked for {Number(value)} hours without a prompt or decision of a person.");
        }
    }

    private static void Productivity(ConversationDay day, CohortView cohorts, IntegrityRules rules, List<Observation> evidence)
    {
        if (day.Signals == 0 || day.Weighted < rules.ProductiveFrom)
        {
            return;
        }

        var isTakenBack = day.Commits >= rules.ChurnCommits && day.LinesAdded <= rules.ChurnLines * day.Commits
            && day.LinesRemoved >= rules.ChurnShare * day.LinesAdded;
        var edits = day.EditsAccepted * 1e6 / day.Weighted;
        var typical = cohorts.Of(day.Main, Feature.EditsPerMillion);
        if (isTakenBack)
        {
            Add(evidence, SignalFamily.Productivity, "taken-back", 3, day.Commits, rules.ChurnCommits,
                (value, _) => $"{Number(value)} commits of {Number((double)day.LinesAdded / day.Commits)} lines each, and nearly as many lines taken away again.");
        }
        else if (!day.IsProductive)
        {
            Add(evidence, SignalFamily.Productivity, "nothing-left", 2, 0, typical is { } usual ? Math.Pow(2, usual.Median) - 1 : 0,
                (_, _) => $"{Million(day.Weighted)} weighted tokens, and no edit accepted, no line changed, no commit.");
        }
        else if (typical is { } usual && usual.Distance(Math.Log2(1 + edits)) is var distance && distance <= -rules.FewEdits)
        {
            Add(evidence, SignalFamily.Productivity, "few-edits", 1, edits, Math.Pow(2, usual.Median) - 1,
                static (value, typicalEdits) => $"{Number(value)} accepted edits in a million weighted tokens; usual are {Number(typicalEdits)}.");
        }
        else if (edits >= (typical is { } known ? (Math.Pow(2, known.Median) - 1) / 2 : 3))
        {
            Add(evidence, SignalFamily.Productivity, "left-behind", -rules.ProductiveCredit, edits, 0,
                static (value, _) => $"{Number(value)} accepted edits in a million weighted tokens speak for the conversation.");
        }
    }

    private static void Repetition(ConversationDay day, IntegrityRules rules, List<Observation> evidence)
    {
        if (day.Calls < rules.SpreadCalls)
        {
            return;
        }

        if (day.Outputs.Spread is { } outputs && outputs <= rules.AlikeOutputs)
        {
            Add(evidence, SignalFamily.Repetition, "answers-alike", outputs <= rules.SameOutputs ? 2 : 1, outputs, rules.AlikeOutputs,
                static (value, usual) => $"{Spread(value)} Answers of real work differ by more than a factor of {Number(Math.Pow(2, usual))}.");
        }

        if (day.News.Spread is { } news && news <= rules.AlikeNews)
        {
            Add(evidence, SignalFamily.Repetition, "inputs-alike", 1, news, rules.AlikeNews,
                static (value, usual) => $"What was sent anew had nearly one size each time: two thirds within a factor of {Number(Math.Pow(2, value))}, usual is more than {Number(Math.Pow(2, usual))}.");
        }

        var share = (double)day.RepeatedPairs / day.Calls;
        if (share >= rules.RepeatedShare)
        {
            Add(evidence, SignalFamily.Repetition, "pairs-repeated", 2, share, rules.RepeatedShare,
                static (value, _) => $"{Percent(value)} of the calls had exactly the sizes of another one.");
        }
    }

    private static void Timing(ConversationDay day, IntegrityRules rules, List<Observation> evidence)
    {
        if (day.PromptGaps.Count >= rules.RhythmPrompts && day.PromptGaps.Spread is { } rhythm && rhythm <= rules.EvenPrompts)
        {
            Add(evidence, SignalFamily.Timing, "prompts-even", rhythm <= rules.ClockedPrompts ? 2 : 1, rhythm, rules.EvenPrompts,
                (value, _) => $"{Number(day.PromptGaps.Count + 1)} prompts came at nearly even intervals: two thirds within a factor of {Number(Math.Pow(2, value))}.");
        }

        if (day.CallGaps.Count >= rules.SpreadCalls && day.CallGaps.Spread is { } gaps && gaps <= rules.EvenCalls)
        {
            Add(evidence, SignalFamily.Timing, "calls-even", 1, gaps, rules.EvenCalls,
                static (value, _) => $"Calls came at nearly even intervals: two thirds within a factor of {Number(Math.Pow(2, value))}.");
        }

        if (day.Hours >= rules.ManyHours)
        {
            Add(evidence, SignalFamily.Timing, "many-hours", day.Hours >= rules.NearlyAllHours ? 2 : 1, day.Hours, rules.ManyHours,
                static (value, _) => $"The agent was called in {Number(value)} hours of the day.");
        }
    }

    private static void Cost(ConversationDay day, CohortView cohorts, IntegrityRules rules, List<Observation> evidence)
    {
        var perOutput = (double)day.ReadTokens / Math.Max(1, day.OutputTokens);
        if (perOutput >= rules.UsualReadPerOutput && cohorts.Of(day.Main, Feature.ReadPerOutput) is { } reading
            && reading.Distance(Math.Log2(perOutput)) is var distance && distance >= rules.DearReading)
        {
            Add(evidence, SignalFamily.Cost, "dear-reading", 2, perOutput, Math.Pow(2, reading.Median),
                static (value, usual) => $"{Number(value)} tokens were read for each token written; usual are {Number(usual)}.");
        }

        if (Below(day, cohorts, Feature.OutputPerNew, rules.LittleOutput) is { } perNew)
        {
            Add(evidence, SignalFamily.Cost, "little-for-much", 2, perNew.Value, perNew.Usual,
                static (value, usual) => $"{Number(value)} tokens were written for each thousand that were sent anew; usual are {Number(usual)}.");
        }

        if (Below(day, cohorts, Feature.Output, rules.LittleOutput) is { } output)
        {
            Add(evidence, SignalFamily.Cost, "tiny-answers", 2, output.Value, output.Usual,
                (value, usual) => $"Answers of {Number(value)} tokens by {day.Main.Model}; usual are {Number(usual)}.");
        }
    }

    private static (double Value, double Usual)? Below(ConversationDay day, CohortView cohorts, Feature feature, double spreads) =>
        cohorts.Of(day.Main, feature) is { } typical && Features.LogOf(feature, day) is { } log && typical.Distance(log) <= -spreads
            ? (Math.Pow(2, log), Math.Pow(2, typical.Median))
            : null;

    private static void Add(
        List<Observation> evidence, SignalFamily family, string rule, int points, double value, double usual, Func<double, double, string> sentence) =>
        evidence.Add(new(family, rule, points, value, usual, sentence(value, usual)));

    private static string Spread(double value) => $"Two thirds of the answers were within a factor of {Number(Math.Pow(2, value))} of each other's size.";

    private static string Million(double value) => (value / 1e6).ToString(value < 1e6 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " million";

    private static string Number(double value) => value.ToString(Math.Abs(value) < 10 ? "0.##" : "0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "%";
}
