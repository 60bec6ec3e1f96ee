using System.Security.Cryptography;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Memory;

/// <summary>What a report needs of what was seen: files, names and sums, without the calls themselves.</summary>
internal sealed class MemoryState
{
    /// <summary>Key of all hashes; of this installation alone.</summary>
    /// <remarks>Made only where there is none: whoever asks for the first random bytes waits for the cryptographic library to load.</remarks>
    public byte[] HashKey { get => field ??= RandomNumberGenerator.GetBytes(16); init; }

    /// <summary>Names the base that this is of; 0 when there is none yet.</summary>
    public ulong BaseId { get; init; }

    /// <summary>How often something was added since the base was written.</summary>
    public long Additions { get; set; }

    /// <summary>The price book by which the cells are priced.</summary>
    public string PriceVersion { get; init; } = "";

    public NameTables Names { get; init; } = new();

    /// <summary>All files ever seen, also those that are gone.</summary>
    public List<FileEntry> Files { get; init; } = [];

    /// <summary>Brings <see cref="Cells"/>; null where there is no base.</summary>
    public CellsReader? Base { private get; init; }

    /// <summary>Sums of the base.</summary>
    public UsageCell[] Cells { get => field ??= Base?.Cells ?? []; init; }

    /// <summary>What has been added to the sums since, and taken from them.</summary>
    public List<UsageCell> Changes { get; init; } = [];

    /// <summary>Observations since the base was written.</summary>
    public List<Observation> Added { get; init; } = [];

    public KeyedHash Hash => new(HashKey);

    public IEnumerable<UsageCell> AllCells => Changes.Count == 0 ? Cells : Cells.Concat(Changes);

    /// <summary>What could not be read, or not as it stands there. Files that are gone have nothing that could be looked at.</summary>
    public IEnumerable<UnreadLine> Unread() =>
        from file in Files
        where file.Unread.Count > 0 && File.Exists(file.Path)
        from line in file.Unread
        select new UnreadLine(file.Path, line.Line, line.Reason);
}
