namespace Claudeonomics.Core.Ranking;

/// <summary>When a company day counts as active.</summary>
/// <param name="MinSignals">Human signals (prompts and decisions by a person) it takes.</param>
/// <param name="MinSpanMinutes">Minutes from the first of them to the last.</param>
/// <param name="MinCalls">Calls it takes, over the same span, from agents that report no signals.</param>
public readonly record struct ActiveDayRule(int MinSignals, int MinSpanMinutes, int MinCalls)
{
    /// <summary>3 signals, or 3 calls, over 30 minutes.</summary>
    public static ActiveDayRule Default { get; } = new(3, 30, 3);

    /// <param name="signals">Human signals of one person and company day.</param>
    /// <param name="spanMs">Milliseconds from the first to the last.</param>
    public bool IsMetBySignals(long signals, long spanMs) => signals >= MinSignals && spanMs >= MinSpanMinutes * 60_000L;

    /// <param name="calls">Calls of one person and company day, of agents that have no signal in the whole ledger.</param>
    /// <param name="spanMs">Milliseconds from the first to the last.</param>
    public bool IsMetByCalls(long calls, long spanMs) => calls >= MinCalls && spanMs >= MinSpanMinutes * 60_000L;
}
