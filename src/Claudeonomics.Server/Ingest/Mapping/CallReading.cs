using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>What a mapper read of one model call: everything but when, where and whose, which are read the same way for all.</summary>
/// <param name="usage">Disjoint tokens; <see langword="null"/> when a part exceeded its whole.</param>
/// <param name="agent">UTF-8.</param>
/// <param name="provider">UTF-8, empty when unknown.</param>
/// <param name="model">UTF-8, as the source spells it.</param>
internal readonly ref struct CallReading(
    TokenUsage? usage, ReadOnlySpan<byte> agent, ReadOnlySpan<byte> provider, ReadOnlySpan<byte> model)
{
    public TokenUsage? Usage { get; } = usage;

    public ReadOnlySpan<byte> Agent { get; } = agent;

    public ReadOnlySpan<byte> Provider { get; } = provider;

    public ReadOnlySpan<byte> Model { get; } = model;

    /// <summary>The provider's id of the request or response, the same in every source; empty when the source has none.</summary>
    public ReadOnlySpan<byte> Request { get; init; }

    /// <summary>Tells calls of one moment apart where there is no request id.</summary>
    public ulong Ordinal { get; init; }

    public CallTraits Traits { get; init; }

    public long? ReportedCostMicros { get; init; }

    /// <summary>Without a conversation of its own the record belongs to its trace.</summary>
    public bool TraceIsConversation { get; init; }
}

/// <summary>One data point of a metric.</summary>
/// <param name="Value">As sent.</param>
/// <param name="StartUnixNano">0 when absent.</param>
/// <param name="Series">Keyed hash of resource, scope, metric and attributes.</param>
internal readonly record struct PointReading(double Value, ulong StartUnixNano, Temporality Temporality, ulong Series);
