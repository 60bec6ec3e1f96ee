using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Scan;

/// <summary>Reads files line by line through one buffer, and parses only lines that can matter.</summary>
internal sealed class LineReader
{
    /// <summary>A longer line is skipped and listed. Claude Code writes lines of 60 MB with pictures in them.</summary>
    public const int LongestLine = 256 * 1024 * 1024;

    // Fits into a core's second-level cache, so that what the system has copied here is searched where it lies.
    private const int UsualBuffer = 256 * 1024;

    // What one long line has grown beyond this is not kept for the files after it.
    private const int KeptBuffer = 4 * 1024 * 1024;

    private int _rest;
    private byte[] _buffer = new byte[UsualBuffer];

    /// <summary>Opens a file that its agent may be writing to, or about to delete.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <summary>Reads a file's whole lines from a position on.</summary>
    /// <returns>Where the first line begins that has no end yet: reading goes on there another time.</returns>
    public long Read(FileStream file, long from, LineParser parser, CallSink sink, ref int lineNumber, Action<int, UnreadReason> unread)
    {
        if (_buffer.Length > KeptBuffer)
        {
            _buffer = new byte[UsualBuffer];
        }

        var (filled, position) = (0, from);
        while (true)
        {
            // No more at once than lies close to the core, also where a line has grown the buffer.
            var read = RandomAccess.Read(file.SafeFileHandle, _buffer.AsSpan(filled, Math.Min(_buffer.Length - filled, UsualBuffer)), position + filled);
            if (read == 0)
            {
                break;
            }

            filled += read;
            var used = ReadLines(_buffer.AsSpan(0, filled), parser, sink, ref lineNumber, unread);
            position += used;
            filled -= used;
            _buffer.AsSpan(used, filled).CopyTo(_buffer);
            if (filled == LongestLine)
            {
                position = SkipLine(file, position + filled);
                filled = 0;
                unread(++lineNumber, UnreadReason.TooLong);
            }
            else if (filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, LongestLine));
            }
        }

        _rest = filled;
        return position;
    }

    /// <returns>Where the next line begins; the file's end without one.</returns>
    private long SkipLine(FileStream file, long position)
    {
        while (RandomAccess.Read(file.SafeFileHandle, _buffer, position) is > 0 and var read)
        {
            if (_buffer.AsSpan(0, read).IndexOf((byte)'\n') is >= 0 and var end)
            {
                return position + end + 1;
            }

            position += read;
        }

        return position;
    }

    private static int ReadLines(ReadOnlySpan<byte> bytes, LineParser parser, CallSink sink, ref int lineNumber, Action<int, UnreadReason> unread)
    {
        var used = 0;
        while (bytes[used..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            lineNumber++;
            ReadLine(bytes.Slice(used, length), parser, sink, lineNumber, unread);
            used += length + 1;
        }

        return used;
    }

    private static void ReadLine(ReadOnlySpan<byte> line, LineParser parser, CallSink sink, int lineNumber, Action<int, UnreadReason> unread)
    {
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty)
        {
            return;
        }

        if (line[0] != '{' || line[^1] != '}')
        {
            unread(lineNumber, UnreadReason.NotJson);
        }
        else if (parser.Matters(line) && parser.Read(line, sink) is { } reason)
        {
            unread(lineNumber, reason);
        }
    }

    /// <summary>Reads what stands behind the last whole line of the file that was just read.</summary>
    /// <remarks>It may still be being written. If it is whole it counts already; whatever it is, it is read again when it has its end.</remarks>
    public void ReadRest(LineParser parser, CallSink sink)
    {
        var line = _buffer.AsSpan(0, _rest).Trim(" \t\r"u8);
        if (!line.IsEmpty && line[0] == '{' && line[^1] == '}' && parser.Matters(line))
        {
            _ = parser.Read(line, sink);
        }
    }
}
