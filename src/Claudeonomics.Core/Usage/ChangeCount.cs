namespace Claudeonomics.Core.Usage;

/// <summary>Counts of changes that a device tells of an hour, as points of counters.</summary>
/// <remarks>
/// Under a conversation of their own for each identity, device and hour, so that what the device tells later of the hour takes the place of all that it told
/// before, and of nothing that others tell. The point stands at the hour's beginning; its start is when the logs were read, and of all points of the hour
/// those of the latest reading count.
/// </remarks>
public static class ChangeCount
{
    /// <summary>Whether a measure is one of changes.</summary>
    public static bool IsOne(CounterMeasure measure) => measure is >= CounterMeasure.CodeChanges and <= CounterMeasure.ConfigurationChanges;

    private static readonly CallOrigin Nobody = new("", "", CallOrigin.UnknownModel);

    /// <summary>A reading that tells of no changes any more.</summary>
    public static CounterPoint None(in HourReading reading) => Of(reading, CounterMeasure.CodeChanges, Nobody, 0);

    /// <param name="value">At least 1.</param>
    /// <param name="agent">The coding tool.</param>
    public static CounterPoint Of(in HourReading reading, CounterMeasure measure, CallOrigin agent, long value) => new()
    {
        Identity = reading.Identity,
        Who = Who.Known,
        AtUnixMs = reading.HourUnixMs,
        StartUnixMs = reading.ReadAtUnixMs,
        Conversation = ConversationOf(reading),
        Series = FactKey.SeriesOf(reading.Device, measure, agent.Agent),
        Temporality = Temporality.Cumulative,
        Measure = measure,
        Value = value,
        Origin = agent,
    };

    /// <summary>What the counts of an hour of a device stand under.</summary>
    public static ulong ConversationOf(in HourReading reading) => FactKey.ChangesOf(reading.Conversation);
}
