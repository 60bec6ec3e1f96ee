namespace Claudeonomics.Cli.Agents;

/// <summary>A file that a tool of an agent changed. The path is looked at while it is added, and kept nowhere.</summary>
public readonly ref struct LogChange
{
    /// <summary>When, in milliseconds since 1970 UTC; a change without a time counts nowhere.</summary>
    public required long? AtUnixMs { get; init; }

    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>The folder that the agent worked in, which the path may begin with; empty when the file does not tell.</summary>
    public ReadOnlySpan<byte> Project { get; init; }

    /// <summary>What copies of the change have in common (<see cref="CallSink.Hash"/>), not 0.</summary>
    public required ulong Key { get; init; }
}
