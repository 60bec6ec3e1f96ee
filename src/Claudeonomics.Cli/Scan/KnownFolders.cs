using System.IO.Enumeration;
using Claudeonomics.Cli.Memory;

namespace Claudeonomics.Cli.Scan;

/// <summary>Lists files of deep folders, and asks a folder that is as it was nothing but when it changed: agents keep thousands of files in
/// hundreds of folders, most of which never change again.</summary>
public sealed class KnownFolders
{
    internal const string FileName = "memory.folders";

    private const ulong Magic = 0x666F6C64657273_01;
    private const int Deepest = 24;

    private static readonly EnumerationOptions Flat = new() { RecurseSubdirectories = false, IgnoreInaccessible = false, AttributesToSkip = 0 };

    private readonly long _doubt;
    private readonly Dictionary<(string Folder, string Ending), Listing> _visited = [];
    private Dictionary<(string Folder, string Ending), Listing> _known = [];
    private bool _isNew;

    public KnownFolders()
        : this(TimeSpan.FromSeconds(3))
    {
    }

    /// <param name="doubt">What changed so recently is listed again: another change so soon after may have the same time. Three seconds, since there
    /// are file systems that count in twos.</param>
    internal KnownFolders(TimeSpan doubt) => _doubt = doubt.Ticks;

    /// <summary>Files below a folder whose name ends as given. Links to folders are not followed.</summary>
    public IEnumerable<string> FilesBelow(string folder, string ending)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(ending);
        return FilesBelow(folder, ending, 0);
    }

    /// <summary>Takes up what was known when an earlier process ended.</summary>
    internal void Load(string memory)
    {
        if (_known.Count > 0)
        {
            return;
        }

        try
        {
            _known = Read(File.ReadAllBytes(Path.Combine(memory, FileName)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            // Nothing is known, or it is cut: all folders are listed.
        }
    }

    /// <summary>Keeps what was seen since <see cref="Load"/>, where it is news. What cannot be kept is listed again next time.</summary>
    internal void Save(string memory)
    {
        var isNews = _isNew;
        _known = new(_visited);
        _visited.Clear();
        _isNew = false;
        if (!isNews || !Directory.Exists(memory))
        {
            return;
        }

        var path = Path.Combine(memory, FileName);
        var fresh = $"{path}.{Environment.ProcessId}";
        try
        {
            using (var file = new FileStream(fresh, MemoryFolder.Options(FileMode.Create, FileAccess.Write)))
            {
                Write(file);
            }

            File.Move(fresh, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            File.Delete(fresh);
        }
    }

    private IEnumerable<string> FilesBelow(string folder, string ending, int depth)
    {
        if (Look(folder, ending) is not { } listing)
        {
            yield break;
        }

        foreach (var name in listing.Files)
        {
            yield return Path.Join(folder, name);
        }

        if (depth == Deepest)
        {
            yield break;
        }

        foreach (var name in listing.Folders)
        {
            foreach (var path in FilesBelow(Path.Join(folder, name), ending, depth + 1))
            {
                yield return path;
            }
        }
    }

    private Listing? Look(string folder, string ending)
    {
        if (FileFacts.Of(folder) is not { IsFolder: true } facts)
        {
            return null;
        }

        if (!_known.TryGetValue((folder, ending), out var listing) || listing.TouchedTicks != facts.TouchedTicks)
        {
            listing = List(folder, ending, facts.TouchedTicks);
            if (listing is null || DateTime.UtcNow.Ticks - facts.TouchedTicks < _doubt)
            {
                return listing;
            }

            _isNew = true;
        }

        _visited[(folder, ending)] = listing;
        return listing;
    }

    /// <returns>Null for a folder that is closed to us, or has just gone.</returns>
    private static Listing? List(string folder, string ending, long touchedTicks)
    {
        var (files, folders) = (new List<string>(), new List<string>());
        try
        {
            foreach (var (name, isFolder) in new FileSystemEnumerable<(string, bool)>(
                folder, static (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), Flat)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory
                    ? (entry.Attributes & FileAttributes.ReparsePoint) == 0
                    : entry.FileName.EndsWith(ending, StringComparison.Ordinal),
            })
            {
                (isFolder ? folders : files).Add(name);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return new(touchedTicks, [.. files], [.. folders]);
    }

    private void Write(Stream to)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Magic);
        writer.Write(_known.Count);
        foreach (var ((folder, ending), listing) in _known)
        {
            writer.Write(folder);
            writer.Write(ending);
            writer.Write(listing.TouchedTicks);
            WriteNames(writer, listing.Files);
            WriteNames(writer, listing.Folders);
        }

        writer.Write(Magic);
        writer.Flush();
        to.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static Dictionary<(string Folder, string Ending), Listing> Read(byte[] bytes)
    {
        if (bytes.Length < 20 || BitConverter.ToUInt64(bytes) != Magic || BitConverter.ToUInt64(bytes, bytes.Length - 8) != Magic)
        {
            return [];
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, 8, bytes.Length - 16));
        var count = reader.ReadInt32();
        var known = new Dictionary<(string Folder, string Ending), Listing>();
        for (; count > 0; count--)
        {
            known[(reader.ReadString(), reader.ReadString())] = new(reader.ReadInt64(), ReadNames(reader), ReadNames(reader));
        }

        return known;
    }

    private static void WriteNames(BinaryWriter to, string[] names)
    {
        to.Write7BitEncodedInt(names.Length);
        foreach (var name in names)
        {
            to.Write(name);
        }
    }

    private static string[] ReadNames(BinaryReader from)
    {
        var count = from.Read7BitEncodedInt();
        var names = new List<string>();
        for (; count > 0; count--)
        {
            names.Add(from.ReadString());
        }

        return [.. names];
    }

    private sealed record Listing(long TouchedTicks, string[] Files, string[] Folders);
}
