namespace Claudeonomics.Cli.Agents.Databases;

/// <summary>SQLite databases, into which an agent may be writing while they are read.</summary>
/// <remarks>What a database told once stays, also when its rows are deleted. So what makes a call (<see cref="LogCall.Key"/>) must not change
/// with what is written later.</remarks>
public abstract class DatabaseFormat : LogFormat
{
    /// <summary>Reads one database. Called only when its file or its write-ahead log changed, and once more when the agent wrote into it meanwhile.</summary>
    /// <param name="marks">How far the last reading of this revision came, to be moved on. A format that leaves them alone reads everything each time.</param>
    /// <param name="unread">Takes the number of a row (its <c>rowid</c>; 0 for the whole database) and why it counts otherwise than it stands there.</param>
    /// <exception cref="IOException">The database is damaged.</exception>
    /// <exception cref="InvalidDataException">It lacks a table or column that its agent always had. It is listed as of unknown shape.</exception>
    public abstract void Read(LogFile file, LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread);
}
