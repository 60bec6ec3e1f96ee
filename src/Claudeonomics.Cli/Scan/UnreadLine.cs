using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Scan;

/// <summary>Something that could not be read, or not as it stands there.</summary>
/// <param name="Line">Counted from 1, in a database the number of the row; 0 when it is about the whole file.</param>
public sealed record UnreadLine(string Path, int Line, UnreadReason Reason);
