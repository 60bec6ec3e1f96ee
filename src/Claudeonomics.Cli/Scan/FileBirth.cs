using Claudeonomics.Cli.Memory;

namespace Claudeonomics.Cli.Scan;

/// <summary>When a file was begun.</summary>
internal static class FileBirth
{
    /// <returns>UTC ticks. A home that was copied, from a backup say, has files that were all made at once, with the times at which they were
    /// last written to: then that time, as where the file system does not tell.</returns>
    public static long TicksOf(string path, FileStamp stamp) => Math.Min(stamp.ChangedTicks, FileFacts.Of(path)?.MadeTicks ?? stamp.ChangedTicks);
}
