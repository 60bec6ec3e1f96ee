using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Memory;

/// <summary>What is known of a file of an agent, so that only what is new in it is read.</summary>
internal sealed class FileEntry
{
    /// <summary>So many bytes at the beginning, and before where reading ended, tell whether a file only grew.</summary>
    public const int ProbeBytes = 1024;

    public required string Path { get; init; }

    /// <summary>Revision of the format by which it was read.</summary>
    public byte Revision { get; set; }

    /// <summary>Size and time of change (UTC ticks) when it was read. A database's are those of its write-ahead log too.</summary>
    public FileStamp Stamp { get; set; }

    /// <summary>Where the first line begins that was not whole.</summary>
    public long Position { get; set; }

    /// <summary>Lines before <see cref="Position"/>.</summary>
    public int Lines { get; set; }

    public ulong HeadHash { get; set; }

    public ulong TailHash { get; set; }

    /// <summary>What the parser needs to go on at <see cref="Position"/>; null when it has to begin anew.</summary>
    public byte[]? State { get; set; }

    public List<(int Line, UnreadReason Reason)> Unread { get; } = [];

    public void Write(BinaryWriter to)
    {
        to.Write(Path);
        to.Write(Revision);
        to.Write(Stamp.Size);
        to.Write(Stamp.ChangedTicks);
        to.Write(Position);
        to.Write(Lines);
        to.Write(HeadHash);
        to.Write(TailHash);
        to.Write7BitEncodedInt(State is null ? 0 : State.Length + 1);
        to.Write(State ?? []);
        to.Write7BitEncodedInt(Unread.Count);
        foreach (var (line, reason) in Unread)
        {
            to.Write7BitEncodedInt(line);
            to.Write((byte)reason);
        }
    }

    public static FileEntry Read(BinaryReader from)
    {
        var entry = new FileEntry
        {
            Path = from.ReadString(),
            Revision = from.ReadByte(),
            Stamp = new(from.ReadInt64(), from.ReadInt64()),
            Position = from.ReadInt64(),
            Lines = from.ReadInt32(),
            HeadHash = from.ReadUInt64(),
            TailHash = from.ReadUInt64(),
        };
        var state = from.Read7BitEncodedInt();
        entry.State = state == 0 ? null : from.ReadBytes(state - 1);
        for (var count = from.Read7BitEncodedInt(); count > 0; count--)
        {
            entry.Unread.Add((from.Read7BitEncodedInt(), (UnreadReason)from.ReadByte()));
        }

        return entry;
    }
}

/// <summary>What changes when a file does.</summary>
internal readonly record struct FileStamp(long Size, long ChangedTicks)
{
    /// <returns>Null when there is no such file.</returns>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new(file.Length, file.LastWriteTimeUtc.Ticks) : null;
    }

    /// <summary>A database and the log that is written before it.</summary>
    public static FileStamp? OfDatabase(string path) =>
        Of(path) is not { } file ? null
        : Of(path + "-wal") is { } log ? new(file.Size + log.Size, Math.Max(file.ChangedTicks, log.ChangedTicks))
        : file;
}
