namespace Claudeonomics.Cli.Changes;

/// <summary>What a changed file is for. The numbers are kept in the memory.</summary>
public enum ChangeClass : byte
{
    /// <summary>No change: a call.</summary>
    None = 0,
    Code = 1,
    Tests = 2,
    Documentation = 3,
    Configuration = 4,
}
