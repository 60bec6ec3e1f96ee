using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Claudeonomics.Cli.Scan;

/// <summary>What a file system tells of a file or folder; of what a link leads to, where it is a link.</summary>
/// <param name="Size">Bytes; of a folder whatever the file system says.</param>
/// <param name="ChangedTicks">When it was last written to; UTC ticks.</param>
/// <param name="TouchedTicks">When anything of it changed, a name in a folder too: no program can set it back. Where the system does not tell,
/// <paramref name="ChangedTicks"/>.</param>
/// <param name="MadeTicks">When it was made, UTC ticks; null where the file system does not tell.</param>
internal readonly partial record struct FileFacts(bool IsFolder, long Size, long ChangedTicks, long TouchedTicks, long? MadeTicks)
{
    // statx(2): what is asked for, and where the answer has it. The same on every architecture.
    private const int CurrentFolder = -100;
    private const uint TypeTimesAndSize = 0x1 | 0x40 | 0x80 | 0x200;
    private const uint BirthTime = 0x800;
    private const int StatxBytes = 256;
    private const int MaskAt = 0;
    private const int ModeAt = 28;
    private const int SizeAt = 40;
    private const int BirthAt = 80;
    private const int TouchAt = 96;
    private const int ChangeAt = 112;
    private const int TypeMask = 0xF000;
    private const int FolderType = 0x4000;

    private static bool _hasNoStatx = !OperatingSystem.IsLinux();

    /// <returns>Null when there is nothing of that name, or it may not be looked at.</returns>
    /// <remarks>One call a file, which counts where there are thousands: .NET asks twice, also who is asking, and not for the time of birth.</remarks>
    public static FileFacts? Of(string path)
    {
        if (!_hasNoStatx)
        {
            try
            {
                return OfLinux(path);
            }
            catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
            {
                _hasNoStatx = true;
            }
        }

        FileSystemInfo file = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        var made = OperatingSystem.IsLinux() ? (long?)null : file.CreationTimeUtc.Ticks;
        var changed = file.LastWriteTimeUtc.Ticks;
        return file.Exists ? new(file is DirectoryInfo, file is FileInfo { Length: var size } ? size : 0, changed, changed, made) : null;
    }

    private static FileFacts? OfLinux(string path)
    {
        Span<byte> answer = stackalloc byte[StatxBytes];
        if (Statx(CurrentFolder, path, 0, TypeTimesAndSize | BirthTime, answer) != 0)
        {
            return null;
        }

        var mask = BinaryPrimitives.ReadUInt32LittleEndian(answer[MaskAt..]);
        return new(
            (BinaryPrimitives.ReadUInt16LittleEndian(answer[ModeAt..]) & TypeMask) == FolderType, BinaryPrimitives.ReadInt64LittleEndian(answer[SizeAt..]),
            TicksAt(answer[ChangeAt..]), TicksAt(answer[TouchAt..]), (mask & BirthTime) == 0 ? null : TicksAt(answer[BirthAt..]));
    }

    private static long TicksAt(ReadOnlySpan<byte> time) =>
        DateTime.UnixEpoch.Ticks + (BinaryPrimitives.ReadInt64LittleEndian(time) * TimeSpan.TicksPerSecond)
        + (BinaryPrimitives.ReadUInt32LittleEndian(time[8..]) / TimeSpan.NanosecondsPerTick);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> answer);
}
