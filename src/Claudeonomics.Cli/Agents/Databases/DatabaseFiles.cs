namespace Claudeonomics.Cli.Agents.Databases;

/// <summary>The files that make up one SQLite database: itself, and beside it what was not yet written into it.</summary>
internal sealed class DatabaseFiles(string path)
{
    /// <summary>A database that has to be copied (see <see cref="LogDatabase"/>) and is larger is not read, and is listed.</summary>
    private const long MostCopied = 4L << 30;

    private const int HeaderLength = 20;

    private const int SmallestPage = 512;

    // An agent that writes while its files are copied makes the copy worthless.
    private const int Attempts = 3;

    private readonly string _log = path + "-wal";
    private readonly string _index = path + "-shm";
    private readonly string _journal = path + "-journal";

    /// <summary>Whether the folder already holds all that SQLite would otherwise put there to read it.</summary>
    public bool CanBeShared => !UsesLog() || File.Exists(_index);

    /// <summary>Whether the file by itself is the whole database.</summary>
    public bool IsAlone => UsesLog() && LengthOf(_log) == 0;

    /// <summary>Whether the end of the file is missing. SQLite sees whole pages that are not there; of a page that is there in part it reads zeros.</summary>
    public bool IsCutOff
    {
        get
        {
            var header = Header();
            var page = header is [] ? 0 : (header[16] << 8) | header[17];

            // A page of 64 KiB does not fit into its two bytes and is written as 1.
            page = page == 1 ? 1 << 16 : page;
            return page >= SmallestPage && LengthOf(path) % page != 0;
        }
    }

    /// <summary>Equal as long as nobody wrote.</summary>
    public (long, long, DateTime, DateTime) State =>
        (LengthOf(path), LengthOf(_log), File.GetLastWriteTimeUtc(path), File.GetLastWriteTimeUtc(_log));

    /// <summary>Copies what makes up the database into another folder.</summary>
    /// <returns>The copy of the database itself.</returns>
    /// <exception cref="IOException">The files kept changing, or are more than is copied.</exception>
    public string CopyTo(string folder)
    {
        var copy = Path.Combine(folder, "copy");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = State;
            if (before.Item1 + before.Item2 > MostCopied)
            {
                throw new IOException($"{path} would have to be copied to be read, and is larger than {MostCopied >> 30} GiB.");
            }

            Copy(_log, copy + "-wal");
            Copy(_journal, copy + "-journal");
            Copy(path, copy);
            if (State == before)
            {
                return copy;
            }
        }

        throw new IOException($"{path} is being written.");
    }

    // Bytes 18 and 19 of the header are 2 for a database with a write-ahead log, else 1.
    private bool UsesLog() => Header() is [.., 2, _] or [.., 2];

    // Empty when the file is shorter.
    private byte[] Header()
    {
        var header = new byte[HeaderLength];
        using var file = Open(path);
        return file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength ? header : [];
    }

    private static long LengthOf(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;

    private static void Copy(string file, string copy)
    {
        File.Delete(copy);
        if (File.Exists(file))
        {
            using var source = Open(file);
            using var target = new FileStream(copy, FileMode.CreateNew, FileAccess.Write);
            source.CopyTo(target, 1 << 20);
        }
    }

    private static FileStream Open(string file) =>
        new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
