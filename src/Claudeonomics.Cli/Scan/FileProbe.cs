using Claudeonomics.Cli.Memory;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Scan;

/// <summary>Tells whether a file only grew: its first bytes, and those before where reading ended, are as they were.</summary>
internal sealed class FileProbe(FileStream file, KeyedHash hash)
{
    public void Take(FileEntry entry)
    {
        entry.HeadHash = HashAt(0, entry.Position);
        entry.TailHash = HashAt(entry.Position - FileEntry.ProbeBytes, entry.Position);
    }

    public bool IsStill(FileEntry entry) =>
        file.Length >= entry.Position
        && HashAt(0, entry.Position) == entry.HeadHash
        && HashAt(entry.Position - FileEntry.ProbeBytes, entry.Position) == entry.TailHash;

    private ulong HashAt(long from, long until)
    {
        Span<byte> bytes = stackalloc byte[FileEntry.ProbeBytes];
        from = Math.Max(0, from);
        bytes = bytes[..(int)Math.Min(bytes.Length, until - from)];
        var read = bytes.IsEmpty ? 0 : RandomAccess.Read(file.SafeFileHandle, bytes, from);
        return hash.Of(bytes[..read]);
    }
}
