namespace Claudeonomics.Core.Usage;

/// <summary>Which of several reports about the same thing counts. Decided here and nowhere else.</summary>
/// <remarks>
/// An agent may send each call as an event, as a span and inside a counter. Events and spans about one call are matched to each
/// other (see Matching); counters are running totals of the same calls, so they count only in a conversation in which no single
/// call is known. Lines, commits, pull requests and active time exist as counters alone.
/// </remarks>
public static class Authority
{
    /// <summary>The measure is a running total of model calls: single calls of the conversation make it count nothing.</summary>
    public static bool IsMaskedByCalls(CounterMeasure measure) => measure < CounterMeasure.LinesAdded;

    /// <summary>The measure is a running total of decisions on edits: single decisions of the conversation make it count nothing.</summary>
    public static bool IsMaskedByDecisions(CounterMeasure measure) =>
        measure is CounterMeasure.EditsAccepted or CounterMeasure.EditsRejected;
}
