namespace Claudeonomics.Cli.Agents.Databases;

/// <summary>SQLite databases, into which an agent may be writing while they are read.</summary>
public abstract class DatabaseFormat : LogFormat
{
    /// <summary>Reads one database. Called only when its file or its write-ahead log changed.</summary>
    /// <returns>What could not be read of it, or null.</returns>
    public abstract UnreadReason? Read(LogFile file, LogDatabase database, CallSink sink);
}
