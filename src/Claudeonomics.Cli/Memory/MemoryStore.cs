using System.Security.Cryptography;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Scan;

namespace Claudeonomics.Cli.Memory;

/// <summary>The memory's files. Written beside and moved into place whole, so that no end of a process leaves half of one.</summary>
internal sealed class MemoryStore(string folder)
{
    private const string BaseName = "memory.base";
    private const string AddedName = "memory.added";
    private const string LockName = "memory.lock";
    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(10);

    private NameCounts _named = NameCounts.None;
    private HashSet<int> _changed = [];
    private long _loadedAdditions;

    /// <summary>Reads what reports need.</summary>
    public MemoryState Load()
    {
        var file = TryOpen(BaseName);
        if (file is null || MemoryFormat.ReadLayout(file) is not { } layout)
        {
            file?.Dispose();
            return new();
        }

        var state = MemoryFormat.ReadState(file, layout);
        _named = state.Names.Counts;
        var added = TryRead(AddedName);
        _changed = MemoryFormat.ReadAdded(added, state) ?? [];

        // One that is cut still counts as there, so that what is written next is known to follow it.
        state.Additions = _loadedAdditions = MemoryFormat.ReadAdditions(added, state.BaseId);
        return state;
    }

    /// <summary>Opens the observations of the base that was loaded.</summary>
    /// <returns>Null without one, or when another process has written a newer one meanwhile.</returns>
    public BaseFile? OpenBase(MemoryState state)
    {
        if (state.BaseId == 0)
        {
            return null;
        }

        var file = TryOpen(BaseName);
        if (file is not null && MemoryFormat.ReadLayout(file) is { } layout && layout.BaseId == state.BaseId)
        {
            return new(file, layout);
        }

        file?.Dispose();
        return null;
    }

    /// <summary>Keeps what was added to the base.</summary>
    public void SaveAdded(MemoryState state, IEnumerable<int> changedFiles)
    {
        _changed.UnionWith(changedFiles);
        state.Additions++;
        Save(state, AddedName, to => MemoryFormat.WriteAdded(to, state, _named, _changed), isFlushed: false);
    }

    /// <summary>Keeps everything as a new base, which has nothing added to it.</summary>
    public void SaveBase(MemoryState loaded, MemoryState state, ObservationTable all)
    {
        // There are systems that replace no file which somebody still reads.
        _ = loaded.Cells;
        Save(loaded, BaseName, to => MemoryFormat.WriteBase(to, state, all), isFlushed: true);
    }

    /// <summary>A number for a new base.</summary>
    public static ulong NewId() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    // Another process may have read and kept the same meanwhile, or something else: then what is there stays, and what this one saw is read
    // again from the logs next time. So two processes never mix.
    private void Save(MemoryState loaded, string name, Action<Stream> write, bool isFlushed)
    {
        MemoryFolder.Create(folder);
        using var turn = TryLock();
        if (turn is null || !IsStill(loaded))
        {
            return;
        }

        DeleteLeftOvers();
        var fresh = Path.Combine(folder, $"{name}.{Environment.ProcessId}");
        try
        {
            using (var file = new FileStream(fresh, MemoryFolder.Options(FileMode.Create, FileAccess.Write)))
            {
                write(file);
                file.Flush(isFlushed);
            }

            File.Move(fresh, Path.Combine(folder, name), overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    // What a process that was killed had begun to write. The lock says that nobody else is writing, where the folder's file system has locks;
    // what is newer than any write takes is left alone for those that have none.
    private void DeleteLeftOvers()
    {
        var latest = DateTime.UtcNow - LongestWrite;
        foreach (var name in (ReadOnlySpan<string>)[BaseName, AddedName, KnownFolders.FileName])
        {
            foreach (var file in Directory.EnumerateFiles(folder, name + ".*"))
            {
                if (File.GetLastWriteTimeUtc(file) < latest)
                {
                    File.Delete(file);
                }
            }
        }
    }

    private bool IsStill(MemoryState loaded)
    {
        using var file = TryOpen(BaseName);
        if (file is null || MemoryFormat.ReadLayout(file) is not { } layout)
        {
            return loaded.BaseId == 0;
        }

        using var added = TryOpen(AddedName);
        Span<byte> beginning = stackalloc byte[MemoryFormat.AddedHead];
        var read = added?.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) ?? 0;
        return layout.BaseId == loaded.BaseId && MemoryFormat.ReadAdditions(beginning[..read], layout.BaseId) == _loadedAdditions;
    }

    private FileStream? TryLock()
    {
        try
        {
            return new(Path.Combine(folder, LockName), MemoryFolder.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private FileStream? TryOpen(string name)
    {
        try
        {
            return new(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private byte[] TryRead(string name)
    {
        using var file = TryOpen(name);
        if (file is null)
        {
            return [];
        }

        var bytes = new byte[file.Length];
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? bytes : [];
    }
}
