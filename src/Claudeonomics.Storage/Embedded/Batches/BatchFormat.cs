using Claudeonomics.Core.Usage;

namespace Claudeonomics.Storage.Embedded.Batches;

/// <summary>Packs the facts of one commit, format 3.</summary>
/// <remarks>
/// <code>
/// origins        count, then number agent provider model: those that no earlier batch spelled out
/// conversations  count, then hash (8 bytes), identity * 4 + (has a device ? 2 : 0) + who, device (8 bytes) where there is one
/// calls          count, then each: flags, conversation (difference to the one before), time (difference, ms),
///                origin traits source (when they changed), request, ordinal, tokens, cost, extras
/// counters       count, then each: flags, conversation, time, start (difference to the time), series, origin, measure, value
/// signals        count, then each: flags, conversation, time, agent (when it changed), ordinal
/// notes          count, then each: kind, conversation, hour (as a time), when it was read (difference to the reception), subject
/// days           count, then each: identity, device (8 bytes), day, when it was read (difference to the reception), totals: count, then each:
///                origin, traits, tokens (7), calls, searches
/// </code>
/// Format 2 ends before the days, format 1 before the notes; that has identity * 2 + who and no device.
/// A fact's key is derived from what is here, so it takes no room. Numbers are varints. Every format ever written stays readable:
/// a new one gets a new number and a reader of its own beside this one.
/// </remarks>
internal static class BatchFormat
{
    public const int Number = 3;

    /// <summary>The first one that knows devices and notes.</summary>
    public const int WithDevices = 2;

    /// <summary>The first one that knows totals of days.</summary>
    public const int WithDays = 3;

    public static CallTraits UnpackTraits(byte packed) =>
        new((Speed)(packed & 3), (ServiceTier)((packed >> 2) & 7), (Geography)((packed >> 5) & 7));

    public static byte Pack(CallTraits traits) =>
        (byte)((byte)traits.Speed | ((byte)traits.ServiceTier << 2) | ((byte)traits.Geography << 5));
}

[Flags]
internal enum CallFlags : byte
{
    SameOrigin = 1,
    Request = 2,
    Ordinal = 4,
    Cost = 8,
    KnownWrites = 16,
    UnknownWrites = 32,
    Reasoning = 64,
    Extras = 128,
}

[Flags]
internal enum CounterFlags : byte
{
    SameOrigin = 1,
    Cumulative = 2,
    Start = 4,
    Traits = 8,
}

// The lower four bits are the kind.
[Flags]
internal enum SignalFlags : byte
{
    ByHuman = 16,
    SameAgent = 32,
    LongOrdinal = 64,
    SameSource = 128,
}

/// <summary>Whose conversation the facts are about.</summary>
/// <param name="Device">In whose logs they were found, or 0.</param>
internal readonly record struct BatchConversation(ulong Hash, int Identity, Who Who, ulong Device = 0)
{
    /// <summary>Its facts are read, not passed over.</summary>
    public bool IsWanted { get; init; }
}

/// <summary>Which conversations of a batch are read.</summary>
internal readonly record struct ConversationFilter
{
    private readonly ulong? _only;
    private readonly int _part;
    private readonly int _parts;

    private ConversationFilter(ulong? only, int part, int parts) => (_only, _part, _parts) = (only, part, parts);

    public static ConversationFilter Everything { get; } = new(null, 0, 1);

    public bool IsEverything => _only is null && _parts == 1;

    public static ConversationFilter Only(ulong conversation) => new(conversation, 0, 1);

    /// <summary>One of several parts of about equal size, so that a day that is larger than memory is read part by part.</summary>
    /// <param name="part">From 0.</param>
    public static ConversationFilter Part(int part, int parts) => new(null, part, parts);

    public bool Wants(ulong conversation) => _only is { } only ? only == conversation : _parts == 1 || conversation % (ulong)_parts == (ulong)_part;
}
