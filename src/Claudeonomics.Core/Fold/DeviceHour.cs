using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>What is known of one UTC hour of one device: when it was last read, and which conversations were ever told of in it.</summary>
internal sealed class DeviceHour
{
    private readonly HashSet<ulong> _conversations = [];

    /// <summary>Milliseconds since 1970 UTC; the smallest number before the first reading.</summary>
    public long ReadAtUnixMs { get; private set; } = long.MinValue;

    public IReadOnlyCollection<ulong> Conversations => _conversations;

    public bool Tells(ulong conversation) => _conversations.Contains(conversation);

    /// <summary>Takes a note of <see cref="HourNoteKind.Tells"/>; the same again changes nothing.</summary>
    public void Take(in HourNote note)
    {
        ReadAtUnixMs = Math.Max(ReadAtUnixMs, note.ReadAtUnixMs);
        if (note.Subject != 0)
        {
            _conversations.Add(note.Subject);
        }
    }
}
