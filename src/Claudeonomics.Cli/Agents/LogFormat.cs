namespace Claudeonomics.Cli.Agents;

/// <summary>How one kind of an agent's files is read. Without state: one instance serves all files of its kind.</summary>
public abstract class LogFormat
{
    /// <summary>Raised when the parser reads differently: files are then read anew, and what was read by an earlier revision gives way,
    /// also where that lowers a number. At least 1.</summary>
    public abstract byte Revision { get; }
}

/// <summary>Files to which lines are appended, one JSON object each.</summary>
public abstract class LineFormat : LogFormat
{
    /// <summary>Begins a file.</summary>
    public abstract LineParser Start(LogFile file);
}

/// <summary>Reads one file's lines in order.</summary>
public abstract class LineParser
{
    /// <summary>Whether a line can matter, judged by its bytes. Called for every line of a gigabyte: a search, never a parse.</summary>
    /// <remarks>May be true too often; a line for which it is false is never looked at again.</remarks>
    public abstract bool Matters(ReadOnlySpan<byte> line);

    /// <summary>Reads one whole line that matters and hands its calls to <paramref name="sink"/>.</summary>
    /// <returns>What could not be read of it, or null.</returns>
    public abstract UnreadReason? Read(ReadOnlySpan<byte> line, CallSink sink);

    /// <summary>Called when the file has no more lines, for calls that waited for what might have followed.</summary>
    public virtual void Finish(CallSink sink)
    {
    }

    /// <summary>What the next lines depend on, so that reading can go on after an append; at most 64 KiB.</summary>
    /// <returns>False when it cannot be kept: the file is then read from its beginning each time it grows.</returns>
    public virtual bool TrySave(Stream state) => true;

    /// <summary>Takes up what <see cref="TrySave"/> wrote under the same revision.</summary>
    public virtual void Restore(Stream state)
    {
    }
}

/// <summary>Files that are one document and are written anew as a whole.</summary>
public abstract class DocumentFormat : LogFormat
{
    /// <summary>Reads one file. A record that cannot be read costs nothing but itself.</summary>
    /// <param name="unread">Takes what could not be read.</param>
    public abstract void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread);
}
