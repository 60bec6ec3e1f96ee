using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Claudeonomics.Cli.Memory;

namespace Claudeonomics.Cli.Scan;

/// <summary>When a file was begun.</summary>
internal static partial class FileBirth
{
    // statx(2): what is asked for, and where the answer has it. The same on every architecture.
    private const int CurrentFolder = -100;
    private const uint BirthTime = 0x800;
    private const int StatxBytes = 256;
    private const int MaskAt = 0;
    private const int SecondsAt = 80;
    private const int NanosecondsAt = 88;

    /// <returns>UTC ticks. A home that was copied, from a backup say, has files that were all made at once, with the times at which they were
    /// last written to: then that time, as where the file system does not tell.</returns>
    public static long TicksOf(string path, FileStamp stamp) => Math.Min(stamp.ChangedTicks, Made(path) ?? stamp.ChangedTicks);

    private static long? Made(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.GetCreationTimeUtc(path).Ticks;
        }

        // .NET asks Linux by stat, which does not know it.
        try
        {
            Span<byte> answer = stackalloc byte[StatxBytes];
            return Statx(CurrentFolder, path, 0, BirthTime, answer) == 0
                && (BinaryPrimitives.ReadUInt32LittleEndian(answer[MaskAt..]) & BirthTime) != 0
                ? DateTime.UnixEpoch.Ticks + (BinaryPrimitives.ReadInt64LittleEndian(answer[SecondsAt..]) * TimeSpan.TicksPerSecond)
                    + (BinaryPrimitives.ReadUInt32LittleEndian(answer[NanosecondsAt..]) / TimeSpan.NanosecondsPerTick)
                : null;
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> answer);
}
