namespace Claudeonomics.Core.Ranking;

/// <summary>When a company day counts as active.</summary>
/// <param name="MinSignals">Human signals (prompts and decisions by a person) it takes.</param>
/// <param name="MinSpanMinutes">Minutes from the first of them to the last.</param>
/// <param name="MinCalls">Calls it takes, over the same span, from agents that report no signals.</param>
/// <param name="MinActs">Decisions of a person and accepted edits it takes beside prompts, which can be scripted by the hundred. Every agent that tells of
/// prompts tells of these.</param>
/// <param name="MinActMinutes">Minutes from the first of these to the last: a day on which somebody did little is not made long by prompts.</param>
/// <param name="MinCallsPercent">Percent of the day's calls that such agents' must be: a day whose prompts say too little is no active day because of a
/// few calls besides.</param>
public readonly record struct ActiveDayRule(int MinSignals, int MinSpanMinutes, int MinCalls, int MinActs, int MinActMinutes, int MinCallsPercent)
{
    /// <summary>3 signals over 30 minutes, with 2 decisions or accepted edits 20 minutes apart, or 3 calls over 30 minutes, half of the day's.</summary>
    public static ActiveDayRule Default { get; } = new(3, 30, 3, 2, 20, 50);

    /// <summary>The same, but that prompts alone are enough, and any calls: the rule of seasons before edition <c>2026.4</c>.</summary>
    public static ActiveDayRule OfPrompts { get; } = Default with { MinActs = 0, MinActMinutes = 0, MinCallsPercent = 0 };

    /// <param name="signals">Human signals of one person and company day.</param>
    /// <param name="acts">Decisions and accepted edits of that day, see <see cref="ActsOf"/>.</param>
    /// <param name="spanMs">Milliseconds from the first signal to the last.</param>
    /// <param name="actSpanMs">Milliseconds from the first decision or accepted edit to the last.</param>
    public bool IsMetBySignals(long signals, long acts, long spanMs, long actSpanMs) =>
        signals >= MinSignals && acts >= MinActs && spanMs >= MinSpanMinutes * 60_000L && actSpanMs >= MinActMinutes * 60_000L;

    /// <param name="calls">Calls of one person and company day, of agents that have no signal in the whole ledger.</param>
    /// <param name="spanMs">Milliseconds from the first to the last.</param>
    /// <param name="allCalls">Calls of that day, of whatever agent.</param>
    public bool IsMetByCalls(long calls, long spanMs, long allCalls) =>
        calls >= MinCalls && spanMs >= MinSpanMinutes * 60_000L && calls * 100 >= allCalls * MinCallsPercent;

    /// <summary>Decisions and accepted edits: an edit that a person accepted is both.</summary>
    public static long ActsOf(long humanSignals, long prompts, long editsAccepted) => humanSignals - prompts + editsAccepted;
}
