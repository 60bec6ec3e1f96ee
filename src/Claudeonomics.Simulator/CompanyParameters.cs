namespace Claudeonomics.Simulator;

/// <summary>Every number that shapes a simulated company, in one place, each with where it comes from.</summary>
/// <remarks>
/// "Measured" numbers come from 19,206 Claude Code requests and 1,035 Codex calls in public repositories, January to May 2026.
/// "Press" is what was written about the original board. "Inferred" is our own reading of what neither tells. README.md beside
/// this file says more about each. Times are local to a person unless they say otherwise.
/// </remarks>
public static class CompanyParameters
{
    // ---- who uses how much ----

    /// <summary>The size of the company that the press wrote about.</summary>
    public const int PressPeople = 85_000;

    /// <summary>Share of people with any use in 30 days. Inferred; fits 60 trillion in total with 281 billion at the top.</summary>
    public const double ActiveShare = 0.70;

    /// <summary>Days over which <see cref="LogMeanTokens"/> is meant.</summary>
    public const int PeriodDays = 30;

    /// <summary>Mean of the natural logarithm of an active person's tokens in 30 days: 59,500 people make 60.0 trillion. Fitted.</summary>
    public const double LogMeanTokens = 19.4381;

    /// <summary>Standard deviation of the same logarithm: the first of 59,500 people has 281 billion. Fitted.</summary>
    public const double LogSigmaTokens = 1.609;

    /// <summary>Share of the active who work every day and run agents side by side. Inferred.</summary>
    public const double EveryDayShare = 0.005;

    /// <summary>Active workdays are 1 + Binomial(21, logistic(score)). Inferred.</summary>
    public const int MostExtraWorkdays = 21;

    /// <summary>The score is this many times the person's standardised log tokens, plus noise: who uses more, uses it on more days. Inferred.</summary>
    public const double ScorePerSigma = 1.0;

    /// <summary>Standard deviation of the noise in the score. Inferred.</summary>
    public const double ScoreNoise = 0.5;

    /// <summary>Standard deviation of the logarithm of one active day's share in a person's month. Inferred.</summary>
    public const double LogSigmaDay = 0.5;

    /// <summary>A month before the last one has this share of its tokens. Inferred; only histories longer than 30 days see it.</summary>
    public const double GrowthBackPerPeriod = 0.90;

    // ---- when ----

    /// <summary>Share of all requests on Saturdays and Sundays. Measured.</summary>
    public const double WeekendShare = 0.147;

    /// <summary>A weekend day is active this many times as often as a workday. Inferred.</summary>
    public const double WeekendDayOdds = 0.55;

    /// <summary>Share of sessions that nobody waits for, spread evenly over the day. Inferred.</summary>
    public const double FlatUnattendedShare = 0.10;

    /// <summary>Sessions a day that one person can attend; the rest of a heavy user's sessions run unattended. Inferred.</summary>
    public const int MostAttendedSessionsPerDay = 30;

    // ---- requests ----

    /// <summary>Median of a request's tokens, input and output. Measured.</summary>
    public const int MedianRequestTokens = 88_000;

    /// <summary>Standard deviation of the logarithm of a request's tokens: 0.5 in all, of which this lies between sessions. The 0.5 is measured, its parts inferred.</summary>
    public const double LogSigmaSession = 0.4;

    /// <summary>The other part of the 0.5, between the requests of a session.</summary>
    public const double LogSigmaRequest = 0.3;

    /// <summary>Context limit of most sessions. Measured.</summary>
    public const int ShortContextTokens = 200_000;

    /// <summary>Context limit of the other sessions.</summary>
    public const int LongContextTokens = 1_000_000;

    /// <summary>Share of sessions with the long limit. Measured and inferred.</summary>
    public const double LongContextShare = 0.20;

    /// <summary>Median of a request's output. Measured.</summary>
    public const int MedianOutputTokens = 260;

    /// <summary>Standard deviation of the logarithm of a request's output; mean about 500. Measured.</summary>
    public const double LogSigmaOutput = 1.15;

    /// <summary>Share of the output that is reasoning, where an agent tells. Measured on Codex.</summary>
    public const double ReasoningShare = 0.30;

    /// <summary>Mean of the logarithm of what a request in the middle of a session writes to the cache. Measured.</summary>
    public const double LogMeanWriteTokens = 6.58;

    /// <summary>Standard deviation of the same logarithm. Measured.</summary>
    public const double LogSigmaWrite = 1.52;

    /// <summary>Least that the first request of a session writes to the cache. Measured.</summary>
    public const int LeastFirstWriteTokens = 20_000;

    /// <summary>Most that the first request of a session writes to the cache. Measured.</summary>
    public const int MostFirstWriteTokens = 40_000;

    /// <summary>Most of the context that a first request, or one whose cache has died, finds in the cache. Measured.</summary>
    public const double MostColdReadShare = 0.30;

    /// <summary>Uncached input is spread evenly from 1 to this: 0.05% of a request in the mean. Measured.</summary>
    public const int MostUncachedInputTokens = 97;

    /// <summary>Share of Anthropic sessions whose cache writes live one hour instead of five minutes. Measured: 4% to 100% by version.</summary>
    public const double HourWriteShare = 0.50;

