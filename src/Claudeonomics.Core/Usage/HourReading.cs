namespace Claudeonomics.Core.Usage;

/// <summary>A device read one UTC hour of its agents' logs: the calls of that device and hour in the same <see cref="FactBatch"/> are all of it.</summary>
/// <remarks>Not a fact. What it changes is found out by the fold, which makes <see cref="HourNote"/>s of it.</remarks>
/// <param name="Device">Keyed hash of the device's id, not 0.</param>
/// <param name="HourUnixMs">Start of the hour, milliseconds since 1970 UTC.</param>
/// <param name="ReadAtUnixMs">When the logs were read: of two readings of an hour the later one holds.</param>
/// <param name="HasChanges">Counts of changes in the same batch are all of the hour's; without, the hour has none.</param>
public readonly record struct HourReading(int Identity, ulong Device, long HourUnixMs, long ReadAtUnixMs, bool HasChanges = false)
{
    private const long MsPerHour = 3_600_000;

    /// <summary>What notes about this hour of this device stand under. Part of it is the identity, so that nobody takes back what another told.</summary>
    public ulong Conversation => FactKey.ConversationOf(Identity, Device, HourUnixMs);

    /// <summary><see cref="Conversation"/> of the hour that a device's call belongs to.</summary>
    public static ulong ConversationOf(in UsageEvent call) => FactKey.ConversationOf(call.Identity, call.Device, HourOf(call));

    /// <summary>Start of the UTC hour in which a call was answered.</summary>
    public static long HourOf(in UsageEvent call) => call.AtUnixMs - (call.AtUnixMs % MsPerHour);
}

/// <summary>What a note says. The numbers are stored in the ledger and never change their meaning.</summary>
public enum HourNoteKind : byte
{
    /// <summary>The hour was read, and tells of the conversation that is the subject; of none that is new when that is 0.</summary>
    Tells = 1,

    /// <summary>The call whose key is the subject is no longer told of, and counts no more.</summary>
    Withdraws = 2,

    /// <summary>The call whose key is the subject, withdrawn before, is told of again.</summary>
    Restores = 3,
}

/// <summary>What reading an hour of a device's logs again came to.</summary>
/// <remarks>A fact: appended once and never edited. Only the device that told of a call can withdraw it, and what others told of the same call
/// stays.</remarks>
public readonly record struct HourNote
{
    public required int Identity { get; init; }

    public required Who Who { get; init; }

    /// <summary>The call's conversation; of <see cref="HourNoteKind.Tells"/> the hour's own (<see cref="HourReading.Conversation"/>).</summary>
    public required ulong Conversation { get; init; }

    /// <summary>Keyed hash of the device's id.</summary>
    public required ulong Device { get; init; }

    /// <summary>Start of the hour, milliseconds since 1970 UTC.</summary>
    public required long HourUnixMs { get; init; }

    /// <summary>When the logs were read, milliseconds since 1970 UTC, never later than the ledger's clock allows a fact to be.</summary>
    public required long ReadAtUnixMs { get; init; }

    public required HourNoteKind Kind { get; init; }

    /// <summary>A conversation or the key of a call: see <see cref="HourNoteKind"/>.</summary>
    public required ulong Subject { get; init; }

    public FactKey Key => FactKey.OfNote(Kind, Subject, ReadAtUnixMs);
}
