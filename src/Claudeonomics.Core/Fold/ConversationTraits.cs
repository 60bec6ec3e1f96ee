using System.Numerics;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>What kinds of facts a conversation has. Bits are only ever set; stored with its pieces.</summary>
[Flags]
public enum ConversationTraits : ushort
{
    None = 0,
    GatewayCalls = 1 << Source.Gateway,
    EventCalls = 1 << Source.OtlpEvent,
    SpanCalls = 1 << Source.OtlpSpan,
    LogCalls = 1 << Source.LocalLog,
    VendorCalls = 1 << Source.VendorReport,
    TokenCounters = 1 << 8,
    EditCounters = 1 << 9,
    EditDecisions = 1 << 10,

    /// <summary>Acts counted by cumulative points, whose differences only show among each other.</summary>
    CumulativeActs = 1 << 11,

    /// <summary>More than one identity told of it.</summary>
    ManyIdentities = 1 << 12,
}

internal static class ConversationTraitsExtensions
{
    private const ConversationTraits Calls = ConversationTraits.GatewayCalls | ConversationTraits.EventCalls
        | ConversationTraits.SpanCalls | ConversationTraits.LogCalls | ConversationTraits.VendorCalls;

    /// <summary>
    /// The facts depend on each other, so the conversation is resolved as a whole. Otherwise each fact adds what it says and
    /// masked counters add nothing, which comes to the same and needs no memory of them.
    /// </summary>
    public static bool NeedsResolution(this ConversationTraits traits) =>
        (traits & (ConversationTraits.ManyIdentities | ConversationTraits.CumulativeActs | ConversationTraits.LogCalls)) != 0
        || BitOperations.PopCount((uint)(traits & Calls)) > 1
        || ((traits & ConversationTraits.TokenCounters) != 0 && (traits & Calls) == 0)
        || (traits & (ConversationTraits.EditCounters | ConversationTraits.EditDecisions)) == ConversationTraits.EditCounters;

    public static ConversationTraits Of(Source source) => (ConversationTraits)(1 << (int)source);

    public static ConversationTraits Of(in CounterPoint point) =>
        Authority.IsMaskedByCalls(point.Measure) ? ConversationTraits.TokenCounters
        : point.Temporality is Temporality.Cumulative ? ConversationTraits.CumulativeActs
        : Authority.IsMaskedByDecisions(point.Measure) ? ConversationTraits.EditCounters
        : ConversationTraits.None;

    public static ConversationTraits Of(in Signal signal) =>
        signal.Kind is SignalKind.EditAccepted or SignalKind.EditRejected
            ? ConversationTraits.EditDecisions
            : ConversationTraits.None;

    /// <summary>Differences of lines, commits, pull requests and active time add up by themselves; everything else depends on other facts.</summary>
    public static bool IsDependent(this in CounterPoint point) => Of(point) is not ConversationTraits.None;
}