    // ---- sessions ----

    /// <summary>Mean of the logarithm of a session's requests. Measured.</summary>
    public const double LogMeanSessionRequests = 3.70;

    /// <summary>Standard deviation of the same logarithm. Measured.</summary>
    public const double LogSigmaSessionRequests = 1.16;

    /// <summary>Requests per prompt. Measured.</summary>
    public const double RequestsPerPrompt = 7.9;

    /// <summary>Share of gaps in which the agent just goes on. Measured.</summary>
    public const double QuickGapShare = 0.75;

    public const int QuickGapMedianMs = 6_000;

    public const double QuickGapLogSigma = 0.5;

    /// <summary>Share of gaps in which a person reads and answers. Measured.</summary>
    public const double ThinkGapShare = 0.20;

    public const int ThinkGapMedianMs = 45_000;

    public const double ThinkGapLogSigma = 1.0;

    /// <summary>The other gaps, in which a person is away, are at least this long. Measured.</summary>
    public const int LeastAwayGapMs = 180_000;

    /// <summary>Median of what an away gap has beyond its least. Inferred from a session's wall time, 28 minutes in the median and 5 hours at the 90th percentile.</summary>
    public const int AwayGapMedianMs = 300_000;

    public const double AwayGapLogSigma = 1.4;

    /// <summary>No gap is longer: past it people start a new session. Inferred.</summary>
    public const int LongestGapMs = 10 * 3_600_000;

    // ---- acts ----

    /// <summary>Of 100 requests, how many use 0, 1, 2 and 3 tools: 1.07 tool results a request. The mean is measured, the split inferred.</summary>
    public static ReadOnlySpan<byte> ToolsPerRequestPercent => [18, 62, 15, 5];

    /// <summary>Of 100 uses of tools, how many read, run a shell command, edit, write and search. Inferred.</summary>
    public static ReadOnlySpan<byte> ToolPercent => [35, 30, 22, 5, 8];

    /// <summary>Share of decisions about a tool's use that a person makes, in attended sessions and for tools that ask. Inferred.</summary>
    public const double AskedShare = 0.35;

    /// <summary>Share of asked-for uses that a person turns down. Inferred.</summary>
    public const double RejectedShare = 0.06;

    /// <summary>Median lines that an accepted edit adds. Inferred.</summary>
    public const int MedianLinesAdded = 12;

    /// <summary>Median lines that an accepted edit removes. Inferred.</summary>
    public const int MedianLinesRemoved = 4;

    public const double LogSigmaLines = 1.1;

    /// <summary>Share of shell commands that commit. Inferred.</summary>
    public const double CommitShare = 0.03;

    /// <summary>Share of shell commands that open a pull request. Inferred.</summary>
    public const double PullRequestShare = 0.004;

    /// <summary>Errors per request. Inferred.</summary>
    public const double ErrorShare = 0.015;

    /// <summary>Of 100 errors, how many are overload (429 or 529), server errors and aborts. Inferred.</summary>
    public static ReadOnlySpan<byte> ErrorPercent => [60, 25, 15];

    /// <summary>Of 100 errors, how many end in the first, second and third attempt: 1.3 in the mean. Inferred.</summary>
    public static ReadOnlySpan<byte> ErrorAttemptPercent => [75, 20, 5];

    // ---- on the way ----

    /// <summary>Claude Code's <c>OTEL_LOGS_EXPORT_INTERVAL</c>. Documented.</summary>
    public const int LogsExportMs = 5_000;

    /// <summary>Claude Code's <c>OTEL_METRIC_EXPORT_INTERVAL</c>. Documented.</summary>
    public const int MetricsExportMs = 60_000;

    /// <summary>Share of people whose agents also export metrics. Inferred.</summary>
    public const double MetricsShare = 0.25;

    /// <summary>Share of bodies that are sent twice because the answer was lost. Inferred.</summary>
    public const double ResendShare = 0.02;

    public const int LongestResendMs = 60_000;

    /// <summary>Share of bodies that arrive more than an hour late. Inferred.</summary>
    public const double LateShare = 0.01;

    public const int LeastLateMs = 3_600_000;

    public const int MostLateMs = 24 * 3_600_000;

    // ---- people ----

    /// <summary>Of 100 people, how many do not take part, and how many do privately, by pseudonym and by name. Inferred.</summary>
    public static ReadOnlySpan<byte> ParticipationPercent => [12, 8, 15, 65];

    /// <summary>Of 100 people, how many work 5, 4 and 3 days a week. Inferred.</summary>
    public static ReadOnlySpan<byte> WorkingDaysPercent => [88, 9, 3];

    /// <summary>People in a team, and teams under a team. Inferred.</summary>
    public const int TeamSize = 8;

    /// <summary>Share of a person's sessions that use their favourite agent and model; the others follow the company's mix. Inferred.</summary>
    public const double LoyaltyShare = 0.70;

    /// <summary>Share of requests by hour of the local day, in thousandths (628 author-hours). Measured.</summary>
    public static ReadOnlySpan<byte> HourPerMille =>
        [3, 5, 2, 2, 2, 2, 2, 3, 19, 57, 62, 119, 68, 76, 100, 100, 97, 80, 57, 40, 32, 33, 24, 14];
}
