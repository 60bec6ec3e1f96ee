using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Scan;

namespace Claudeonomics.Cli.Memory;

/// <summary>What is known of a file of an agent, so that only what is new in it is read.</summary>
internal sealed class FileEntry
{
    /// <summary>So many bytes at the beginning, and before where reading ended, tell whether a file only grew.</summary>
    public const int ProbeBytes = 1024;

    /// <summary>So many lines of one file are listed, and then that there are more.</summary>
    public const int MostListed = 1000;

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

    /// <summary>What the parser needs to go on at <see cref="Position"/>; null when it has to begin anew, or when it lies in the base still.</summary>
    public byte[]? State
    {
        get;
        set => (field, Kept) = (value, null);
    }

    /// <summary>Where the state lies in the base, which is read only for files that grew; null when <see cref="State"/> says all.</summary>
    public StatePlace? Kept { get; private set; }

    /// <summary>What could not be read of the file, or not as it stands there.</summary>
    public List<(int Line, UnreadReason Reason)> Unread { get; } = [];

    /// <summary>Lists a line. After <see cref="MostListed"/> of them it only says that there are more.</summary>
    public void List(int line, UnreadReason reason)
    {
        if (Unread.Count < MostListed)
        {
            Unread.Add((line, reason));
        }
        else if (Unread.Count == MostListed)
        {
            Unread.Add((line, UnreadReason.More));
        }
    }

    /// <param name="inBaseAt">Where the state is written in a base; null to write it here.</param>
    public void Write(BinaryWriter to, long? inBaseAt)
    {
        to.Write(Path);
        to.Write(Revision);
        to.Write(Stamp.Size);
        to.Write(Stamp.ChangedTicks);
        to.Write(Position);
        to.Write(Lines);
        to.Write(HeadHash);
        to.Write(TailHash);
        var (kind, place) = Kept is { } kept ? (StateKind.InBase, kept) : (State is null ? StateKind.None : StateKind.Here, new(0, State?.Length ?? 0));
        if (kind == StateKind.Here && inBaseAt is { } at)
        {
            (kind, place) = (StateKind.InBase, place with { At = at });
        }

        to.Write((byte)kind);
        to.Write(place.At);
        to.Write(place.Length);
        to.Write(kind == StateKind.Here ? State! : []);
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
        var (kind, place) = ((StateKind)from.ReadByte(), new StatePlace(from.ReadInt64(), from.ReadInt32()));
        entry.State = kind == StateKind.Here ? from.ReadBytes(place.Length) : null;
        entry.Kept = kind == StateKind.InBase ? place : null;
        for (var count = from.Read7BitEncodedInt(); count > 0; count--)
        {
            entry.Unread.Add((from.Read7BitEncodedInt(), (UnreadReason)from.ReadByte()));
        }

        return entry;
    }

    private enum StateKind : byte
    {
        None,
        Here,
        InBase,
    }
}

/// <summary>A piece of what a base keeps for parsers.</summary>
internal readonly record struct StatePlace(long At, int Length);

/// <summary>What changes when a file does.</summary>
internal readonly record struct FileStamp(long Size, long ChangedTicks)
{
    /// <returns>Null when there is no such file.</returns>
    public static FileStamp? Of(string path) =>
        FileFacts.Of(path) is { IsFolder: false } facts ? new(facts.Size, facts.ChangedTicks) : null;

    /// <summary>A database and the log that is written before it.</summary>
    public static FileStamp? OfDatabase(string path) =>
        Of(path) is not { } file ? null
        : Of(path + "-wal") is { } log ? new(file.Size + log.Size, Math.Max(file.ChangedTicks, log.ChangedTicks))
        : file;
}
