namespace Claudeonomics.Core.Integrity;

/// <summary>Every number of the integrity rules, by name. docs/integrity.md says what each is for and how it was chosen.</summary>
public sealed record IntegrityRules
{
    public static IntegrityRules Default { get; } = new();

    /// <summary>Of the rules' wording and code.</summary>
    public string Edition { get; init; } = "2026.1";

    // ---- what is looked at ----

    /// <summary>Participants from which a cohort's percentile or median is used.</summary>
    public int CohortPeople { get; init; } = 30;

    /// <summary>Smaller conversations of a person and day are looked at together.</summary>
    public int LeastCalls { get; init; } = 20;

    /// <summary>Weighted tokens below which nothing is said about a conversation.</summary>
    public double LeastWeighted { get; init; } = 200_000;

    // ---- supervision ----

    /// <summary>Spreads above the cohort's median weighted tokens for each signal of a person: for one point, and for two.</summary>
    public double FewSignals { get; init; } = 3;

    public double HardlySignals { get; init; } = 4.5;

    /// <summary>Weighted tokens for each signal that are never strange below this.</summary>
    public double UsualPerSignal { get; init; } = 900_000;

    /// <summary>Hours of work that nobody looked at: for one point, and for two.</summary>
    public double LongAloneHours { get; init; } = 1.5;

    public double VeryLongAloneHours { get; init; } = 4;

    // ---- productivity ----

    /// <summary>Weighted tokens from which it says something that nothing was accepted.</summary>
    public double ProductiveFrom { get; init; } = 400_000;

    /// <summary>Spreads below the cohort's median of edits in a million weighted tokens.</summary>
    public double FewEdits { get; init; } = 2;

    /// <summary>Commits from which lines taken away again are looked at, lines for each at most, and the share taken away.</summary>
    public int ChurnCommits { get; init; } = 15;

    public double ChurnLines { get; init; } = 8;

    public double ChurnShare { get; init; } = 0.85;

    // ---- repetition: spread of base 2 logarithms ----

    /// <summary>Calls from which a spread means something.</summary>
    public int SpreadCalls { get; init; } = 30;

    /// <summary>Answers of nearly one size: for one point, and for two.</summary>
    public double AlikeOutputs { get; init; } = 0.95;

    public double SameOutputs { get; init; } = 0.7;

    /// <summary>New tokens of nearly one size.</summary>
    public double AlikeNews { get; init; } = 0.9;

    /// <summary>Share of calls whose two sizes another call has too.</summary>
    public double RepeatedShare { get; init; } = 0.2;

    // ---- timing ----

    /// <summary>Prompts from which their rhythm is looked at.</summary>
    public int RhythmPrompts { get; init; } = 15;

    /// <summary>Prompts at nearly even intervals: for one point, and for two.</summary>
    public double EvenPrompts { get; init; } = 0.7;

    public double ClockedPrompts { get; init; } = 0.55;

    /// <summary>Calls at nearly even intervals.</summary>
    public double EvenCalls { get; init; } = 0.75;

    /// <summary>Hours of a day with calls in one conversation: for one point, and for two.</summary>
    public int ManyHours { get; init; } = 13;

    public int NearlyAllHours { get; init; } = 18;

    // ---- cost ----

    /// <summary>Spreads above the cohort's median of cache reads for each token written by the model.</summary>
    public double DearReading { get; init; } = 2.5;

    /// <summary>Reads for each token of output that are never strange below this.</summary>
    public double UsualReadPerOutput { get; init; } = 900;

    /// <summary>Spreads below the cohort's median of output for what was new, and of output in one answer.</summary>
    public double LittleOutput { get; init; } = 2.5;

    // ---- what is left behind speaks for itself ----

    /// <summary>Points taken off where edits in a million weighted tokens reach half of the cohort's median, and nothing was taken away again.</summary>
    public int ProductiveCredit { get; init; } = 3;

    // ---- findings ----

    /// <summary>Families that have to agree about a conversation.</summary>
    public int Families { get; init; } = 3;

    /// <summary>Points that a conversation needs.</summary>
    public int Points { get; init; } = 4;

    /// <summary>Days of a week on which there has to be such a conversation.</summary>
    public int Days { get; init; } = 2;

    /// <summary>Different conversations: one huge job is none.</summary>
    public int Conversations { get; init; } = 2;

    /// <summary>Or days since the first advice after which one conversation is no job any more.</summary>
    public int LongestJobDays { get; init; } = 10;

    /// <summary>Weighted tokens of such conversations in the week.</summary>
    public double WeekWeighted { get; init; } = 1_000_000;

    /// <summary>If one run finds something about more than this share of a cohort, a human looks first.</summary>
    public double BreakerShare { get; init; } = 0.02;

    // ---- records ----

    /// <summary>Impossible calls of a week that make a finding; one is a mishap.</summary>
    public int ImpossibleCalls { get; init; } = 3;

    /// <summary>Calls of a week whose stated cost and counted tokens contradict each other, and their share of all that can be compared.</summary>
    public int OverstatedCalls { get; init; } = 30;

    public double OverstatedShare { get; init; } = 0.5;

    /// <summary>Single calls for each token that the same agent's counters hold, past which sources disagree; and conversations in which they do.</summary>
    public double CounterFactor { get; init; } = 1.02;

    public int CounterConversations { get; init; } = 5;

    public double CounterShare { get; init; } = 0.8;

    /// <summary>A factor by which records are made, not lost.</summary>
    public double ForgedFactor { get; init; } = 1.5;

    /// <summary>Sampled calls of a conversation that were seen before at another time, and their share.</summary>
    public int ReplayedCalls { get; init; } = 3;

    public double ReplayedShare { get; init; } = 0.5;

    /// <summary>Days over which calls are compared with earlier ones.</summary>
    public int ReplayDays { get; init; } = 14;

    /// <summary>Copies further apart than this are no copies of a collector.</summary>
    public int ReplayApartMinutes { get; init; } = 2;

    /// <summary>Calls of a week that two people told of.</summary>
    public int CallsOfOthers { get; init; } = 10;

    /// <summary>Output tokens a second, over a conversation's day, that nobody has seen a model write.</summary>
    public double OutputPerSecond { get; init; } = 600;

    /// <summary>Pairs of signals in two conversations within this time: nobody types in two places at once.</summary>
    public int AtOnceMs { get; init; } = 1_500;

    public int AtOncePairs { get; init; } = 3;

    public int AtOnceDays { get; init; } = 2;
}
